"""Imported once by the fork server, before any kernel is forked from it.

Imports only: no thread, no open file, nothing of any survey.
"""

from __future__ import annotations

import scipy.stats  # noqa: F401

import lumo_analysis.presentation.report
import lumo_analysis.publishing.fork_kernels  # noqa: F401
