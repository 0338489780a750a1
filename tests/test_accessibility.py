"""The full set of reports, for every reader: axe in a real browser, and what axe can't see."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.browsing import in_browser

pytestmark = pytest.mark.whole_set
WIDTHS = [320, 390, 480, 600, 700, 768, 900, 1024, 1200, 1280, 1300, 1366, 1440, 1920]


@pytest.fixture(scope="module")
def pages(full_set: Path) -> list[Path]:
    found = sorted(full_set.rglob("*.html"))
    assert len(found) >= 62
    return found


@pytest.fixture(scope="module")
def soups(pages: list[Path]) -> dict[Path, BeautifulSoup]:
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in pages}


@pytest.fixture(scope="module")
def reports(soups: dict[Path, BeautifulSoup]) -> dict[Path, BeautifulSoup]:
    return {path: soup for path, soup in soups.items() if not path.name.startswith("index")}


def _text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text().split())


def test_axe_finds_no_violation_and_leaves_nothing_undecided(pages):
    looks = in_browser("axe", pages, widths=[1200, 320], schemes=["light", "dark"])
    assert len(looks) == len(pages) * 4
    for kind in ("violations", "incomplete", "noticed"):
        assert [(look["path"], look["width"], look[kind]) for look in looks if look[kind]] == []
    passes = [look["passes"] for look in looks]
    print(f"axe: {len(looks)} looks at {len(pages)} pages, {sum(passes)} rules passed")
    # In the first scheme every rule was looked at, in the second those on colours.
    assert min(passes[: len(pages) * 2]) > 25
    assert min(passes) >= 1


def test_no_page_is_cut_or_moved_sideways_at_any_width(pages):
    looks = in_browser("layout", pages, widths=WIDTHS)
    assert [fault for look in looks for fault in look["found"]] == []
    for look in looks:
        # Printed from a dark window, a page is dark on white.
        assert look["printed"] == {
            "paper": "rgb(255, 255, 255)",
            "ink": "rgb(0, 0, 0)",
            "skip": "none",
        }


def test_every_page_can_be_walked_with_the_keyboard_alone(full_set):
    pages = [full_set / "index.html", full_set / "index.en.html"]
    pages += sorted((full_set / "workers-2021" / "all").glob("*.fi.html"))
    pages += [full_set / "partners-2021" / "etela-savo" / "regions.en.html"]
    visits = in_browser("keyboard", pages, widths=[1200, 320])
    assert len(visits) == len(pages) * 2
    for visit in visits:
        where = (visit["path"], visit["width"])
        # The first stop leads past the contents, and shows that it does.
        assert visit["first"]["text"] in ("Siirry sisältöön", "Skip to content"), where
        assert visit["first"]["inView"], where
        assert visit["skipped"] == "main", where
        numbers = [step["number"] for step in visit["steps"]]
        assert numbers == list(range(visit["total"])), where
        unseen = [s for s in visit["steps"] if not s["ring"] or not s["inView"] or s["covered"]]
        assert unseen == [], where
        assert visit["closed"] == 0, where
        assert visit["noticed"] == [], where
    switched = [visit["switched"] for visit in visits[:4]]
    english = {"lang": "en", "current": "English"}
    assert switched == [english] * 2 + [{"lang": "fi", "current": "Suomi"}] * 2


def test_every_page_says_its_language_and_that_of_other_languages_parts(soups):
    for path, soup in soups.items():
        language = str(soup.html["lang"])
        expected = re.search(r"\.(en|fi)\.html$", path.name)
        assert language == (expected[1] if expected else "fi"), path
        assert all(quote["lang"] for quote in soup.select("blockquote")), path
        for link in soup.select("nav.languages a"):
            assert link["lang"] == link["hreflang"] != language


def test_every_title_is_its_page_s_own(soups):
    titles = [_text(soup.title) for soup in soups.values()]
    assert sorted(titles) == sorted(set(titles))
    for soup in soups.values():
        assert _text(soup.title).startswith(_text(soup.h1).split(" – ")[0])


def test_headings_skip_no_level_and_one_stands_above_all(soups):
    for path, soup in soups.items():
        levels = [int(heading.name[1]) for heading in soup.select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path
        assert all(_text(heading) for heading in soup.select("h1, h2, h3")), path


def test_every_picture_says_in_numbers_what_it_shows(reports):
    pictures = 0
    for path, soup in reports.items():
        alts = []
        for figure in soup.select("figure:has(img)"):
            pictures += 1
            alt = str(figure.img["alt"])
            alts.append(alt)
            caption = _text(figure.figcaption)
            assert len(alt) > 40, (path, alt)
            assert alt not in caption, (path, alt)
            assert re.search(r"\d", alt), (path, alt)
            assert re.match(r"(Kuvio|Figure) \d+\. \w", caption), (path, caption)
        assert len(alts) == len(set(alts)), path
        assert len(alts) == len(soup.select("img")), path
    assert pictures > 300


def test_every_table_is_captioned_and_every_cell_knows_its_headers(reports):
    tables = 0
    for path, soup in reports.items():
        captions = []
        for table in soup.select("main table"):
            tables += 1
            captions.append(_text(table.caption))
            heads = [cell.get_text() for cell in table.select("thead tr > *")]
            assert all(cell["scope"] == "col" for cell in table.select("thead th")), path
            for row in table.select("tbody tr"):
                first, *others = row.find_all(["th", "td"])
                assert (first.name, first["scope"]) == ("th", "row"), path
                # Where there is little room, this is what stands before each number.
                assert [cell["data-column"] for cell in others] == heads[1:], path
        assert len(captions) == len(set(captions)), path
    assert tables > 900


def test_each_landmark_has_its_name_and_there_is_one_of_the_main(soups):
    for path, soup in soups.items():
        assert len(soup.select("main")) == 1, path
        assert len(soup.select("body > header")) == 1, path
        assert [nav for nav in soup.select("nav") if not _name(soup, nav)] == [], path
        regions = [_name(soup, region) for region in soup.select("[role=region]")]
        assert len(regions) == len(set(regions)), path
        assert all(regions), path


def _name(soup: BeautifulSoup, element: Tag) -> str:
    ids = str(element.get("aria-labelledby", "")).split()
    return str(element.get("aria-label") or " ".join(_text(soup.find(id=i)) for i in ids))


def test_every_link_of_every_page_leads_somewhere(soups):
    for path, soup in soups.items():
        for link in soup.select("a"):
            file, _, anchor = str(link["href"]).partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path, link["href"])
            if anchor:
                assert soup.find(id=anchor) is not None, (path, link["href"])
