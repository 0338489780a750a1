from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from lumo_analysis.analysis.disclosure.plan import Cell, ItemPlan, Plan
from lumo_analysis.publishing import ledger
from lumo_analysis.publishing.edition_counts import counts_of
from lumo_analysis.publishing.editions import Keyed
from lumo_analysis.publishing.ledger import LedgerError
from lumo_analysis.publishing.private_folder import FOLDER, PrivateFolderError, private_folder
from lumo_analysis.survey.survey import Survey, data_folder, load_survey

PLAN = Plan("workers-2021", 5, 10)
KS, ES, PK = "keski-suomi", "etela-savo", "pohjois-karjala"


@pytest.fixture(scope="module")
def everyone() -> Survey:
    """The shipped survey as if real people had answered."""
    return dataclasses.replace(load_survey(data_folder() / "workers-2021"), synthetic=False)


def some(survey: Survey, rows: Sequence[int]) -> Survey:
    """The survey with these rows only, in this order."""
    place = {row: number for number, row in enumerate(rows)}
    assert survey.coding is not None
    coding = survey.coding[survey.coding["respondent"].isin(rows)]
    coding = coding.assign(respondent=coding["respondent"].map(place))
    responses = survey.responses.iloc[list(rows)].reset_index(drop=True)
    return dataclasses.replace(survey, responses=responses, coding=coding)


def rows(survey: Survey, *regions: str) -> list[int]:
    answered = survey.responses["region"]
    return [int(row) for row in survey.responses.index[answered.isin(regions)]]


def without(survey: Survey, region: str, n: int) -> Survey:
    """The survey without the first `n` respondents of a region."""
    gone = rows(survey, region)[:n]
    return some(survey, [row for row in range(len(survey.responses)) if row not in gone])


def changed(survey: Survey, item: str, to: str, changing: Sequence[int]) -> Survey:
    responses = survey.responses.copy()
    responses.loc[list(changing), item] = to
    return dataclasses.replace(survey, responses=responses)


def refusal(survey: Survey, folder: Path, plan: Plan = PLAN) -> str:
    with pytest.raises(LedgerError) as refused:
        ledger.check(survey, plan, folder)
    return str(refused.value)


def test_the_same_edition_again_is_fine_in_any_order_of_rows(
    everyone: Survey, tmp_path: Path
) -> None:
    ledger.record(everyone, PLAN, tmp_path)

    ledger.check(everyone, PLAN, tmp_path)
    ledger.check(some(everyone, range(len(everyone.responses) - 1, -1, -1)), PLAN, tmp_path)


@pytest.mark.parametrize("more", [1, 2, 4])
def test_a_few_more_respondents_in_a_region_are_refused_without_telling_how_many(
    everyone: Survey, tmp_path: Path, more: int
) -> None:
    ledger.record(without(everyone, KS, more), PLAN, tmp_path)

    told = refusal(everyone, tmp_path)

    assert "in the whole survey too few respondents differ; wait for more answers" in told
    assert "in 'keski-suomi' too few respondents differ" in told
    assert ES not in told
    numbers = told.replace("workers-2021", "").split("released on ")[1][10:]
    assert not any(digit in numbers.split("If the former")[0] for digit in "0123456789")


def sensitive(survey: Survey, *items: str) -> Survey:
    asked = tuple(
        item.model_copy(update={"sensitive": item.id in items})
        for item in survey.questionnaire.items
    )
    questionnaire = survey.questionnaire.model_copy(update={"items": asked})
    return dataclasses.replace(survey, questionnaire=questionnaire)


def test_five_more_respondents_of_one_region_are_enough(everyone: Survey, tmp_path: Path) -> None:
    survey = sensitive(everyone)
    ledger.record(without(survey, KS, 5), PLAN, tmp_path)

    ledger.check(survey, PLAN, tmp_path)


def test_a_few_in_one_region_are_refused_though_many_are_new_elsewhere(
    everyone: Survey, tmp_path: Path
) -> None:
    ledger.record(without(without(everyone, KS, 20), ES, 2), PLAN, tmp_path)

    told = refusal(everyone, tmp_path)

    assert "in 'etela-savo'" in told
    assert "whole survey" not in told
    assert KS not in told


def test_a_few_withdrawn_respondents_are_refused_though_none_is_new(
    everyone: Survey, tmp_path: Path
) -> None:
    ledger.record(everyone, PLAN, tmp_path)

    assert "in 'pohjois-karjala' too few respondents differ" in refusal(
        without(everyone, PK, 1), tmp_path
    )


def test_one_changed_answer_is_refused(everyone: Survey, tmp_path: Path) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    one = next(r for r in rows(everyone, KS) if everyone.responses.loc[r, "coping"] != "poor")

    assert "in 'keski-suomi' too few respondents differ" in refusal(
        changed(everyone, "coping", "poor", [one]), tmp_path
    )


def test_many_changes_of_one_answer_do_not_hide_a_new_respondent(
    everyone: Survey, tmp_path: Path
) -> None:
    ledger.record(without(everyone, KS, 1), PLAN, tmp_path)
    others = [r for r in rows(everyone, KS)[1:] if everyone.responses.loc[r, "coping"] != "poor"]
    later = changed(everyone, "coping", "poor", others[:12])

    told = refusal(later, tmp_path)

    # Thirteen rows are new, but every count but one moved by one.
    assert "in 'keski-suomi' too few answers differ ('access_aftercare', " in told
    assert " more)" in told


def test_an_item_more_in_the_questionnaire_does_not_hide_a_new_respondent(
    everyone: Survey, tmp_path: Path
) -> None:
    before = without(everyone, KS, 1)
    items = tuple(i for i in before.questionnaire.items if i.id != "workload")
    smaller = before.questionnaire.model_copy(update={"items": items})
    ledger.record(dataclasses.replace(before, questionnaire=smaller), PLAN, tmp_path)

    assert "in 'keski-suomi' too few answers differ" in refusal(everyone, tmp_path)


def test_a_region_with_another_name_does_not_hide_a_new_respondent(
    everyone: Survey, tmp_path: Path
) -> None:
    before = without(everyone, KS, 1)
    region = before.responses["region"].cat.rename_categories({KS: "central"})
    text = before.questionnaire.model_dump()
    for item in text["items"]:
        for answer in item["answers"] if item["id"] == "region" else ():
            answer["id"] = "central" if answer["id"] == KS else answer["id"]
    renamed = type(before.questionnaire).model_validate(text)
    former = dataclasses.replace(
        before, questionnaire=renamed, responses=before.responses.assign(region=region)
    )
    ledger.record(former, PLAN, tmp_path)

    assert "in the whole survey too few answers differ" in refusal(everyone, tmp_path)


def test_a_sensitive_item_asks_for_more(everyone: Survey, tmp_path: Path) -> None:
    survey = sensitive(everyone, "coping")
    ledger.record(without(survey, KS, 7), PLAN, tmp_path)

    told = refusal(survey, tmp_path)

    assert "in 'keski-suomi' too few answers differ ('coping'); wait" in told
    ledger.check(survey, dataclasses.replace(PLAN, public=True), tmp_path)


def test_respondents_outside_the_regions_shown_are_a_group_too(
    everyone: Survey, tmp_path: Path
) -> None:
    plan = dataclasses.replace(PLAN, small=frozenset({PK}))
    ledger.record(without(without(everyone, PK, 1), KS, 10), plan, tmp_path)

    told = refusal(everyone, tmp_path, plan)

    assert "outside the regions that are shown too few respondents differ" in told
    assert PK not in told


def test_a_region_that_becomes_large_enough_is_compared_as_it_was_shown(
    everyone: Survey, tmp_path: Path
) -> None:
    small = dataclasses.replace(PLAN, small=frozenset({PK}))
    ledger.record(without(everyone, PK, 16), small, tmp_path)

    # The former edition had no number of the region itself.
    ledger.check(everyone, PLAN, tmp_path)


def test_every_former_edition_counts(everyone: Survey, tmp_path: Path) -> None:
    ledger.record(without(everyone, KS, 12), PLAN, tmp_path)
    ledger.record(without(everyone, KS, 2), PLAN, tmp_path)

    assert "in 'keski-suomi'" in refusal(without(everyone, KS, 10), tmp_path)
    assert "in 'keski-suomi'" in refusal(everyone, tmp_path)
    ledger.check(without(everyone, KS, 12), PLAN, tmp_path)


def test_a_few_other_codes_are_refused_and_many_are_not(everyone: Survey, tmp_path: Path) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    assert everyone.coding is not None
    coding = everyone.coding
    region = coding["respondent"].map(everyone.responses["region"])
    of_theme = coding[(coding["item"] == "open_systemic_practice") & (region == KS)]

    few = dataclasses.replace(everyone, coding=coding.drop(of_theme.index[:2]))
    told = refusal(few, tmp_path)
    assert "in 'keski-suomi' too few answers have other themes ('open_systemic_practice'); " in told
    assert "code more answers anew" in told

    ledger.check(dataclasses.replace(everyone, coding=coding.drop(of_theme.index)), PLAN, tmp_path)


def test_new_weights_hide_nobody(everyone: Survey, tmp_path: Path) -> None:
    weighted = everyone.responses.assign(**{"lumo design weight": 1.0})
    former = dataclasses.replace(without(everyone, KS, 1))
    ledger.record(former, PLAN, tmp_path)

    assert "too few respondents" in refusal(
        dataclasses.replace(everyone, responses=weighted), tmp_path
    )


COPING = tuple(Cell((answer,), "scale") for answer in ("poor", "neither", "good"))
COARSE = (Cell(("poor", "neither"), "rest"), Cell(("good",), "scale"))


def plan(*hidden: tuple[str, str], cells: tuple[Cell, ...] = COPING) -> Plan:
    item = ItemPlan("coping", "answers", "answers", cells, cells, frozenset(hidden))
    return Plan("workers-2021", 5, 10, {"coping": item})


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (plan(), plan((KS, "poor")), False),
        (plan((KS, "poor")), plan((KS, "poor"), (KS, "good")), False),
        (plan((KS, "poor"), (KS, "good")), plan((KS, "poor"), (KS, "neither")), True),
        (plan((KS, "poor")), plan(), True),
        (plan(), plan(cells=COARSE), False),
        (plan((KS, "poor")), plan(cells=COARSE), True),
        (plan(cells=COARSE), plan(), True),
    ],
)
def test_numbers_hidden_before_stay_hidden_while_the_answers_are_the_same(
    everyone: Survey, tmp_path: Path, before: Plan, after: Plan, told: bool
) -> None:
    ledger.record(everyone, before, tmp_path)

    if not told:
        ledger.check(everyone, after, tmp_path)
        return
    message = refusal(everyone, tmp_path, after)
    assert "numbers were hidden that these reports show" in message
    assert "in 'keski-suomi'" in message


def test_former_numbers_tell_nothing_where_enough_answers_are_new(
    everyone: Survey, tmp_path: Path
) -> None:
    ledger.record(without(everyone, KS, 10), plan((KS, "poor"), ("all", "poor")), tmp_path)

    ledger.check(everyone, plan(), tmp_path)


def test_synthetic_and_public_surveys_need_no_ledger(everyone: Survey, tmp_path: Path) -> None:
    synthetic = dataclasses.replace(everyone, synthetic=True)
    for survey, own in ((synthetic, PLAN), (everyone, dataclasses.replace(PLAN, public=True))):
        ledger.record(survey, own, tmp_path)
        ledger.check(without(survey, KS, 1), own, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_the_ledger_holds_no_answer_and_no_count(everyone: Survey, tmp_path: Path) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    text = (tmp_path / "ledger" / "workers-2021.json").read_text(encoding="utf-8")
    kept = json.loads(text)

    (edition,) = kept["editions"]
    assert set(edition) == {"date", "groups", "columns", "rows", "cells", "shown"}
    hashes = [
        *(h for facets in edition["rows"].values() for some in facets.values() for h in some),
        *(
            h
            for tables in edition["cells"].values()
            for cells in tables.values()
            for pair in cells.items()
            for h in pair
        ),
    ]
    assert len(hashes) > 1000
    assert all(len(one) == 24 and set(one) <= set("0123456789abcdef") for one in hashes)
    assert "very_poor" not in text
    # Without the key not even a guess can be tested.
    other = Keyed(b"0" * 32, "workers-2021")
    assert other.answer("coping", "poor") not in hashes


def test_two_folders_have_two_keys(everyone: Survey, tmp_path: Path) -> None:
    for name in ("one", "two"):
        ledger.record(everyone, PLAN, tmp_path / name)
    one, two = (
        (tmp_path / name / "ledger" / "workers-2021.json").read_text() for name in ("one", "two")
    )

    assert one != two


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
def test_only_the_owner_can_read_the_ledger(everyone: Survey, tmp_path: Path) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    folder = tmp_path / "ledger"

    assert {p.name for p in folder.iterdir() if not p.name.startswith(".")} == {
        "key",
        "workers-2021.json",
    }
    for path in (folder, *folder.iterdir()):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    for name in ("key", "workers-2021.json"):
        (folder / name).chmod(0o644)
        with pytest.raises(PrivateFolderError, match=r"others can read .*chmod 600"):
            ledger.check(everyone, PLAN, tmp_path)
        (folder / name).chmod(0o600)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: '{"version": 1, "editions": [], "seal": ""}',
        lambda text: text.replace('"date": "2', '"date": "3'),
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: json.dumps({**json.loads(text), "editions": []}),
    ],
)
def test_a_damaged_ledger_releases_nothing(everyone: Survey, tmp_path: Path, damage) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    path = tmp_path / "ledger" / "workers-2021.json"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")

    assert "the ledger of released editions is damaged" in refusal(everyone, tmp_path)
    with pytest.raises(LedgerError, match="put it back from a backup"):
        ledger.record(everyone, PLAN, tmp_path)


def test_a_count_that_no_hash_gives_is_damage(
    everyone: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lumo_analysis.publishing.editions._FARTHEST", 300)
    ledger.record(everyone, PLAN, tmp_path)
    monkeypatch.setattr(Keyed, "count", lambda *_: "another")

    assert "is damaged" in refusal(without(everyone, KS, 10), tmp_path)


def test_a_lost_or_damaged_key_releases_nothing(everyone: Survey, tmp_path: Path) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    key = tmp_path / "ledger" / "key"
    good = key.read_bytes()

    for bad in (b"", good[:-2], b"zz" * 32, b"\xff\xfe"):
        key.write_bytes(bad)
        assert "the key of the ledger is damaged" in refusal(everyone, tmp_path)
    key.write_bytes(good[::-1])
    assert "the ledger of released editions is damaged" in refusal(everyone, tmp_path)
    key.unlink()
    assert "the key of the ledger is missing" in refusal(everyone, tmp_path)
    assert not key.exists()


def test_a_folder_that_can_not_be_written_is_refused(everyone: Survey, tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file in the way", encoding="utf-8")

    with pytest.raises(PrivateFolderError, match="can't use the private file"):
        ledger.record(everyone, PLAN, tmp_path)


def test_a_write_that_fails_leaves_the_former_ledger(
    everyone: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.record(everyone, PLAN, tmp_path)
    path = tmp_path / "ledger" / "workers-2021.json"
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lumo_analysis.publishing.private_folder.os.fsync", full)
    with pytest.raises(PrivateFolderError, match="No space left"):
        ledger.record(without(everyone, KS, 10), PLAN, tmp_path)

    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.draft"))


def _run(folder: Path, fewer: int) -> bool:
    survey = dataclasses.replace(load_survey(data_folder() / "workers-2021"), synthetic=False)
    try:
        ledger.record(without(survey, KS, fewer), PLAN, folder)
    except LedgerError:
        return False
    return True


def test_of_runs_at_the_same_time_only_those_that_go_together_are_recorded(
    everyone: Survey, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        recorded = pool.starmap(_run, [(tmp_path, fewer) for fewer in (0, 2)], chunksize=1)

    # They differ by two respondents.
    assert sum(recorded) == 1
    content = json.loads((tmp_path / "ledger" / "workers-2021.json").read_text())
    assert len(content["editions"]) == 1


def test_the_private_folder_is_the_named_one_or_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "named"))
    assert private_folder() == tmp_path / "named"

    monkeypatch.delenv(FOLDER)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert private_folder() == tmp_path / "data" / "lumo_analysis"

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert private_folder() == tmp_path / "home" / ".local" / "share" / "lumo_analysis"


def test_a_repository_is_no_private_folder_unless_it_ignores_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    monkeypatch.setenv(FOLDER, str(tmp_path / "data" / "private"))

    with pytest.raises(PrivateFolderError, match="lies in a git repository, which would publish"):
        private_folder()

    (tmp_path / ".gitignore").write_text("data/private/\n", encoding="utf-8")
    assert private_folder() == tmp_path / "data" / "private"

    monkeypatch.setenv("PATH", "")
    with pytest.raises(PrivateFolderError, match="lies in a git repository"):
        private_folder()


def test_the_default_folder_is_used_where_none_is_given(
    everyone: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))

    ledger.record(everyone, PLAN)

    assert (tmp_path / "ledger" / "workers-2021.json").is_file()
    with pytest.raises(LedgerError):
        ledger.check(without(everyone, KS, 1), PLAN)


def test_respondents_without_a_region_are_counted(everyone: Survey, tmp_path: Path) -> None:
    lost = everyone.responses.copy()
    lost.loc[rows(everyone, KS)[:3], "region"] = pd.NA
    ledger.record(everyone, PLAN, tmp_path)

    told = refusal(dataclasses.replace(everyone, responses=lost), tmp_path)

    assert "outside the regions that are shown too few respondents differ" in told


def test_each_system_has_its_place_for_private_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (FOLDER, "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with monkeypatch.context() as system:
        system.setattr("sys.platform", "darwin")
        assert private_folder() == tmp_path / "Library/Application Support/lumo_analysis"
    with monkeypatch.context() as system:
        system.setattr("sys.platform", "win32")
        system.setenv("LOCALAPPDATA", str(tmp_path / "local"))
        assert private_folder() == tmp_path / "local" / "lumo_analysis"


def test_a_user_without_a_home_must_name_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(FOLDER, raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)

    with pytest.raises(PrivateFolderError, match="no home folder; name a private folder in LUMO"):
        private_folder()


def test_a_ledger_that_can_not_be_read_or_locked_is_refused(
    everyone: Survey, tmp_path: Path
) -> None:
    folder = tmp_path / "ledger"
    (folder / "workers-2021.json").mkdir(parents=True)
    with pytest.raises((PrivateFolderError, LedgerError)):
        ledger.check(everyone, PLAN, tmp_path)
    (folder / "workers-2021.json").rmdir()
    ledger.record(everyone, PLAN, tmp_path)
    (folder / "workers-2021.json").unlink()
    (folder / "workers-2021.json").mkdir()
    with pytest.raises(PrivateFolderError, match="can't use the private file"):
        ledger.check(everyone, PLAN, tmp_path)
    (folder / ".workers-2021.json.lock").unlink()
    (folder / ".workers-2021.json.lock").mkdir()
    with pytest.raises(PrivateFolderError, match=r"\.lock"):
        ledger.check(everyone, PLAN, tmp_path)


def test_counts_are_those_of_the_responses(everyone: Survey) -> None:
    counts = counts_of(everyone)

    here = everyone.responses["region"] == KS
    assert counts[KS]["coping"]["poor"] == int((everyone.responses["coping"][here] == "poor").sum())
    ways = everyone.responses[here].filter(like="feedback_ways__")
    assert [counts[KS][name.replace("__", ":")]["chosen"] for name in ways] == [
        int(ways[name].fillna(False).sum()) for name in ways
    ]
    assert {sum(table.values()) for name, table in counts[KS].items() if ":" not in name} == {45}
    assert {
        table["not given"] for name, table in counts[KS].items() if "feedback_ways" in name
    } == {int(ways.iloc[:, 0].isna().sum())}
    assert everyone.coding is not None
    coded = everyone.coding[everyone.coding["theme"] == "haste"]
    wrote = everyone.responses["region"].iloc[coded["respondent"].unique()]
    assert counts[KS]["open_strain:haste"] == {"chosen": int((wrote == KS).sum())}
    assert sum(counts[""]["*"].values()) == 0
