"""Exports of real surveys, which nobody of this project wrote; skipped where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_survey import questionnaire

from lumo_analysis.survey.cleaning import decode_responses
from lumo_analysis.survey.draft import write_draft
from lumo_analysis.survey.reading import read_export
from lumo_analysis.survey.survey import load_survey

REAL = Path(__file__).resolve().parents[3] / "shared" / "real-surveys"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real surveys are not here")

EXPORTS = {
    "koodiklinikka/2021_results.tsv": 500,
    "koodiklinikka/2023_results-en.tsv": 59,
    "lumo_shape/tyontekijat_134.csv": 134,
    "yle2015/yle2015_vastaukset.csv": 580,
    "qualtrics_voting/qualtrics_labels.csv": 134,
    "qualtrics_voting/qualtrics_values.csv": 134,
    "spss_displayr/Colas.sav": 327,
    "spss_displayr/Mobiles_feedback_4_weeks.sav": 895,
    "rdata/sjlabelled_efc.sav": 908,
    "fsd_open_answers/child.csv": 414,
    "rdata/likert_pisa_st24.csv": 1200,
}


@pytest.mark.parametrize("name", EXPORTS)
def test_a_draft_loads_the_real_export_it_was_made_from(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "drafted"
    write_draft(folder, REAL / name)

    survey = load_survey(folder, REAL / name)

    assert len(survey.responses) == EXPORTS[name]


@pytest.mark.parametrize(
    ("first", "second"),
    [("2021_results.tsv", "2021_results.xlsx"), ("2023_results-fi.tsv", "2023_results-fi.xlsx")],
)
def test_a_text_file_and_a_workbook_of_one_survey_give_one_result(
    tmp_path: Path, first: str, second: str
) -> None:
    folder = tmp_path / "drafted"
    write_draft(folder, REAL / "koodiklinikka" / first)

    texts = load_survey(folder, REAL / "koodiklinikka" / first).responses
    workbook = load_survey(folder, REAL / "koodiklinikka" / second).responses

    closed = texts.select_dtypes(["category", "boolean"]).columns
    assert len(closed) >= 4
    for column in closed:
        counts = texts[column].value_counts(sort=False, dropna=False)
        assert counts.equals(workbook[column].value_counts(sort=False, dropna=False)), column


def test_the_values_and_the_labels_of_qualtrics_give_one_result() -> None:
    answers = [
        {"id": "lowest", "label": {"en": "stronlgy disagree"}, "codes": ["1"]},
        {"id": "low", "label": {"en": "somewhat disagree"}, "codes": ["6"]},
        {"id": "middle", "label": {"en": "neutral"}, "codes": ["2"]},
        {"id": "high", "label": {"en": "somewhat agree"}, "codes": ["3"]},
        {"id": "highest", "label": {"en": "strongly agree"}, "codes": ["4"]},
    ]
    exports = [
        read_export(REAL / f"qualtrics_voting/qualtrics_{kind}.csv")
        for kind in ("labels", "values")
    ]
    wanted = [name for name in exports[0].cells if name.startswith("legitimacy_1_")]
    wanted = [name for name in wanted if "_t_" not in name and "DO" not in name]
    text = questionnaire().model_dump(exclude_none=True)
    common = {"section": "all", "label": {"en": "x"}, "wording": {"en": "x"}}
    items = [
        {"id": f"q{number}", "kind": "ordinal", "column": name, "answers": answers, **common}
        for number, name in enumerate(wanted)
    ]
    used = {*wanted, "Finished"}
    ignored = [
        {"column": " ".join(name.split()), "reason": "Not asked here."}
        for name in exports[0].cells
        if name not in used
    ]
    changes = {
        "items": items,
        "ignored": ignored,
        "batteries": [],
        "scales": [],
        "identifier": None,
        "region": "q0",
        "complete": {"column": "Finished", "values": ["1", "True"]},
    }
    survey = questionnaire(**{**text, **changes})

    labels, values = (decode_responses(raw, survey, "x.csv").responses for raw in exports)

    assert (len(wanted), len(labels)) == (len(items), 134)
    assert labels.equals(values)
