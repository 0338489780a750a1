"""The audit of finished reports: it attacks the files, not the objects they were made from."""
