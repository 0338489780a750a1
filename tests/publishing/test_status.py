from __future__ import annotations

import json

from lumo_analysis.publishing import planning, status
from lumo_analysis.publishing.freshness import Standing
from lumo_analysis.publishing.request import Request
from lumo_analysis.publishing.workshop import workshop_folder

FOUND = {
    "s/all/themes.fi": Standing("fresh"),
    "s/all/themes.en": Standing("stale", ("the quotes changed", "pandas 1 is now 2")),
    "s/a/themes.fi": Standing("missing", ("it was never made",)),
    "s/a/regions.fi": Standing("failed", ("regions.ipynb, cell 3: KeyError",)),
}


def test_states_are_told_with_their_reasons(tmp_path):
    text = status.status_text(FOUND, tmp_path)
    assert f"1 of 4 reports in {tmp_path} is up to date." in text
    assert "1 stale: the quotes changed; pandas 1 is now 2\n  s/all/themes.en" in text
    assert "1 missing: it was never made" in text
    assert "1 failed: regions.ipynb, cell 3: KeyError" in text


def test_many_reports_with_one_reason_are_counted(tmp_path):
    found = {f"s/{n}/themes.fi": Standing("missing", ("it was never made",)) for n in range(9)}
    text = status.status_text(found, tmp_path)
    assert "9 missing: it was never made" in text
    assert text.endswith("  ... and 4 more")


def test_a_program_gets_each_report(tmp_path):
    content = json.loads(status.status_json(FOUND, tmp_path))
    assert content["reports"]["s/a/themes.fi"] == {
        "state": "missing",
        "reasons": ["it was never made"],
    }
    assert content["stopped"] is False


def test_a_run_that_was_stopped_while_it_placed_files_is_told(tmp_path):
    output = tmp_path / "reports"
    folder = workshop_folder(output)
    folder.mkdir()
    (folder / "journal.json").write_text("[]", encoding="utf-8")
    assert "lumo report completes it" in status.status_text(FOUND, output)


def test_reports_of_small_regions_are_not_missed(tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "_small_regions", lambda *_: ["etela-savo"])
    found = status.standings(Request(("workers-2021",), tmp_path, languages=("fi",)))
    assert len(found) == 12
    assert {one.state for one in found.values()} == {"missing"}
    assert not any("/etela-savo/" in stem for stem in found)
