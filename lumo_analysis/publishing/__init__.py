"""The publishing room: notebooks are run and become files."""

from __future__ import annotations

import sys

# Reading a notebook imports jsonschema, which builds a grammar of web addresses for a second or
# more in every process, for a check that no notebook asks for. It does without where it can't.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
