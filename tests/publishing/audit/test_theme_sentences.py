"""Sentences about themes are read as facts, and forged ones are found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.presentation.exhibits import MIME
from lumo_analysis.presentation.wording import languages
from lumo_analysis.publishing.audit.page import Page, Passage
from lumo_analysis.publishing.audit.run import audit_reports
from lumo_analysis.publishing.audit.theme_sentences import ThemeSentenceReader
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from tests.publishing.audit import pulse

REPORTS = [("all", "themes"), ("north", "themes")]


@pytest.fixture
def audited(survey, plan: Plan, sources, tmp_path) -> Callable[..., list[str]]:
    """What the audit finds in reports of themes whose lists of sentences were altered."""

    def audit(alter: Callable[[str], str] | None = None, **more) -> list[str]:
        def change(stem: str, blocks: list[dict]) -> None:
            for block in blocks:
                if block["kind"] == "bullets" and alter is not None:
                    block["items"] = [alter(item) for item in block["items"]]
                if block["kind"] == "paragraph" and alter is not None:
                    block["text"] = alter(block["text"])

        more = {"reports": REPORTS, "formats": ["html"], **more}
        output = pulse.make_reports(survey, plan, tmp_path / "made", change=change, **more)
        return [finding.what for finding in audit_reports(output, sources, processes=1).findings]

    return audit


def sentences(survey, plan, region: str) -> list[str]:
    """The lists and paragraphs of a report of themes."""
    notebook = pulse.notebook_of(survey, plan, region, "themes", "en")
    found: list[str] = []
    for output in notebook.cells[0].outputs:
        block = output["data"][MIME]
        found += block.get("items", [block.get("text")]) if "table" not in block else []
    return [text for text in found if text]


@pytest.mark.parametrize("language", languages())
def test_sentences_as_they_are_give_no_finding(audited, survey, plan, language):
    assert audited(languages=[language]) == []
    for region, _ in REPORTS:
        assert any("(adjusted p" in text for text in sentences(survey, plan, region))


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(old, new, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"\(29 of 44;", "(28 of 44;"),
        (r"\(29 of 44;", "(29 of 45;"),
        (r"interval 51", "interval 50"),
        (r"^66% of those", "65% of those"),
        ("\u201cNoise\u201d", "\u201cSilence\u201d"),
        (r"67% \(10 of 15\)", "67% (9 of 15)"),
        (r"group West, 67% \(10 of 15\)", "group North, 68% (10 of 15)"),
        (r"group South, 64%", "group West, 64%"),
        (r"66% did \(19 of 29\)", "66% did (20 of 29)"),
        (r"adjusted p(.)=(.)1\.000", r"adjusted p\1=\g<2>0.900"),
        (r"The share is largest", "The groups differ: the share is largest"),
        (r"allows for 2 themes", "allows for 3 themes"),
        (r"\(1 of 2; Fisher", "(2 of 2; Fisher"),
        (r"difference of 50 percentage", "difference of 5 percentage"),
    ],
)
def test_a_false_number_is_found(audited, survey, plan, old, new):
    whole = [item for region in ("all", "north") for item in sentences(survey, plan, region)]
    assert any(re.search(old, text) for text in whole), "the text to forge is there"
    assert audited(replaced(old, new))


def with_more(sentence: str) -> Callable[[str], str]:
    """Puts a sentence of its own in place of the one that names the hidden theme."""
    hidden = "How many wrote about this theme is hidden: \u201cHaste\u201d."
    return lambda text: sentence if text == hidden else text


def test_a_hidden_number_that_is_told_is_found(audited):
    found = audited(
        with_more(
            "100% of those who answered wrote about \u201cHaste\u201d "
            "(44 of 44; 95% interval 92\u2013100%)."
        ),
        reports=[("all", "themes")],
    )
    assert any("open_strain" in one and "can tell" in one for one in found)


def test_a_hidden_number_is_not_passed_as_that_of_another_theme(audited):
    said = "66% of those who answered wrote about \u201cNoise\u201d (44 of 44; 95% interval 92%)."
    assert audited(with_more(said), reports=[("all", "themes")])
    assert audited(with_more("Of the others 44 did."), reports=[("all", "themes")])


@pytest.mark.parametrize(("region", "groups"), [("all", 3), ("north", 2)])
def test_a_told_p_counts_as_if_every_number_behind_it_were_told(survey, plan, region, groups):
    vocabulary, truth = Vocabulary(survey.questionnaire, survey.codebook, "en"), Truth(survey)
    lines = [text for text in sentences(survey, plan, region) if "Noise" in text]
    page = Page("en", (), tuple(Passage("'What strains'", text) for text in lines), (), ())
    said = ThemeSentenceReader(vocabulary, truth, region).read(page)
    rows = {(c.group, c.reading.n, c.reading.base) for c in said[0].claims if c.reading.low is None}
    assert len(rows) == groups
    for group, n, base in rows:
        assert n == truth.number("open_strain", group, ["noise"])
        assert base == truth.base("open_strain", group, "answered")
