"""The analysis room: every number, as a function of counts."""
