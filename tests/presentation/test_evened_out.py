from __future__ import annotations

import dataclasses

import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.analysis.pooling import pool_shares
from lumo_analysis.presentation import evened_out
from lumo_analysis.presentation.context import ReportContext
from lumo_analysis.presentation.exhibits import Exhibit
from lumo_analysis.publishing.audit.evened_out import reads_evened_out
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary
from lumo_analysis.survey.survey import Survey, load_survey
from tests.presentation.read_back import read_back

REGIONS = ("etela-savo", "keski-suomi", "pohjois-karjala", "pohjois-savo")
PUBLIC = Plan("workers-2021", 5, 10, public=True)


@pytest.fixture(scope="module")
def workers() -> Survey:
    return load_survey("workers-2021")


def shown(survey: Survey, plan: Plan = PUBLIC, region: str = "all", items: str = "access_*"):
    report = ReportContext("regions", survey, region, "en", plan)
    chosen = survey.questionnaire.select(items)
    return evened_out.blocks(report, chosen[0].battery or chosen[0].id, "Getting help", chosen)


@pytest.fixture(scope="module")
def exhibit(workers: Survey) -> Exhibit:
    (found,) = shown(workers)
    return found


def test_each_cell_has_the_share_as_answered_and_evened_out(workers, exhibit):
    questionnaire = workers.questionnaire
    item = questionnaire.select("access_*")[3]
    counts = count_answers(workers.responses, [item], by="region", questionnaire=questionnaire)
    pooled = pool_shares(counts, ["well", "very_well"], base=item.base)
    assert exhibit.table.rows[3] == (
        item.label["en"],
        *(f"{s:.0%} → {p:.0%}" for s, p in zip(pooled["share"], pooled["pooled"], strict=True)),
    )


def test_the_notes_say_plainly_what_it_is(exhibit):
    assert exhibit.title == "Getting help: shares evened out over the regions"
    assert exhibit.notes[0].startswith("The share of a small group is partly chance.")
    assert not any("left out" in note for note in exhibit.notes)


def test_a_report_of_one_region_and_a_question_without_order_have_none(workers):
    assert shown(workers, region="etela-savo") == []
    assert shown(workers, items="role") == []


def _plan(survey: Survey, *hiding: str) -> Plan:
    """A plan that shows every answer, but not those of one region to some items."""
    items = {}
    for item in survey.questionnaire.select("access_*"):
        answers = survey.questionnaire.scale_of(item).answers
        cells = tuple(Cell((a.id,), "off_scale" if a.off_scale else "scale") for a in answers)
        cells = (*cells, Cell(("no_answer",), "no_answer"))
        hidden = {("etela-savo", "well"), ("etela-savo", "poorly")} if item.id in hiding else ()
        items[item.id] = ItemPlan(item.id, "answers", "answers", cells, cells, frozenset(hidden))
    return Plan("workers-2021", 5, 10, items=items)


def test_a_question_with_a_hidden_share_has_no_row_and_its_numbers_change_nothing(workers):
    hiding = workers.questionnaire.select("access_*")[0]
    plan = _plan(workers, hiding.id)
    (before,) = shown(workers, plan)
    assert hiding.label["en"] not in {row[0] for row in before.table.rows}
    assert len(before.table.rows) == 10
    assert "left out" in before.notes[-1]
    responses = workers.responses.copy()
    here = responses["region"] == "etela-savo"
    responses.loc[here, hiding.id] = responses.loc[here, hiding.id].to_numpy()[::-1]
    responses.loc[responses.index[here][:4], hiding.id] = "poorly"
    assert shown(dataclasses.replace(workers, responses=responses), plan) == [before]


def test_where_every_question_hides_a_share_nothing_is_shown(workers):
    every = [item.id for item in workers.questionnaire.select("access_*")]
    assert shown(workers, _plan(workers, *every)) == []


def read(survey: Survey, told: Exhibit, **changes):
    words = Vocabulary(survey.questionnaire, survey.codebook, "en")
    return reads_evened_out(read_back(told, **changes), words, Truth(survey))


@pytest.fixture(scope="module")
def titled(workers: Survey, exhibit: Exhibit) -> Exhibit:
    """The exhibit with the title of its battery, as a report has it."""
    battery = next(b for b in workers.questionnaire.batteries if b.id == "access")
    title = f"{battery.title['en']}: shares evened out over the regions"
    return dataclasses.replace(exhibit, title=title)


def test_the_audit_computes_the_table_anew_and_takes_counts_and_bases_as_told(workers, titled):
    reading = read(workers, titled)
    items = workers.questionnaire.select("access_*")
    assert {(c.item, c.group) for c in reading.claims} == {
        (item.id, region) for item in items for region in REGIONS
    }
    assert len(reading.claims) == 2 * 4 * len(items)
    truth = Truth(workers)
    for claim in reading.claims:
        n, base = truth.pair(claim)
        assert (claim.reading.n, claim.reading.base) == (
            (None, base) if claim.cell is None else (n, None)
        )


def test_the_audit_knows_no_table_with_another_number_row_or_note(workers, titled):
    first, *others = titled.table.rows
    changed = (first[0], first[1].replace("→ ", "→ 1"), *first[2:])
    assert read(workers, titled, rows=(changed, *others)) is None
    assert read(workers, titled, rows=(*others, first)) is None
    assert read(workers, titled, rows=(*titled.table.rows, ("12", "1", "1", "1", "1"))) is None
    assert read(workers, titled, notes=(*titled.notes, "3 left something out.")) is None
    assert read(workers, titled, finding="3") is None
    assert read(workers, titled, headers=("Question", "North (n = 28)")) is None


def test_rows_that_are_left_out_must_be_said_to_be(workers, titled):
    assert read(workers, titled, rows=titled.table.rows[1:]) is None
    note = "Questions of which a share is hidden or not given in a region are left out."
    told = read(workers, titled, rows=titled.table.rows[1:], notes=(*titled.notes, note))
    assert len(told.by_row) == 10
