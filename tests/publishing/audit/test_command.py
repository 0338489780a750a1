from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lumo_analysis.cli import app
from lumo_analysis.errors import ParameterError
from lumo_analysis.publishing.audit.command import audit_folder
from lumo_analysis.publishing.audit.folder import Folder
from lumo_analysis.publishing.audit.outcome import Audit, Finding
from lumo_analysis.publishing.audit.run import audit_reports
from lumo_analysis.publishing.audit.source import Source
from lumo_analysis.publishing.index import write_index
from lumo_analysis.publishing.manifest import read_manifest, write_manifest
from tests.publishing.audit import pulse


def run(*arguments: str):
    return CliRunner().invoke(app, ["audit", *arguments])


def test_a_clean_folder_ends_with_0(clean_reports, folder):
    result = run(str(clean_reports), "--data", str(folder.parent), "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert "Nothing was found" in result.output


def test_a_finding_ends_with_1_and_is_private(copied, folder):
    (copied / "raw.csv").write_text("3", encoding="utf-8")
    result = run(str(copied), "--data", str(folder.parent), "--json", "--jobs", "1")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert not told["clean"]
    assert told["findings"] == [
        {"kind": "file", "where": "folder", "what": "raw.csv: no report accounts for this file"}
    ]
    text = run(str(copied), "--data", str(folder.parent), "--jobs", "1").output
    assert "PRIVATE" in text


def test_other_responses_than_those_of_the_reports_are_refused(clean_reports, tmp_path):
    row = {
        "Region": "North",
        "Role": "Carer",
        "Coping": "Good",
        "Help team": "Well",
        "Help lead": "Well",
        "Ways": "Talk",
        "Strain": "",
    }
    other = pulse.write_survey(tmp_path / pulse.NAME, [row])
    with pytest.raises(ParameterError, match="another file of responses"):
        audit_folder(clean_reports, data=other.parent)


def test_the_responses_may_be_named(clean_reports, folder, tmp_path):
    for name in ("synthetic.csv", "synthetic-coding.csv"):
        (tmp_path / name.replace("synthetic", "export")).write_bytes((folder / name).read_bytes())
    audit = audit_folder(
        clean_reports,
        folder.parent,
        tmp_path / "export.csv",
        tmp_path / "export-coding.csv",
        processes=1,
    )
    assert audit.clean, audit.text


def test_responses_for_several_surveys_or_a_folder_without_reports_are_refused(
    copied, folder, tmp_path
):
    with pytest.raises(ParameterError, match="there are no reports"):
        audit_folder(tmp_path)
    manifest = read_manifest(copied)
    entry = next(iter(manifest.values()))
    write_manifest(copied, {**manifest, "other/all/descriptive.en": {**entry, "survey": "other"}})
    with pytest.raises(ParameterError, match="of 2 surveys"):
        audit_folder(copied, responses=folder / "synthetic.csv")
    with pytest.raises(ParameterError, match="no former edition"):
        audit_reports(
            copied,
            {n: Source(str(folder)) for n in (pulse.NAME, "other")},
            former=[tmp_path],
            processes=1,
        )


def test_processes_find_the_same_as_one(copied, sources):
    (copied / f"{pulse.NAME}/north/descriptive.en.pdf").write_bytes(b"%PDF-1.7 broken")
    alone = audit_reports(copied, sources, processes=1)
    assert any("no whole PDF" in finding.what for finding in alone.findings)
    assert audit_reports(copied, sources, processes=2) == alone


def test_a_failed_report_is_no_file_to_judge(copied, sources):
    manifest = read_manifest(copied)
    stem = f"{pulse.NAME}/all/descriptive.en"
    failed = {**manifest[stem], "status": "failed", "files": {}, "failure": "cell 3 stopped"}
    write_manifest(copied, {**manifest, stem: failed})
    write_index(copied, read_manifest(copied))
    audit = audit_reports(copied, sources, processes=1)
    assert audit.reports == 2
    assert {finding.what for finding in audit.findings} == {
        f"{stem}.{kind}: no report accounts for this file" for kind in ("html", "pdf", "xlsx")
    }


def test_many_findings_of_a_kind_are_counted_and_cut():
    many = tuple(Finding("file", "x", f"fault {number:03d}") for number in range(50))
    text = Audit(many).text
    assert "can't be judged: 50" in text
    assert "... and 10 more" in text


def test_a_folder_lists_the_reports_of_its_manifest(clean_reports: Path):
    reports = list(Folder.of(clean_reports).reports())
    assert [report.region for report in reports] == ["all", "north", "north"]
    assert all(set(report.files) == {"html", "pdf", "xlsx"} for report in reports)
