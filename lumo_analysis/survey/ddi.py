"""A questionnaire as DDI-Codebook 2.5 XML, the format in which data archives describe surveys.

Elements and their order follow the DDI Alliance's documentation of version 2.5. No answers are
in it: it is made from the questionnaire alone.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.written_columns import WrittenColumns, codes_of, label_of, written_columns

NAMESPACE = "ddi:codebook:2_5"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def ddi_codebook(questionnaire: Questionnaire) -> bytes:
    """The questionnaire as one DDI-Codebook document in UTF-8.

    Texts stand in every language of the questionnaire. A closed item is one variable with the
    codes that the written responses have; an option of multiple choice is a variable of
    0 and 1, and a `varGrp` holds those of one question. Answers off the scale are marked
    `missing="Y"`.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> xml = ddi_codebook(load_survey("workers-2021").questionnaire)
    >>> xml.count(b"<var "), xml.count(b"<qstn>") > 10
    (53, True)
    """
    present = [column for item in questionnaire.items for column in questionnaire.columns_of(item)]
    written = written_columns(questionnaire, present)
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5"})
    root.set(_LANG, questionnaire.languages[0])
    _study(ET.SubElement(root, "stdyDscr"), questionnaire)
    data = ET.SubElement(root, "dataDscr")
    groups = [item for item in questionnaire.items if item.kind == "multiple"]
    for item in groups:
        names = [written.names[column] for column in questionnaire.columns_of(item)]
        group = ET.SubElement(
            data,
            "varGrp",
            {"ID": f"G_{item.id}", "type": "multipleResp", "var": " ".join(map(_id, names))},
        )
        _texts(group, "labl", item.label)
    for item in questionnaire.items:
        for column in questionnaire.columns_of(item):
            _variable(data, item, column, questionnaire, written)
    ET.indent(root)
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def write_ddi(questionnaire: Questionnaire, path: Path) -> None:
    """Write `ddi_codebook` to a file."""
    path.write_bytes(ddi_codebook(questionnaire))


def _study(study: ET.Element, questionnaire: Questionnaire) -> None:
    citation = ET.SubElement(study, "citation")
    title = ET.SubElement(citation, "titlStmt")
    first, *others = questionnaire.title.items()
    ET.SubElement(title, "titl", {_LANG: first[0]}).text = first[1]
    for language, text in others:
        ET.SubElement(title, "parTitl", {_LANG: language}).text = text
    ET.SubElement(title, "IDNo").text = questionnaire.survey
    _texts(ET.SubElement(citation, "rspStmt"), "AuthEnty", questionnaire.author)
    info = ET.SubElement(study, "stdyInfo")
    _texts(info, "abstract", questionnaire.description)
    summary = ET.SubElement(info, "sumDscr")
    collected = questionnaire.collected
    for event, month in (("start", collected.start), ("end", collected.end)):
        ET.SubElement(summary, "collDate", {"date": month, "event": event}).text = month
    _texts(summary, "universe", questionnaire.population)
    method = ET.SubElement(ET.SubElement(study, "method"), "dataColl")
    _texts(ET.SubElement(method, "sources"), "dataSrc", questionnaire.source)


def _variable(
    data: ET.Element,
    item: Item,
    column: str,
    questionnaire: Questionnaire,
    written: WrittenColumns,
) -> None:
    name = written.names[column]
    answers = questionnaire.scale_of(item).answers if item.closed else ()
    option = next((a for a in answers if item.option_column(a.id) == column), None)
    kind = {"ordinal": "ordinal", "number": "ratio"}.get(item.kind, "nominal")
    about = {"ID": _id(name), "name": name, "nature": kind, "intrvl": "discrete"}
    if item.kind == "number":
        about["intrvl"] = "contin"
    variable = ET.SubElement(data, "var", about)
    _texts(variable, "labl", option.label if option else item.label)
    question = ET.SubElement(variable, "qstn")
    _texts(question, "qstnLit", item.wording)
    if option is None:
        codes = codes_of(answers, questionnaire.languages[0])
        for code, answer in zip(codes, answers, strict=True):
            category = ET.SubElement(
                variable, "catgry", {"missing": "Y"} if answer.off_scale else {}
            )
            ET.SubElement(category, "catValu").text = str(code)
            for language in questionnaire.languages:
                label = ET.SubElement(category, "labl", {_LANG: language})
                label.text = label_of(answer, language)
    else:
        for chosen in ("0", "1"):
            category = ET.SubElement(variable, "catgry")
            ET.SubElement(category, "catValu").text = chosen
    numeric = item.closed or item.kind == "number"
    ET.SubElement(variable, "varFormat", {"type": "numeric" if numeric else "character"})


def _texts(parent: ET.Element, name: str, texts: dict[str, str]) -> None:
    for language, text in texts.items():
        ET.SubElement(parent, name, {_LANG: language}).text = text


def _id(name: str) -> str:
    return f"V_{name}"
