from __future__ import annotations

import base64
import hashlib
import itertools
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from babel.messages.extract import extract_from_dir
from bs4 import BeautifulSoup, Tag

import lumo_analysis.publishing
from lumo_analysis.presentation.exhibits import Front
from lumo_analysis.presentation.wording import SOURCE_LANGUAGE, catalogue, languages
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.jobs import REPORTS
from lumo_analysis.publishing.manifest import Manifest

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=a> {{ 7*7 }} \"'& 漢字 שלום"
REASON = "themes.ipynb, cell 9: KeyError"
REGIONS = {"all": "All regions", "south": "South", "east": "East"}
SYNTHETIC = ("Synthetic demonstration data", "synthetic")
INTERNAL = ("For internal use", "internal")
ROOM = Path(lumo_analysis.publishing.__file__).parent
MESSAGES = [
    message
    for _, _, message, *_ in extract_from_dir(ROOM, [("**.py", "python")], keywords={"say": None})
]


def entry(
    survey: str = "workers",
    region: str = "all",
    notebook: str = "descriptive",
    language: str = "en",
    *,
    mark: tuple[str, Any] = SYNTHETIC,
    failure: str = "",
    title: str | None = None,
    label: str | None = None,
) -> dict[str, Any]:
    name = label or {"all": "Kaikki alueet"}.get(region, region) if language == "fi" else label
    name = name or REGIONS.get(region, region)
    front = Front(
        f"{survey}: {notebook}",
        name,
        language,
        title or f"The survey of {survey}",
        name,
        notebook,
        "The project",
        "2021-02",
        (("Respondents", "134"), ("Region", name)),
        *mark,
    )
    stem = f"{survey}/{region}/{notebook}.{language}"
    return {
        "survey": survey,
        "region": region,
        "place": list(REGIONS).index(region) if region in REGIONS else 0,
        "notebook": notebook,
        "language": language,
        "status": "failed" if failure else "complete",
        "failure": failure,
        "front": {} if failure else front.to_json(),
        "files": {}
        if failure
        else {
            "html": {"path": f"{stem}.html", "bytes": 412_345, "sha256": "0"},
            "pdf": {"path": f"{stem}.pdf", "bytes": 298_000, "sha256": "1"},
            "xlsx": {"path": f"{stem}.xlsx", "bytes": 61_000, "sha256": "2"},
        },
        "about": {} if failure else {"survey": ["It asked."], "hidden": ["Few people.", "More."]},
    }


def manifest(*entries: dict[str, Any]) -> Manifest:
    return {f"{e['survey']}/{e['region']}/{e['notebook']}.{e['language']}": e for e in entries}


def whole_manifest() -> Manifest:
    """Two surveys, three regions, three reports and two languages; one report failed."""
    broken = ("partners", "south", "themes")
    return manifest(
        *(
            entry(s, r, n, lang, failure=REASON if (s, r, n) == broken else "")
            for s in ("workers", "partners")
            for r in REGIONS
            for n in REPORTS
            for lang in ("fi", "en")
        )
    )


def soups(folder: Path, content: Manifest) -> dict[str, BeautifulSoup]:
    write_index(folder, content)
    return {
        path.name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(folder.glob("*.html"))
    }


def soup(folder: Path, *entries: dict[str, Any]) -> BeautifulSoup:
    (page,) = soups(folder, manifest(*entries)).values()
    return page


def found(page: BeautifulSoup | Tag, selector: str) -> Tag:
    element = page.select_one(selector)
    assert element is not None, selector
    return element


def cells(page: BeautifulSoup) -> list[list[str]]:
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("th, .links")]
        for row in page.select("tbody tr")
    ]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    return soups(tmp_path_factory.mktemp("reports"), whole_manifest())


def test_each_language_has_a_page_and_finnish_opens_first(pages):
    actual = {name: found(page, "html")["lang"] for name, page in pages.items()}
    assert actual == {"index.html": "fi", "index.en.html": "en"}
    headings = {name: found(page, "h1").get_text() for name, page in pages.items()}
    assert headings == {"index.html": "Kyselyraportit", "index.en.html": "Survey reports"}


def test_every_file_of_the_manifest_is_linked_exactly_once_and_relatively(pages):
    expected = [
        file["path"] for entry in whole_manifest().values() for file in entry["files"].values()
    ]
    links = [str(a["href"]) for page in pages.values() for a in page.select("td a")]
    files = [unquote(link) for link in links if not link.startswith("#")]
    assert sorted(files) == sorted(expected)
    for link in links:
        address = urlsplit(link)
        assert (address.scheme, address.netloc) == ("", "")
        assert not address.path.startswith("/")


def test_a_path_with_spaces_and_signs_is_quoted(tmp_path):
    made = entry()
    made["files"] = {"html": {"path": "a b/100%#?ä.html", "bytes": 1, "sha256": "0"}}
    link = found(soup(tmp_path, made), "td a")
    assert link["href"] == "a%20b/100%25%23%3F%C3%A4.html"


def test_a_page_links_only_reports_in_its_own_language(pages):
    for page in pages.values():
        language = found(page, "html")["lang"]
        files = [str(a["href"]) for a in page.select("td a") if "/" in str(a["href"])]
        assert {file.split(".")[-2] for file in files} == {language}


def test_a_link_is_understood_out_of_its_place(tmp_path):
    page = soup(tmp_path, entry(region="south"))
    actual = [" ".join(a.get_text().split()) for a in page.select("td a")]
    assert actual == [
        "Results in figures, South, HTML, 412 kB, The survey of workers",
        "Results in figures, South, PDF, 298 kB, The survey of workers",
        "Results in figures, South, XLSX, 61 kB, The survey of workers",
    ]


def test_no_two_links_have_the_same_words(pages):
    for page in pages.values():
        words = [" ".join(a.get_text().split()) for a in page.select("a")]
        assert len(words) == len(set(words))


def test_a_failed_report_is_shown_with_its_reason_and_without_a_file(pages):
    page = pages["index.en.html"]
    (row,) = [r for r in page.select("tbody tr") if r.select(".failed")]
    cell = row.select("td")[-1]
    assert found(cell, ".failed").get_text() == "Could not be made"
    (link,) = cell.select("a")
    reason = page.find(id=str(link["href"]).removeprefix("#"))
    assert isinstance(reason, Tag)
    assert reason.get_text() == "Themes of the open answers, South"
    detail = reason.find_next("dd")
    assert isinstance(detail, Tag)
    assert (detail.get_text(), detail["lang"]) == (REASON, "en")
    assert "partners/south/themes" not in str(page)


def test_a_survey_of_which_every_report_failed_still_stands_there(tmp_path):
    page = soup(tmp_path, entry(failure=REASON), entry(region="south", failure=REASON))
    assert found(page, "main h2").get_text() == "workers"
    assert [row[0] for row in cells(page)] == ["All regions", "south"]
    assert len(page.select(".failures dd")) == 2
    assert not page.select("td a[href$=html], .mark")


def test_a_report_never_asked_for_is_told_from_a_failed_one(tmp_path):
    page = soup(tmp_path, entry(), entry(region="south", notebook="themes"))
    assert cells(page)[0][2] == "–Not available"
    assert not page.select(".failed, .failures")


def test_all_regions_come_first_and_the_others_in_the_questionnaire_s_order(tmp_path):
    page = soup(tmp_path, *(entry(region=region) for region in ("east", "all", "south")))
    assert [row[0] for row in cells(page)] == ["All regions", "South", "East"]


def test_a_table_s_headers_have_scope_and_roles(pages):
    for page in pages.values():
        for table in page.select("table"):
            assert {cell["scope"] for cell in table.select("thead th")} == {"col"}
            assert {cell["scope"] for cell in table.select("tbody th")} == {"row"}
            names = [page.find(id=name) for name in str(table["aria-labelledby"]).split()]
            assert all(isinstance(name, Tag) for name in names)
            # Without roles a browser forgets the table once its rows are drawn as cards.
            roles = {str(cell.name): str(cell["role"]) for cell in table.select("table, tr, td")}
            assert roles == {"tr": "row", "td": "cell"}
            width = len(table.select("thead th"))
            assert {len(row.select("th, td")) for row in table.select("tbody tr")} == {width}


def test_headings_and_landmarks_are_in_order(pages):
    for page in pages.values():
        assert len(page.select("h1")) == len(page.select("main")) == len(page.select("header")) == 1
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3")]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
        titles = [heading.get_text() for heading in page.select("main h2")][:-1]
        assert titles == ["The survey of partners", "The survey of workers"]
        assert found(page, "body > a")["href"] == "#main"
        assert all(nav.get("aria-label") for nav in page.select("nav"))


def test_ids_are_unique_and_every_inner_link_meets_one(pages):
    for page in pages.values():
        ids = [str(element["id"]) for element in page.select("[id]")]
        assert len(ids) == len(set(ids))
        inner = {str(a["href"])[1:] for a in page.select("a[href^='#']")}
        assert inner <= set(ids)


def test_the_language_switch_names_each_language_in_itself(pages):
    nav = found(pages["index.html"], "nav.languages")
    assert found(nav, "[aria-current]").get_text() == "Suomi"
    link = found(nav, "a")
    actual = (link.get_text(), link["href"], link["lang"], link["hreflang"])
    assert actual == ("English", "index.en.html", "en", "en")
    back = found(pages["index.en.html"], "nav.languages a")
    assert (back["href"], back["hreflang"]) == ("index.html", "fi")


def test_one_language_alone_needs_no_switch(tmp_path):
    pages = soups(tmp_path, manifest(entry(language="en")))
    assert list(pages) == ["index.html"]
    assert not pages["index.html"].select("nav.languages")


def test_the_page_of_a_language_that_has_gone_is_removed_and_nothing_else(tmp_path):
    (tmp_path / "index-of-mine.html").write_text("mine")
    write_index(tmp_path, whole_manifest())
    write_index(tmp_path, manifest(entry()))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["index-of-mine.html", "index.html"]


def test_each_survey_shows_its_mark(tmp_path):
    page = soup(tmp_path, entry("a", mark=SYNTHETIC), entry("b", mark=INTERNAL))
    actual = [(mark.get_text(), mark["class"]) for mark in page.select("main > section > p.mark")]
    assert actual == [(text, ["mark", tone]) for text, tone in (SYNTHETIC, INTERNAL)]
    assert not page.select(".own-mark")


def test_reports_of_one_survey_with_different_marks_each_bear_their_own(tmp_path):
    page = soup(
        tmp_path,
        entry(mark=SYNTHETIC),
        entry(region="south", mark=INTERNAL),
        entry(region="east", mark=(None, None)),  # type: ignore[arg-type]
    )
    assert [mark.get_text() for mark in page.select(".mark")] == [INTERNAL[0], SYNTHETIC[0]]
    own = [[m.get_text() for m in row.select(".own-mark")] for row in page.select("tbody tr")]
    assert own == [[SYNTHETIC[0]], [INTERNAL[0]], []]


def test_the_facts_are_the_whole_survey_s_and_leave_out_the_obvious(tmp_path):
    page = soup(tmp_path, entry(region="south"), entry())
    facts = {dt.get_text(): found(dt.parent, "dd").get_text() for dt in page.select(".facts dt")}  # type: ignore[arg-type]
    assert facts == {"Respondents": "134"}


def test_the_facts_of_one_region_alone_name_it(tmp_path):
    page = soup(tmp_path, entry(region="south"))
    assert [dd.get_text() for dd in page.select(".facts dd")] == ["134", "South"]


def test_each_survey_says_what_it_was_and_what_is_hidden(tmp_path):
    page = soup(tmp_path, entry(failure="it broke"), entry(region="south"))
    assert found(page, ".description").get_text() == "It asked."
    hidden = found(page, ".hidden-numbers")
    assert found(hidden, "h3").get_text() == "What is hidden and why"
    assert [item.get_text() for item in hidden.select("li")] == ["Few people.", "More."]


def test_a_manifest_that_says_nothing_of_hiding_shows_no_heading_of_it(tmp_path):
    made = entry()
    del made["about"]
    page = soup(tmp_path, made)
    assert not page.select(".description, .hidden-numbers")


def test_hostile_text_arrives_as_text_everywhere(tmp_path):
    page = soup(
        tmp_path,
        entry(region="south", title=HOSTILE, label=HOSTILE, mark=(HOSTILE, "internal")),
        entry(region="east", failure=HOSTILE),
    )
    for selector in ("h2", "nav.contents a", ".mark", ".facts dd", "tbody th", ".failures dd"):
        assert HOSTILE in [element.get_text() for element in page.select(selector)], selector
    assert not page.select("script, img")


def test_the_page_has_no_script_and_asks_for_nothing_outside_itself(pages):
    for page in pages.values():
        assert not page.select("script, link, iframe, object, embed, base, form, img")
        for element in page.find_all(True):
            assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        style = str(found(page, "style").string)
        assert "url(" not in style
        assert "@import" not in style


def test_the_policy_allows_only_the_page_s_own_style_sheet(pages):
    for page in pages.values():
        digest = hashlib.sha256(str(found(page, "style").string).encode()).digest()
        policy = str(found(page, 'meta[http-equiv="Content-Security-Policy"]')["content"])
        assert "default-src 'none'" in policy
        allowed = re.findall("style-src ([^;]+)", policy)
        assert allowed == [f"'sha256-{base64.b64encode(digest).decode()}'"]


def test_the_same_manifest_gives_the_same_bytes_in_any_order(tmp_path):
    content = whole_manifest()
    write_index(tmp_path / "first", content)
    write_index(tmp_path / "second", dict(reversed(content.items())))
    for name in ("index.html", "index.en.html"):
        first, second = ((tmp_path / f / name).read_bytes() for f in ("first", "second"))
        assert first == second


def test_no_reports_give_no_page(tmp_path):
    write_index(tmp_path, {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", [code for code in languages() if code != SOURCE_LANGUAGE])
def test_every_message_of_publishing_is_translated(language):
    assert MESSAGES
    missing = [message for message in MESSAGES if not catalogue(language).get(message)]
    assert missing == []
