"""The survey room: a questionnaire and an export become clean responses."""
