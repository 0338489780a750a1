"""Imported once by the fork server, before any worker or kernel is forked from it.

Imports only: no thread, no open file, nothing of any survey.
"""

from __future__ import annotations

from lumo_analysis.publishing.fork_server import be_silent

# First of all: whoever reads what a run says would wait for the server, too.
be_silent()

# ruff: noqa: E402, F401
import gc

import ipykernel.debugger
import ipykernel.kernelapp
import scipy.stats
import typer

import lumo_analysis.presentation.report
import lumo_analysis.publishing.audit.work
import lumo_analysis.publishing.fork_kernels
import lumo_analysis.publishing.runner

# What is imported stays: no fork need look through it for garbage, nor copy it in doing so.
gc.freeze()
