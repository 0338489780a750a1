"""The audit of finished reports: it attacks the files, not the objects they were made from."""

from lumo_analysis.publishing.audit.outcome import Audit, Finding
from lumo_analysis.publishing.audit.run import audit_reports
from lumo_analysis.publishing.audit.survey_context import Source

__all__ = ["Audit", "Finding", "Source", "audit_reports"]
