"""Labels that a chart draws otherwise than they are written are still found in it."""

from __future__ import annotations

import pytest

from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.presentation.likert import likert_figure
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.chart_layout import Layout
from lumo_analysis.publishing.audit.svg_reader import read_drawing
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import load_survey

ODD = {
    "right to left": "שלום עולם, مرحبا بالعالم",
    "signs that the font lacks": "漢字かな한국어",
    "emoji": "👍🏽 👨‍👩‍👧 🇫🇮",
    "combining marks": "Z\u0351\u036ba\u0310\u0304l\u0352go a\u0308iti",
    "no width": "a\u200bb\u200dc\u2060d",
}


def _chart(text: str) -> tuple[bytes, list[str]]:
    """A chart of a battery whose labels end in a text, and the labels of its table."""
    survey = load_survey("workers-2021")
    content = survey.questionnaire.model_dump(mode="json", exclude_none=True)
    for item in content["items"]:
        if item["id"].startswith("access_"):
            item["label"]["en"] += f" {text}"
    asked = Questionnaire.model_validate(content)
    items = asked.select("access_*")
    counts = count_answers(survey.responses, items, questionnaire=asked)
    figure = likert_figure(counts, asked, items, Wording("en"), id="access", title="Access")
    assert figure.picture is not None
    return figure.picture.svg.encode(), [row[0] for row in figure.table.rows]


@pytest.mark.parametrize("text", ODD.values(), ids=list(ODD))
def test_every_row_of_a_chart_is_found_by_its_label(text):
    svg, labels = _chart(text)
    layout = Layout(read_drawing(svg), labels)
    assert [row.number for row in layout.rows] == list(range(len(labels)))
    assert layout.unmatched == []


def test_a_label_that_is_not_drawn_is_not_found():
    svg, labels = _chart(ODD["emoji"])
    other = [f"{label} 漢" for label in labels]
    assert Layout(read_drawing(svg), other).rows == []
