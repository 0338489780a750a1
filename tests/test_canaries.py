"""Canaries: what points to one respondent reaches no block of any report."""

from __future__ import annotations

import csv
import json

import pytest

from lumo_analysis.presentation.exhibits import Block, Exhibit
from lumo_analysis.presentation.report import open_report
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from tests.conftest import PROJECT

SURVEY = PROJECT / "data" / "workers-2021"
PARTS = {"descriptive": "closed_items", "regions": "comparison", "themes": "themes"}
PLACE, ROLE = "Pohjois-Karjala", "Muu tehtävä"


def _rows(name: str, delimiter: str = ";") -> list[list[str]]:
    with (SURVEY / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """An export like a real one, with canaries for identifiers, moments, titles and answers.

    One region has a single respondent in a role.
    """
    questionnaire = load_questionnaire(SURVEY / "questionnaire.yaml")
    prefixes = tuple(str(item.column.prefix) for item in questionnaire.select(kind="open"))
    head, *rows = _rows("synthetic.csv")
    place = {name: number for number, name in enumerate(head)}
    written = [number for number, name in enumerate(head) if name.startswith(prefixes)]
    assert len(written) == len(prefixes)
    in_role = [
        r for r in rows if (r[place["Maakunta"]], r[place["Ammattinimike"]]) == (PLACE, ROLE)
    ]
    for row in in_role[1:]:
        row[place["Ammattinimike"]] = "Sosiaalityöntekijä"
    for number, row in enumerate(rows):
        for column in written:
            row[column] = f"canary answer {number}" if row[column] else ""
        row[place["Vastaajatunnus"]] = f"canary-{number + 1:04d}"
        row += [f"canary moment {number}", f"canary title {number}"]
    head += ["Vastausaika", "Ammattinimike, muu"]
    folder = tmp_path_factory.mktemp("export")
    mark = place["SYNTEETTINEN AINEISTO"]
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(r[:mark] + r[mark + 1 :] for r in [head, *rows])
    coding = [
        [respondent.replace("synthetic", "canary"), item, theme, "canary coder"]
        for respondent, item, theme, _ in _rows("synthetic-coding.csv", ",")[1:]
    ]
    with (folder / "export-coding.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["respondent", "item", "theme", "coder"], *coding])
    return folder / "export.csv"


def _blocks(export, kind: str, region: str) -> list[Block]:
    report = open_report(kind, "workers-2021", region, "fi", export)
    return [
        report.front(),
        *report.opening(),
        *(b for section in report.sections() for b in getattr(report, PARTS[kind])(section)),
        *report.published(),
        *report.reading_guide(),
        *report.hidden(),
        *report.provenance(),
    ]


@pytest.mark.parametrize("region", ["all", "pohjois-karjala"])
@pytest.mark.parametrize("kind", PARTS)
def test_no_canary_reaches_a_block(export, kind, region):
    front, *blocks = _blocks(export, kind, region)
    assert front.standing == "protected"
    assert any(isinstance(block, Exhibit) for block in blocks)
    for block in (front, *blocks):
        assert "canary" not in json.dumps(block._repr_mimebundle_(), ensure_ascii=False).lower()


@pytest.mark.parametrize(("kind", "region"), [("regions", "all"), ("descriptive", PLACE.lower())])
def test_the_only_one_in_a_role_is_hidden(export, kind, region):
    blocks = _blocks(export, kind, region)
    role = next(block for block in blocks if isinstance(block, Exhibit) and block.id == "role")
    row = next(row for row in role.table.rows if row[0] == ROLE)
    labels = [column.label.partition(" (")[0] for column in role.table.columns]
    assert row[labels.index(PLACE) if PLACE in labels else 1] == "peitetty"


def test_the_errors_of_a_report_tell_no_canary(export):
    with pytest.raises(Exception, match="no region") as caught:
        _blocks(export, "regions", "pohjois-karjal")
    assert "canary" not in str(caught.value).lower()
