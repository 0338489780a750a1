"""From a questionnaire export to finished reports."""
