"""The presentation room: what a reader sees, in words, tables and figures."""
