from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import PROJECT


def lumo(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "lumo_analysis.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=PROJECT,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def test_check_prints_every_published_figure_and_ends_well():
    run = lumo("check", "workers-2021")
    assert run.returncode == 0, run.stderr
    assert "All 52 published figures" in run.stdout
    assert "South Savo" in run.stdout


def test_check_ends_with_one_when_a_published_figure_differs(tmp_path):
    folder = tmp_path / "workers-2021"
    folder.mkdir()
    for source in (PROJECT / "data" / "workers-2021").iterdir():
        content = source.read_bytes()
        if source.name == "published.csv":
            assert b"coping,good,53," in content
            content = content.replace(b"coping,good,53,", b"coping,good,54,")
        (folder / source.name).write_bytes(content)
    run = lumo("check", str(folder))
    assert run.returncode == 1
    assert "54%" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "worker-2021"), "did you mean 'workers-2021'?"),
        (("report", "worker-2021"), "did you mean 'workers-2021'?"),
        (("report", "--region", "etela-svo"), "did you mean 'etela-savo'?"),
        (("report", "--regon", "all"), "--region"),
        (("report", "--format", "pfd"), "did you mean 'pdf'?"),
        (("report", "workers-2021", "--responses", "no.csv"), "there is no such file"),
        (("report", "--responses", "no.csv"), "name the one survey"),
        (("synthesize", "no-such"), "no survey 'no-such'"),
    ],
)
def test_a_mistake_is_told_in_words_and_nothing_is_written(arguments, told, tmp_path):
    output = ("--output", str(tmp_path / "out")) if arguments[0] == "report" else ()
    run = lumo(*arguments, *output)
    assert run.returncode == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["report", "check", "synthesize"])
def test_each_command_helps_with_an_example(command):
    run = lumo(command, "--help")
    assert run.returncode == 0
    assert f"Example: lumo {command}" in " ".join(run.stdout.split())


def test_one_report_is_made_with_its_index_and_manifest_and_not_again(tmp_path):
    asked = (
        *("report", "workers-2021", "--region", "etela-savo", "--language", "fi"),
        *("--notebook", "descriptive", "--output", str(tmp_path)),
    )
    run = lumo(*asked)
    assert run.returncode == 0, run.stderr
    made = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))
    assert made == [
        "index.html",
        "manifest.json",
        "workers-2021/etela-savo/descriptive.fi.html",
        "workers-2021/etela-savo/descriptive.fi.pdf",
        "workers-2021/etela-savo/descriptive.fi.xlsx",
    ]
    page = (tmp_path / made[2]).read_text(encoding="utf-8")
    assert "Etelä-Savo" in page
    assert "Synteettinen esittelyaineisto" in page
    assert str(PROJECT) not in page
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again = lumo(*asked)
    assert again.returncode == 0
    assert "1 report is up to date." in again.stderr
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == written
    found = lumo("status", "workers-2021", "--output", str(tmp_path))
    assert found.returncode == 1
    assert "1 of 30 reports" in found.stdout
    assert "29 missing: it was never made" in found.stdout
