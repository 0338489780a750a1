"""Leaky reports: each way of telling too much is noticed, and a clean set passes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat.v4 as v4
import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment

from lumo_analysis.analysis.disclosure.ladder import ladder_of
from lumo_analysis.analysis.disclosure.plan import ItemPlan, Plan
from lumo_analysis.publishing.audit import work
from lumo_analysis.publishing.audit.outcome import Audit
from lumo_analysis.publishing.audit.run import audit_reports
from lumo_analysis.publishing.manifest import read_manifest
from lumo_analysis.publishing.runner import export
from lumo_analysis.survey.survey import load_survey
from tests.publishing.audit import pulse

NORTH = f"{pulse.NAME}/north/descriptive.en"


def found(audit: Audit, kind: str) -> list[str]:
    return [finding.what for finding in audit.findings if finding.kind == kind]


def exhibit_of(blocks: Iterable[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(b for b in blocks if b["kind"] == "exhibit" and b["id"] == name)


def with_hidden(plan: Plan, item: str, hidden: Iterable[tuple[str, str]]) -> Plan:
    changed = dataclasses.replace(plan[item], hidden=frozenset(hidden))
    return dataclasses.replace(plan, items={**plan.items, item: changed})


def add_column(exhibit: dict[str, Any], label: str, cells: Iterable[str]) -> None:
    exhibit["table"]["columns"].append({"label": label, "numeric": True})
    for row, cell in zip(exhibit["table"]["rows"], cells, strict=True):
        row.append(cell)


def test_a_quote_that_names_somebody_is_found(clean_reports, sources, monkeypatch) -> None:
    monkeypatch.setattr(work, "quotes_with_names", lambda survey: ["one"])

    audit = audit_reports(clean_reports, sources, processes=1)

    assert [(one.kind, one.where) for one in audit.findings] == [("words", pulse.NAME)]
    assert "quote 'one' seems to name a person" in audit.findings[0].what


@pytest.fixture(scope="session")
def fragile(survey, plan: Plan) -> Plan:
    """A plan that holds of one item as long as nobody tells how many answered on its scale."""
    item = survey.questionnaire["help_team"]
    cells = ladder_of(item, survey.questionnaire)["answers"]
    hidden = frozenset(
        (group, answer) for group in ("north", "all") for answer in ("well", "cant_say")
    )
    own = ItemPlan("help_team", "answers", "answers", cells, cells, hidden)
    other = ItemPlan(
        "help_lead",
        "answers",
        "answers",
        cells,
        cells,
        frozenset((g, c.answer) for g in ("north", "all") for c in cells),
    )
    return dataclasses.replace(plan, items={**plan.items, "help_team": own, "help_lead": other})


def test_a_clean_set_gives_no_finding_and_every_number_is_accounted_for(clean_reports, sources):
    audit = audit_reports(clean_reports, sources, processes=1)
    assert audit.findings == ()
    assert audit.clean
    assert audit.reports == 3
    assert audit.facts > 50
    assert audit.targets > 0
    assert "Nothing was found" in audit.text


def test_reports_in_finnish_are_understood_as_well(survey, plan, sources, tmp_path):
    output = pulse.make_reports(
        survey, plan, tmp_path, languages=["fi"], reports=[("south", "regions"), ("all", "themes")]
    )
    assert audit_reports(output, sources, processes=1).findings == ()


def test_hiding_only_the_small_cells_is_not_enough(made, plan, sources):
    leaky = with_hidden(plan, "coping", [("north", "poor")])
    narrowed = found(audit_reports(made(other=leaky), sources, processes=1), "narrowed")
    assert any("coping, north, 'poor'" in one and "3 gave it" in one for one in narrowed)


def test_opening_a_secondary_cell_is_noticed_across_reports(made, plan, sources):
    opened = plan["coping"].hidden - {("south", "fair")}
    assert opened != plan["coping"].hidden
    leaky = with_hidden(plan, "coping", opened)
    every = [("all", "descriptive"), *((r, "descriptive") for r in ("north", "south", "west"))]
    audit = audit_reports(made(other=leaky, reports=every), sources, processes=1)
    assert any("coping" in one for one in found(audit, "narrowed"))


def test_a_mean_with_two_decimals_gives_a_hidden_number_away(made, sources):
    def add_mean(stem: str, blocks: list[dict[str, Any]]) -> None:
        add_column(exhibit_of(blocks, "coping"), "Mean", ["2.50"])

    narrowed = found(audit_reports(made(add_mean), sources, processes=1), "narrowed")
    assert any("coping, north, 'poor'" in one for one in narrowed)


def test_how_many_answered_on_the_scale_gives_a_hidden_number_away(made, fragile, sources):
    def add_valid(stem: str, blocks: list[dict[str, Any]]) -> None:
        add_column(exhibit_of(blocks, "help"), "Valid n", ["28", "–"])

    before = audit_reports(made(other=fragile), sources, processes=1)
    assert [one for one in found(before, "narrowed") if "help_team" in one] == []
    after = audit_reports(made(add_valid, fragile), sources, processes=1)
    assert any("help_team, north, 'cant_say'" in one for one in found(after, "narrowed"))


def test_a_rounded_share_of_the_two_highest_answers_gives_a_hidden_number_away(
    made, fragile, sources
):
    def tell_share(stem: str, blocks: list[dict[str, Any]]) -> None:
        row = exhibit_of(blocks, "help")["table"]["rows"][0]
        assert row[1] == "hidden"
        row[1] = "79%"

    audit = audit_reports(made(tell_share, fragile), sources, processes=1)
    assert any("help_team, north, 'cant_say'" in one for one in found(audit, "narrowed"))


def test_a_number_that_the_responses_do_not_give_is_not_believed(made, sources):
    def misprint(stem: str, blocks: list[dict[str, Any]]) -> None:
        rows = exhibit_of(blocks, "ways")["table"]["rows"]
        rows[0][1] = str(int(rows[0][1]) - 1)

    audit = audit_reports(made(misprint), sources, processes=1)
    assert any("a number that the responses don't give" in one for one in found(audit, "file"))


def test_an_exact_test_of_an_item_with_hidden_numbers_is_a_finding(made, sources):
    def tell_p(stem: str, blocks: list[dict[str, Any]]) -> None:
        if stem != "north/regions":
            return
        rows = exhibit_of(blocks, "coping-test")["table"]["rows"]
        rows[0] = [cell.replace("not below 0.05", "0.321") for cell in rows[0]]

    reports = [("north", "descriptive"), ("north", "regions")]
    audit = audit_reports(made(tell_p, reports=reports), sources, processes=1)
    assert any("an exact test" in one for one in found(audit, "file"))


@pytest.mark.parametrize("sentence", [" Poor 10%.", " Three of 30 answered so.", " Poor: 3."])
def test_a_hidden_number_in_an_alternative_text_is_noticed(made, sources, sentence):
    def add_words(stem: str, blocks: list[dict[str, Any]]) -> None:
        exhibit_of(blocks, "coping")["picture"]["alt"] += sentence

    audit = audit_reports(made(add_words), sources, processes=1)
    assert any("alternative text" in one for one in found(audit, "unaccounted"))


def test_a_hidden_number_in_a_finding_or_a_note_is_noticed(made, sources):
    def add_words(stem: str, blocks: list[dict[str, Any]]) -> None:
        exhibit = exhibit_of(blocks, "coping")
        exhibit["finding"] += " Poor: 10% (3 of 30)."
        exhibit["notes"].append("Of these 3 are new.")

    unaccounted = found(audit_reports(made(add_words), sources, processes=1), "unaccounted")
    assert any("the finding" in one and "number 3" in one for one in unaccounted)
    assert any("a note" in one and "number 3" in one for one in unaccounted)


@pytest.mark.parametrize(
    "leak",
    [
        '<text x="9" y="60">3</text>',
        "<desc>Poor: 3</desc>",
        '<g data-poor="3"/>',
        "<defs><path id='x3' d='M 0 0 L 3 0'/></defs>",
        "<circle r='3'/>",
    ],
)
def test_a_drawing_that_carries_a_hidden_number_as_text_is_noticed(made, sources, leak):
    def write(stem: str, blocks: list[dict[str, Any]]) -> None:
        picture = exhibit_of(blocks, "coping")["picture"]
        picture["svg"] = picture["svg"].replace("</svg>", f"{leak}</svg>")

    audit = audit_reports(made(write), sources, processes=1)
    assert any("the chart of" in finding.what for finding in audit.findings)


@pytest.mark.parametrize("colour", ["#ad7a33", "#ffffff"])
@pytest.mark.parametrize("name", ["coping", "role"])
def test_a_drawing_with_a_bar_for_a_hidden_number_is_noticed(made, sources, colour, name):
    def draw(stem: str, blocks: list[dict[str, Any]]) -> None:
        picture = exhibit_of(blocks, name)["picture"]
        middle = picture["height"] * 0.75 - 36
        bar = f"M 150 {middle} L 181.5 {middle} L 181.5 {middle + 9} L 150 {middle + 9} z"
        path = f'<path d="{bar}" style="fill: {colour}"/>'
        picture["svg"] = picture["svg"].replace("</svg>", f"{path}</svg>")

    faults = found(audit_reports(made(draw), sources, processes=1), "file")
    assert any("the chart of" in fault and "bar" in fault for fault in faults)


def test_a_second_edition_with_two_more_answers_is_noticed(clean_reports, plan, sources, tmp_path):
    row = {
        "Region": "North",
        "Role": "Carer",
        "Coping": "Good",
        "Help team": "Well",
        "Help lead": "Well",
        "Ways": "Talk",
        "Strain": "",
    }
    folder = pulse.write_survey(tmp_path / "later" / pulse.NAME, [row, row])
    output = pulse.make_reports(load_survey(folder), plan, tmp_path / "new", formats=["html"])
    later = {pulse.NAME: dataclasses.replace(sources[pulse.NAME], survey=str(folder))}
    audit = audit_reports(output, later, former=[clean_reports], processes=1)
    editions = found(audit, "edition")
    assert any("north: a former edition has 2 respondents" in one for one in editions)
    assert any("all respondents" in one for one in editions)


def replaced_pdf(survey, plan, folder: Path, change) -> None:
    """Put another report's PDF beside the page, as if only the PDF told too much."""
    notebook = pulse.notebook_of(survey, plan, "north", "descriptive", "en")
    change(
        [output["data"]["application/vnd.lumo.block+json"] for output in notebook.cells[0].outputs]
    )
    (folder / f"{NORTH}.pdf").write_bytes(export(notebook, "pdf"))
    pulse.sign(folder, f"{NORTH}.pdf")


def test_a_pdf_with_one_more_number_is_noticed(copied, survey, plan, sources):
    def tell(blocks: list[dict[str, Any]]) -> None:
        row = next(r for r in exhibit_of(blocks, "coping")["table"]["rows"])
        row[2] = "10% (3)"

    replaced_pdf(survey, plan, copied, tell)
    audit = audit_reports(copied, sources, processes=1)
    assert any("of the PDF has 10, 3" in fault for fault in found(audit, "file"))


def test_a_pdf_that_draws_or_says_of_a_picture_something_else_is_noticed(
    copied, survey, plan, sources
):
    def draw(blocks: list[dict[str, Any]]) -> None:
        picture = exhibit_of(blocks, "coping")["picture"]
        bar = '<path d="M 150 40 L 181 40 L 181 50 L 150 50 z" style="fill: #123456"/>'
        picture["svg"] = picture["svg"].replace("</svg>", f"{bar}</svg>")
        exhibit_of(blocks, "role")["picture"]["alt"] += " Welder: 1."

    replaced_pdf(survey, plan, copied, draw)
    faults = found(audit_reports(copied, sources, processes=1), "file")
    assert any("the drawing of Figure 2 differs in the PDF" in fault for fault in faults)
    assert any("the alternative text of Figure 1 differs" in fault for fault in faults)


def test_numbers_in_a_pdf_that_stand_on_no_page_are_noticed(copied, sources):
    path = copied / f"{NORTH}.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Keywords"] = "Poor: 3"
        pdf.attachments["raw.csv"] = b"poor,3"
        pdf.save(path)
    pulse.sign(copied, f"{NORTH}.pdf")
    faults = found(audit_reports(copied, sources, processes=1), "file")
    assert any("/Keywords has the numbers 3" in fault for fault in faults)
    assert any("an attached file" in fault for fault in faults)


def altered_workbook(folder: Path, alter) -> None:
    path = folder / f"{NORTH}.xlsx"
    workbook = openpyxl.load_workbook(path)
    alter(workbook)
    workbook.save(path)
    pulse.sign(folder, f"{NORTH}.xlsx")


def hide_sheet(workbook) -> None:
    workbook.create_sheet("Data").append(["Poor", 3])
    workbook["Data"].sheet_state = "veryHidden"


def tell_in_cell(workbook) -> None:
    cell = next(c for row in workbook["Figure 2"].iter_rows() for c in row if c.value == "hidden")
    cell.value = "10% (3)"


def tell_more_digits(workbook) -> None:
    cells = (c for sheet in workbook for row in sheet.iter_rows() for c in row)
    cell = next(c for c in cells if c.number_format == "#,##0" and isinstance(c.value, int))
    cell.value += 0.25


def tell_in_comment(workbook) -> None:
    workbook["Figure 2"]["A1"].comment = Comment("Poor: 3", "x")


def tell_in_property(workbook) -> None:
    workbook.properties.keywords = "Poor: 3"


def tell_beside_table(workbook) -> None:
    workbook["Figure 2"]["J40"] = 3


def hide_column(workbook) -> None:
    workbook["Figure 2"].column_dimensions["C"].hidden = True


def write_formula(workbook) -> None:
    workbook["Figure 2"]["J41"] = "=30-27"


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (hide_sheet, "the sheet 'Data' is hidden"),
        (tell_in_cell, "a cell says something else than the page"),
        (tell_more_digits, "a number that the page does not have there"),
        (tell_in_comment, "comments"),
        (tell_in_property, "the property 'keywords' has the numbers 3"),
        (tell_beside_table, "the page lacks 3"),
        (hide_column, "a hidden column"),
        (write_formula, "a formula"),
    ],
)
def test_a_workbook_that_tells_more_than_the_page_is_noticed(copied, sources, alter, said):
    altered_workbook(copied, alter)
    faults = found(audit_reports(copied, sources, processes=1), "file")
    assert any(said in fault for fault in faults), faults


def test_an_executed_notebook_of_the_report_passes(copied, survey, plan, sources):
    notebook = pulse.notebook_of(survey, plan, "north", "descriptive", "en")
    (copied / f"{NORTH}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    audit = audit_reports(copied, sources, processes=1)
    assert audit.findings == ()


def test_a_notebook_that_shows_more_than_its_report_is_noticed(copied, survey, plan, sources):
    notebook = pulse.notebook_of(survey, plan, "north", "descriptive", "en")
    frame = survey.responses.head(3)[["coping"]].assign(n=[7, 8, 9])
    outputs = notebook.cells[0].outputs
    outputs[3]["data"]["text/plain"] += " 77"
    outputs[4]["data"]["application/vnd.lumo.block+json"]["raw"] = {"poor": 3}
    raw = {"text/plain": frame.to_string(), "text/html": frame.to_html()}
    cells = [
        v4.new_code_cell(
            "responses.head(3)",
            metadata={"tags": ["note"]},
            outputs=[v4.new_output("display_data", raw)],
        ),
        v4.new_code_cell("# poor: 3", metadata={"tags": ["note"]}),
    ]
    notebook.cells += cells
    (copied / f"{NORTH}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    faults = found(audit_reports(copied, sources, processes=1), "file")
    assert any("text/html shows the numbers" in fault for fault in faults)
    assert any("text/plain shows the numbers 77" in fault for fault in faults)
    assert any("unknown parts raw" in fault for fault in faults)
    assert any("a cell's source has the numbers 3" in fault for fault in faults)


def test_respondents_words_and_identifiers_are_found_in_any_file(copied, survey, sources):
    page = copied / f"{NORTH}.html"
    content = page.read_text(encoding="utf-8")
    words = f"<!-- {pulse.CODE_WORD.upper()} --></body>"
    page.write_text(content.replace("</body>", words), encoding="utf-8")

    def tell(workbook) -> None:
        workbook["Cover"]["A30"] = "see case-00007"

    altered_workbook(copied, tell)
    pulse.sign(copied, f"{NORTH}.html")
    words = found(audit_reports(copied, sources, processes=1), "words")
    assert "html: respondents' own words" in words
    assert "xlsx: an identifier of a respondent" in words


def test_the_only_member_of_a_role_reaches_no_file(clean_reports, made, sources):
    for path in clean_reports.rglob("*.html"):
        content = path.read_text(encoding="utf-8")
        rows = content.split("Welder of the third hall</th>")[1:]
        assert all("hidden" in row[: row.index("</tr>")] for row in rows)

    def tell(stem: str, blocks: list[dict[str, Any]]) -> None:
        rows = exhibit_of(blocks, "role")["table"]["rows"]
        rows[2][1:] = ["1", "30", "3%*", "1–17%"]

    audit = audit_reports(made(tell), sources, processes=1)
    assert any("role, north, 'welder'" in one for one in found(audit, "narrowed"))


def test_a_quote_that_nobody_cleared_is_noticed(made, sources):
    def quote(stem: str, blocks: list[dict[str, Any]]) -> None:
        front = blocks[0]["plan"]
        blocks[-1].clear()
        blocks[-1].update(
            {
                "kind": "quote",
                "plan": front,
                "language": "en",
                "text": "Nobody cleared this.",
                "attribution": "Carer, North",
            }
        )

    faults = found(audit_reports(made(quote), sources, processes=1), "file")
    assert any("was not cleared" in fault for fault in faults)
    assert any("such as a role" in fault for fault in faults)
    assert any("few answers carry its theme" in fault for fault in faults)


def test_files_that_no_report_accounts_for_or_that_were_changed_are_noticed(copied, sources):
    (copied / "raw.csv").write_text("poor;3", encoding="utf-8")
    page = copied / f"{NORTH}.html"
    page.write_bytes(page.read_bytes() + b"<!-- 3 -->")
    (copied / f"{pulse.NAME}/all/descriptive.en.pdf").unlink()
    faults = found(audit_reports(copied, sources, processes=1), "file")
    assert "raw.csv: no report accounts for this file" in faults
    assert any("not the one that the manifest names" in fault for fault in faults)
    assert any("is not there" in fault for fault in faults)


def test_numbers_in_the_index_and_in_the_manifest_are_noticed(copied, sources):
    index = copied / "index.html"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("</main>", "<p>Poor: 3</p></main>"), encoding="utf-8")
    manifest = read_manifest(copied)
    manifest[NORTH]["front"]["facts"].append(["Poor", "3"])
    (copied / "manifest.json").write_text(json.dumps({"reports": manifest}), encoding="utf-8")
    audit = audit_reports(copied, sources, processes=1)
    assert any("number 3" in one for one in found(audit, "unaccounted"))
    assert any("number 3" in one for one in found(audit, "file"))


def test_a_report_without_a_page_cannot_be_judged(copied, sources):
    manifest = read_manifest(copied)
    del manifest[NORTH]["files"]["html"]
    (copied / f"{NORTH}.html").unlink()
    (copied / "manifest.json").write_text(json.dumps({"reports": manifest}), encoding="utf-8")
    faults = found(audit_reports(copied, sources, processes=1), "file")
    assert any("without a page" in fault for fault in faults)
    assert any("no page (HTML) to hold" in fault for fault in faults)
