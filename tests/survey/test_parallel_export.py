"""Real answers in the shape of the survey, from the file to the figures that R gives.

The exports lie beside the project and are no part of it. R 4.2.2 made the reference values;
`tests/analysis/test_lumo_shape_reference.py` says how, and checks more of them on a plain frame.
"""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.analysis.comparison import compare_groups
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.shares import shares
from lumo_analysis.survey.survey import Survey, load_survey

FIXTURES = Path(__file__).parents[1] / "fixtures"
CODES = {
    "1": "strongly_disagree",
    "2": "disagree",
    "3": "skipped",
    "4": "agree",
    "5": "strongly_agree",
}
BOXES = {
    "top": ["agree", "strongly_agree"],
    "bottom": ["strongly_disagree", "disagree"],
    "neutral": ["skipped"],
}
# 11 items in 4 areas and in all: valid and missing respondents, a count and a share an answer,
# five figures a box; and for each item five of Kruskal-Wallis and the adjusted p.
EXPECTED = {
    "is_3": 11 * 5 * (2 + 2 * 5 + 3 * 5) + 11 * 6,
    "missing": 11 * 5 * (2 + 2 * 4 + 2 * 5) + 11 * 6,
}
EXPORTS = [("workers", "tyontekijat_134"), ("partners", "kumppanit_548")]
COMPARED = {
    ("counts", "n_valid"),
    ("counts", "n_missing"),
    ("counts", "count"),
    ("counts", "share"),
    ("box", "count"),
    ("box", "n"),
    ("box", "share"),
    ("box", "wilson_lo"),
    ("box", "wilson_hi"),
    ("kruskal", "n"),
    ("kruskal", "H_tie_corrected"),
    ("kruskal", "df"),
    ("kruskal", "p"),
    ("kruskal", "epsilon_squared"),
    ("family_kruskal", "p_holm"),
}
Key = tuple[str, str, str, str, str]


def load(folder: Path, export: Path, policy: str, tmp_path: Path) -> Survey:
    """The survey with the skipped answer off the scale, or in its middle as R's "is_3"."""
    if policy == "missing":
        return load_survey(folder, export)
    text = (folder / "questionnaire.yaml").read_text(encoding="utf-8")
    changed = text.replace(
        "en: skipped the question}, off_scale: true", "en: skipped the question}"
    )
    assert changed != text
    (tmp_path / "questionnaire.yaml").write_text(changed, encoding="utf-8")
    return load_survey(tmp_path, export)


@pytest.mark.parametrize(("survey", "name"), EXPORTS)
def test_a_text_file_and_a_workbook_give_the_same_responses(
    real_surveys: Path, survey: str, name: str
) -> None:
    folder = FIXTURES / f"parallel-{survey}"

    text, book = (
        load_survey(folder, real_surveys / "lumo_shape" / f"{name}{suffix}")
        for suffix in (".csv", ".xlsx")
    )

    pd.testing.assert_frame_equal(text.responses, book.responses)
    assert len(text.responses) == int(name[-3:])
    assert not text.synthetic


@pytest.mark.parametrize(("survey", "name"), EXPORTS)
def test_no_identifier_of_an_export_goes_further(
    real_surveys: Path, survey: str, name: str
) -> None:
    export = real_surveys / "lumo_shape" / f"{name}.csv"
    cells = pd.read_csv(export, sep=";", dtype=str, keep_default_na=False)

    loaded = load_survey(FIXTURES / f"parallel-{survey}", export)

    told = loaded.responses.to_csv() + loaded.log.to_csv() + str(loaded.fingerprints)
    assert not any(identifier in told for identifier in cells["vastaaja"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("policy", ["is_3", "missing"])
@pytest.mark.parametrize(("survey", "name"), EXPORTS)
def test_every_figure_from_r_is_met_from_the_file_on(
    real_surveys: Path,
    tmp_path: Path,
    survey: str,
    name: str,
    policy: str,
    suffix: str,
) -> None:
    shape = real_surveys / "lumo_shape"
    export = shape / f"{name}{suffix}"
    values = computed(load(FIXTURES / f"parallel-{survey}", export, policy, tmp_path))
    file = f"lumo_shape_{name.partition('_')[0]}_skip_{policy}.csv"
    reference = pd.read_csv(shape / "reference" / file, dtype=str, keep_default_na=False)
    compared, wrong = 0, []
    for row in reference.itertuples():
        if (row.analysis, row.stat) not in COMPARED:
            continue
        group = "all" if row.group1 in ("", "(all)") else str(row.group1).lower().replace(" ", "-")
        key = (str(row.analysis), str(row.item), group, str(row.category), str(row.stat))
        actual = values[key]
        if not math.isclose(actual, float(str(row.value)), rel_tol=1e-9, abs_tol=1e-12):
            wrong.append((key, actual, row.value))
        compared += 1

    assert wrong == []
    assert compared == EXPECTED[policy]


def computed(survey: Survey) -> dict[Key, float]:
    asked = survey.items("q*")
    counted = {
        by: count_answers(survey.responses, asked, by=by, questionnaire=survey.questionnaire)
        for by in (None, "region")
    }
    values: dict[Key, float] = {}
    codes = {answer: code for code, answer in CODES.items()}
    for counts in counted.values():
        for row in shares(counts).itertuples():
            item, group = str(row.item), str(row.group)
            values["counts", item, group, "", "n_valid"] = row.base
            values["counts", item, group, codes[str(row.answers)], "count"] = row.n
            values["counts", item, group, codes[str(row.answers)], "share"] = row.share
        missing = counts[counts["kind"].isin(["off_scale", "no_answer"])]
        for (item, group), n in missing.groupby(["item", "group"])["n"].sum().items():
            values["counts", item, group, "", "n_missing"] = n
        on_scale = set(counts.loc[counts["kind"] == "scale", "answer"])
        for box, answers in BOXES.items():
            if not set(answers) <= on_scale:
                continue
            for row in shares(counts, answers).itertuples():
                key = ("box", str(row.item), str(row.group), box)
                values[(*key, "count")], values[(*key, "n")] = row.n, row.base
                values[(*key, "share")] = row.share
                values[(*key, "wilson_lo")], values[(*key, "wilson_hi")] = row.low, row.high
    for row in compare_groups(counted["region"], permutations=0).itertuples():
        key = ("kruskal", str(row.item), "all", "")
        values[(*key, "n")], values[(*key, "df")] = row.n, row.df
        values[(*key, "H_tie_corrected")], values[(*key, "p")] = row.statistic, row.p
        values[(*key, "epsilon_squared")] = row.effect
        values["family_kruskal", str(row.item), "all", "", "p_holm"] = row.p_adjusted
    return values
