"""Reports in a real browser: what it prints, and that it asks the network for nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup

from tests.browsing import CHROMIUM, require_browser

pytestmark = pytest.mark.heavy
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture
def reports(full_set: Path) -> Path:
    require_browser()
    return full_set


def _printed(page: Path, tmp_path: Path) -> pypdf.PdfReader:
    assert CHROMIUM is not None
    target = tmp_path / "printed.pdf"
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    subprocess.run(
        [CHROMIUM, *FLAGS, profile, f"--print-to-pdf={target}", "--no-pdf-header-footer", page],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return pypdf.PdfReader(target)


@pytest.mark.parametrize("kind", ["descriptive", "regions", "themes"])
def test_every_printed_page_carries_the_mark_and_every_table_is_printed(kind, reports, tmp_path):
    page = reports / "workers-2021" / "all" / f"{kind}.fi.html"
    printed = _printed(page, tmp_path)
    texts = [sheet.extract_text() for sheet in printed.pages]
    assert len(texts) > 3
    assert all("Synteettinen esittelyaineisto" in text for text in texts)
    whole = "".join("".join(texts).split())
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    cells = [cell.get_text() for cell in soup.select("td.number")]
    assert len(cells) > 100
    missing = [cell for cell in cells if "".join(cell.split()) not in whole]
    assert missing == []


def test_the_front_page_is_drawn(reports, tmp_path):
    sheets = _printed(reports / "index.html", tmp_path).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    for survey in ("työntekijöiden", "yhteistyökumppaneiden"):
        assert f"Lastensuojelun {survey} alkukartoitus 2021" in text
