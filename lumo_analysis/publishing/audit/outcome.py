"""What an audit found, in words and as data. It is private: it says what could be learnt."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from lumo_analysis.publishing.audit.accounts import Reason

Kind = Literal["narrowed", "unaccounted", "words", "edition", "file"]
_HEADINGS: dict[Kind, str] = {
    "narrowed": "Numbers of respondents that could be narrowed",
    "unaccounted": "Numbers that nothing accounts for",
    "words": "Words or identifiers of respondents",
    "edition": "Differences from a former edition",
    "file": "Files that say something they should not, or that can't be judged",
}
_SHOWN = 40


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that must not be published, with the survey or the file it is about."""

    kind: Kind
    where: str
    what: str


@dataclass(frozen=True)
class Audit:
    """The findings of an audit, and how much it went through.

    `numbers` are the numbers of all pages by what accounts for them; `facts` and `targets`
    are those of the attack.
    """

    findings: tuple[Finding, ...]
    reports: int = 0
    files: int = 0
    numbers: dict[Reason, int] = field(default_factory=dict)
    facts: int = 0
    targets: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def text(self) -> str:
        """The findings by kind, for a person; never to be published."""
        counted = ", ".join(f"{n:,} {reason}" for reason, n in sorted(self.numbers.items()))
        lines = [
            f"{self.reports:,} reports in {self.files:,} files: {counted or 'no numbers'}.",
            f"{self.facts:,} facts about {self.targets:,} sensitive numbers of respondents.",
        ]
        if self.clean:
            return "\n".join([*lines, "Nothing was found that could be narrowed."])
        lines.append("PRIVATE: this list tells what could be learnt; do not pass it on.")
        for kind, heading in _HEADINGS.items():
            own = [finding for finding in self.findings if finding.kind == kind]
            if own:
                lines += ["", f"{heading}: {len(own):,}"]
                lines += [f"  {finding.where}: {finding.what}" for finding in own[:_SHOWN]]
                lines += [f"  ... and {len(own) - _SHOWN:,} more"] if len(own) > _SHOWN else []
        return "\n".join(lines)

    def to_json(self) -> str:
        """Everything as JSON text."""
        content = {
            "clean": self.clean,
            "reports": self.reports,
            "files": self.files,
            "numbers": {str(reason): n for reason, n in sorted(self.numbers.items())},
            "facts": self.facts,
            "targets": self.targets,
            "findings": [asdict(finding) for finding in self.findings],
        }
        return json.dumps(content, ensure_ascii=False, indent=1)


def sorted_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings each once, in the order of their kinds, surveys and files."""
    return tuple(sorted(set(findings)))


def added(counters: Sequence[Counter[Reason]]) -> dict[Reason, int]:
    """Sums of several counts."""
    total: Counter[Reason] = Counter()
    for counter in counters:
        total.update(counter)
    return dict(total)
