"""A report's spreadsheet taken apart, part by part of the file, so that nothing is skipped.

Hidden sheets, remarks, names and properties are texts like any other.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lumo_analysis.publishing.audit.page import Passage
from lumo_analysis.publishing.audit.xml_parts import all_of as _all
from lumo_analysis.publishing.audit.xml_parts import parse_xml
from lumo_analysis.publishing.audit.xml_parts import tag_of as _tag

_KNOWN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|metadata)\.xml|xl/theme/theme1\.xml"
    r"|xl/worksheets/sheet\d+\.xml|xl/tables/table\d+\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/_rels/sheet\d+\.xml\.rels"
)
# Parts of a sheet that hold no text and no number of the report's.
_LAYOUT = frozenset({"dimension", "sheetViews", "sheetFormatPr", "cols", "sheetPr", "pageMargins"})
_LAYOUT |= {"pageSetup", "printOptions", "ignoredErrors", "tableParts", "sheetData", "hyperlinks"}
_LAYOUT |= {"headerFooter"}
_FOOTER = "&R&P / &N"
_FORMAT = re.compile('[#,0.]*(?:"[\u00a0\u202f ]")?%?|General')
_PLACE = re.compile(r"([A-Z]+)(\d+)")
_TABLE_NAME = re.compile(r"exhibit_\d+|contents")
_PLAIN_PROPERTIES = {"DocSecurity": "0", "AppVersion": "12.0000"}
_LARGEST = 50_000_000


@dataclass(frozen=True)
class Cell:
    """A cell's text, or its number with the format that it is shown in."""

    text: str
    number: str = ""
    format: str = ""


@dataclass
class Sheet:
    """A sheet's cells by row and column, both from 1."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)


@dataclass
class Workbook:
    """All that a workbook says; `texts` stand in no cell."""

    sheets: list[Sheet] = field(default_factory=list)
    texts: list[Passage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_workbook(content: bytes) -> Workbook:
    """Take a workbook apart; parts that reports have not are among the faults."""
    workbook = Workbook()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                workbook.faults.append("the workbook is too large to be read")
                return workbook
            for name in archive.namelist():
                if not _KNOWN.fullmatch(name):
                    workbook.faults.append(f"the workbook has a part '{name}'")
            if archive.comment:
                workbook.faults.append("the workbook's archive has a remark")
            parts = {
                name: parse_xml(archive.read(name))
                for name in archive.namelist()
                if name.endswith((".xml", ".rels"))
            }
        _Reader(parts, workbook).read()
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        workbook.faults.append(f"the workbook can't be read ({type(error).__name__})")
    return workbook


class _Reader:
    def __init__(self, parts: Mapping[str, Element], workbook: Workbook) -> None:
        self._parts, self._workbook = parts, workbook
        self._strings = [
            "".join(text.text or "" for text in string.iter() if _tag(text) == "t")
            for string in parts.get("xl/sharedStrings.xml", Element("none"))
        ]
        self._formats = self._number_formats()

    def read(self) -> None:
        """Read every part."""
        names = {
            str(sheet.get("name")): number
            for number, sheet in enumerate(_all(self._parts["xl/workbook.xml"], "sheet"), start=1)
        }
        for sheet in _all(self._parts["xl/workbook.xml"], "sheet"):
            if sheet.get("state", "visible") != "visible":
                self._workbook.faults.append(f"the sheet '{sheet.get('name')}' is hidden")
        for defined in _all(self._parts["xl/workbook.xml"], "definedName"):
            self._defined(defined)
        for name, number in names.items():
            self._sheet(name, self._parts[f"xl/worksheets/sheet{number}.xml"])
        for name, part in self._parts.items():
            if name.startswith("docProps/"):
                self._properties(part)
            elif name.startswith("xl/tables/"):
                self._table(part)
            elif name.endswith(".rels"):
                self._references(part)

    def _number_formats(self) -> list[str]:
        styles = self._parts["xl/styles.xml"]
        known = {"0": "General", "1": "0", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
        for form in _all(styles, "numFmt"):
            code = str(form.get("formatCode"))
            known[str(form.get("numFmtId"))] = code
            if not _FORMAT.fullmatch(code):
                self._workbook.faults.append(f"a format of numbers with words in it: {code}")
        cells = next(_all(styles, "cellXfs"), Element("none"))
        return [known.get(str(form.get("numFmtId")), "?") for form in cells]

    def _defined(self, name: Element) -> None:
        """Only which rows are printed again has a name."""
        own = name.get("name", "")
        if own != "_xlnm.Print_Titles":
            self._workbook.faults.append(f"the workbook has a name '{own}'")

    def _sheet(self, name: str, part: Element) -> None:
        sheet = Sheet(name)
        self._workbook.sheets.append(sheet)
        for child in part:
            tag = _tag(child)
            if tag not in _LAYOUT:
                self._workbook.faults.append(f"the sheet '{name}' has a part '{tag}'")
            if tag == "headerFooter":
                texts = [text.text or "" for text in child.iter() if text.text]
                self._workbook.texts += [
                    Passage(f"the foot of '{name}'", text) for text in texts if text != _FOOTER
                ]
            if tag == "hyperlinks":
                for link in child:
                    values = [link.get("display", ""), link.get("tooltip", "")]
                    self._add(f"a link of '{name}'", *values)
        for row in _all(part, "row"):
            if row.get("hidden") in ("1", "true"):
                self._workbook.faults.append(f"the sheet '{name}' has a hidden row")
            for cell in row:
                self._cell(sheet, cell)
        if any(column.get("hidden") in ("1", "true") for column in _all(part, "col")):
            self._workbook.faults.append(f"the sheet '{name}' has a hidden column")

    def _cell(self, sheet: Sheet, cell: Element) -> None:
        found = _PLACE.fullmatch(cell.get("r", ""))
        if found is None:
            raise ValueError("a cell without a place")
        kind = cell.get("t", "n")
        value = "".join(part.text or "" for part in cell if _tag(part) == "v")
        if any(_tag(part) == "f" for part in cell):
            self._workbook.faults.append(f"the sheet '{sheet.name}' has a formula")
        inline = "".join(part.text or "" for part in cell.iter() if _tag(part) == "t")
        if kind == "s":
            content = Cell(self._strings[int(value)])
        elif kind == "n" and value:
            content = Cell("", value, self._formats[int(cell.get("s", 0))])
        else:
            content = Cell(inline or value)
        if content.text or content.number:
            sheet.rows.setdefault(int(found[2]), {})[_column(found[1])] = content

    def _properties(self, part: Element) -> None:
        for element in part.iter():
            text = element.text or ""
            if text == _PLAIN_PROPERTIES.get(_tag(element)):
                text = ""
            self._add(f"the property '{_tag(element)}'", text, element.tail or "")
            known = ("type", "baseType", "size")
            others = [v for k, v in element.attrib.items() if k.rpartition("}")[2] not in known]
            self._add(f"the property '{_tag(element)}'", *others)

    def _table(self, part: Element) -> None:
        names = ("name", "displayName", "altText", "altTextSummary", "totalsRowLabel")
        for element in part.iter():
            values = [element.get(name, "") for name in names]
            own = _tag(element) == "table" and _TABLE_NAME.fullmatch(values[0])
            if own or _tag(element) == "tableStyleInfo":
                values[:2] = []
            self._add("a table's name", *values)
            self._add("a table", element.text or "")

    def _references(self, part: Element) -> None:
        for reference in part:
            if reference.get("TargetMode") == "External":
                self._workbook.faults.append("the workbook refers to something outside it")

    def _add(self, place: str, *texts: str) -> None:
        self._workbook.texts += [Passage(place, text) for text in texts if text.strip()]


def _column(letters: str) -> int:
    """The number of a column from its letters.

    >>> _column("A"), _column("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
