"""The publishing room: notebooks are run and become files."""
