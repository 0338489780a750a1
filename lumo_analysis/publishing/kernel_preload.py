"""Imported once by the fork server, before any kernel is forked from it.

Imports only: no thread, no open file, nothing of any survey.
"""

from __future__ import annotations

import ipykernel.ipkernel
import ipykernel.kernelapp
import ipykernel.zmqshell
import scipy.optimize
import scipy.stats  # noqa: F401

import lumo_analysis.presentation.report  # noqa: F401
