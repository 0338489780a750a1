from __future__ import annotations

from typing import Any

import pytest

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.weighting import with_weights
from lumo_analysis.presentation import weighted
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.publishing.audit.weighted import reads_weighted
from lumo_analysis.survey.survey import Survey
from tests.presentation.read_back import read_back
from tests.two_surveys import survey

PUBLIC = Plan("first", 5, 10, public=True)
REGION = {"margins": {"region": {"north": 1, "south": 1}}}
TRAINED = {"margins": {"trained": {"yes": 1, "no": 1}}}


def _survey(declared: dict[str, Any] | None = None, **rules: Any) -> Survey:
    def change(content: dict[str, Any]) -> None:
        if declared is not None:
            content["weights"] = declared
        if rules:
            content["disclosure"] = rules

    return survey("first", change)


def _shown(own: Survey, plan: Plan = PUBLIC, region: str = "all") -> list[Any]:
    report = ReportContext("descriptive", own, region, "en", plan)
    items = [item for item in own.questionnaire.items if item.battery == "b"]
    return weighted.blocks(report, "b", "Wellbeing", items)


def test_the_weighted_share_stands_beside_the_unweighted_count_and_base() -> None:
    own = _survey(REGION)
    (exhibit,) = _shown(own)
    item = next(item for item in own.questionnaire.items if item.battery == "b")
    answers = with_weights(own).responses[[item.id, "lumo weight"]]
    good = answers[item.id] == "good"
    scale = answers[item.id].isin(["poor", "fair", "good"])
    share = answers.loc[good, "lumo weight"].sum() / answers.loc[scale, "lumo weight"].sum()
    row = exhibit.table.rows[0]
    assert row[:3] == (
        item.label["en"],
        f"{good.sum()} / {scale.sum()}",
        f"{good.sum() / scale.sum():.0%}",
    )
    assert row[3].rstrip("*") == Wording("en").percent(share)
    assert "Counts (n) are unweighted numbers of respondents." in exhibit.notes
    assert any("design effect" in note for note in exhibit.notes)


def test_nothing_is_told_without_weights_or_in_a_report_of_one_region() -> None:
    assert _shown(_survey()) == []
    assert _shown(_survey(REGION), region="north") == []


def _read(own: Survey, told: Exhibit, **changes: Any):
    vocabulary = Vocabulary(own.questionnaire, own.codebook, "en")
    return reads_weighted(read_back(told, **changes), vocabulary, Truth(own))


def test_the_audit_computes_the_table_anew_and_takes_counts_of_regions_as_told() -> None:
    own = _survey(REGION)
    (exhibit,) = _shown(own)
    reading = _read(own, exhibit)
    assert {claim.group for claim in reading.claims} == {"all", "north", "south"}
    assert len(reading.claims) == 2 * 3 * len(exhibit.table.rows)
    first, *others = exhibit.table.rows
    changed = (*first[:3], "99%", first[4])
    assert _read(own, exhibit, rows=(changed, *others)) is None
    assert _read(own, exhibit, notes=(*exhibit.notes, "3 left something out.")) is None
    assert _read(own, exhibit, finding="3") is None


@pytest.mark.parametrize("public", [True, False])
def test_weights_by_anything_else_are_read_only_where_answers_are_public(public: bool) -> None:
    own = _survey(TRAINED, public=public)
    (exhibit,) = _shown(own)
    assert (_read(own, exhibit) is not None) is public
