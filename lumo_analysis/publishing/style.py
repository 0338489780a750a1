"""The style sheet of a page, and the policy that allows that very sheet and nothing else."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Literal

TEMPLATES = Path(__file__).parent / "templates"
Page = Literal["report", "index"]


def stylesheet(page: Page) -> str:
    """What all pages share (colours, letters, tables), followed by the page's own rules.

    >>> stylesheet("report").startswith(":root")
    True
    """
    return "".join(
        (TEMPLATES / f"{name}.css").read_text(encoding="utf-8").lstrip()
        for name in ("common", page)
    )


def content_security_policy(style: str) -> str:
    """Forbids everything but this very style sheet and pictures inside the page.

    >>> content_security_policy("").split("; ")[0]
    "default-src 'none'"
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
