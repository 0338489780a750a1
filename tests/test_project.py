"""The project's own promises: pins, layout, rooms and what must not be in it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from tests.conftest import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins(lines) -> dict[str, str]:
    pins = {}
    for line in lines:
        match = re.match(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", line.strip())
        if match:
            pins.setdefault(_normal(match[1]), match[2])
    return pins


def _locked(name: str) -> dict[str, str]:
    return _pins((PROJECT / name).read_text(encoding="utf-8").splitlines())


def test_every_dependency_is_pinned_the_same_everywhere():
    wanted = _pins(PYPROJECT["project"]["dependencies"])
    assert len(wanted) == len(PYPROJECT["project"]["dependencies"])
    conda = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = (entry["pip"] for entry in conda["dependencies"] if isinstance(entry, dict))
    assert _pins(pip) == wanted
    locked = _locked("requirements.lock")
    assert {name: locked.get(name) for name in wanted} == wanted


def test_the_development_lock_holds_the_same_packages_and_the_tools():
    run, dev = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run
    tools = _pins(PYPROJECT["project"]["optional-dependencies"]["dev"])
    assert {name: dev.get(name) for name in tools} == tools
    assert not set(tools) & set(run)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hashes_and_no_address(name):
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_fixed_packages_are_there():
    fixed = {"jupyterlab", "pandas", "seaborn", "scipy", "nbconvert", "papermill"}
    assert fixed <= set(_pins(PYPROJECT["project"]["dependencies"]))


def test_the_top_level_is_laid_out_as_promised():
    names = (
        *("README.md", "environment.yml", "pyproject.toml", "requirements.lock", "Makefile"),
        *("CHANGELOG.md", "LICENSE", "CITATION.cff", ".pre-commit-config.yaml", ".ci/run"),
        *("notebooks", "data", "lumo_analysis", "tests", "reports/README.md"),
    )
    assert [name for name in names if not (PROJECT / name).exists()] == []


def test_modules_hold_one_idea_each():
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in (PROJECT / "lumo_analysis").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 250
    }
    assert long == {}


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, lumo_analysis; print([m for m in ('pandas', 'scipy') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_public_name_can_be_used():
    import lumo_analysis as lumo

    assert all(callable(getattr(lumo, name)) for name in lumo.__all__)
    with pytest.raises(AttributeError, match="no attribute 'load_surve'"):
        lumo.load_surve  # noqa: B018


def test_the_hook_refuses_respondents_data(tmp_path):
    bad = tmp_path / "export.csv"
    bad.write_text("a;b\n1;2\n", encoding="utf-8")
    code = tmp_path / "notes.md"
    # The individual number 002 could be anybody's; the letter is its right check character.
    code.write_text("born 0101" + "01-0020 in a note", encoding="utf-8")
    fine = tmp_path / "fine.md"
    fine.write_text("an example 0101" + "01-9000 nobody bears", encoding="utf-8")
    script = PROJECT / "scripts" / "refuse_respondents.py"
    run = subprocess.run(
        [sys.executable, script, bad, code, fine], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "export.csv: a table of data" in run.stdout
    assert "notes.md: what looks like a personal identity code" in run.stdout
    assert "fine.md" not in run.stdout


def test_nothing_tracked_is_respondents_data():
    script = PROJECT / "scripts" / "refuse_respondents.py"
    run = subprocess.run(
        [sys.executable, script, "--all"], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")
