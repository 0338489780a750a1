"""How long a plan takes, and how much of the regional tables stays visible, by rung.

python benchmarks/disclosure.py                    both surveys that ship with the project
python benchmarks/disclosure.py --groups 21 300    simulated surveys of so many regions
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

import numpy as np
import pandas as pd

from lumo_analysis.analysis.count_table import ALL
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.disclosure.protection import plan_of, protect
from lumo_analysis.survey.questionnaire import Questionnaire
from lumo_analysis.survey.survey import load_survey, survey_names

_PER_GROUP = 35


def visible(plan: Plan, groups: int, region: str) -> pd.DataFrame:
    """By kind of table the groups' rung, how many items have it, and the part still shown."""
    rows = []
    for item in plan.items.values():
        if item.item == region:
            continue
        told = [cell for cell in item.groups if cell.kind not in ("outside", "no_answer")]
        names = {cell.answer for cell in told}
        hidden = sum(1 for group, answer in item.hidden if group != ALL and answer in names)
        options = any(cell.kind == "option" for cell in told)
        rows.append(
            {
                "table": "options and themes" if options else "one answer each",
                "rung": item.group_rung,
                "items": 1,
                "cells": len(told) * groups,
                "shown": len(told) * groups - hidden,
            }
        )
    table = pd.DataFrame(rows).groupby(["table", "rung"], as_index=False).sum()
    return table.assign(part=(table["shown"] / table["cells"]).round(3))


def _shipped() -> None:
    for name in survey_names():
        survey = load_survey(name)
        started, processor = time.perf_counter(), time.process_time()
        plan = plan_of(survey)
        elapsed, used = time.perf_counter() - started, time.process_time() - processor
        print(f"\n{name}: planned in {elapsed:.1f} s ({used:.1f} s of processor time)")
        print("whole survey:", dict(Counter(item.whole_rung for item in plan.items.values())))
        regions = [r for r in survey.questionnaire.regions if r.id not in plan.small]
        print(visible(plan, len(regions), survey.questionnaire.region).to_string(index=False))


def _simulated(groups: int) -> None:
    asked = load_survey("workers-2021").questionnaire
    regions = [
        {"id": f"region-{n}", "label": {"fi": f"Alue {n}", "en": f"Region {n}"}}
        for n in range(groups)
    ]
    content = asked.model_dump(mode="json", exclude_none=True)
    for item in content["items"]:
        if item["id"] == asked.region:
            item["answers"] = regions
    asked = Questionnaire.model_validate(content)
    item = asked["coping"]
    answers = [answer.id for answer in asked.scale_of(item).answers]
    chances = _chances(len(answers))
    generator = np.random.default_rng(1)
    size = groups * _PER_GROUP
    places = generator.integers(0, groups, size)
    responses = pd.DataFrame(
        {
            asked.region: pd.Categorical.from_codes(places, [r["id"] for r in regions]),
            item.id: pd.Categorical.from_codes(
                generator.choice(len(answers), size, p=chances),
                answers,
                ordered=True,
            ),
        }
    )
    counts = pd.concat(
        [
            count_answers(responses, [asked.region, item.id], questionnaire=asked),
            count_answers(responses, [item.id], by=asked.region, questionnaire=asked),
        ],
        ignore_index=True,
    )
    started, processor = time.perf_counter(), time.process_time()
    plan = protect(counts, asked)
    elapsed, used = time.perf_counter() - started, time.process_time() - processor
    print(f"\n{groups} regions, {size} respondents, one item: {elapsed:.1f} s ({used:.1f} s used)")
    print(visible(plan, groups - len(plan.small), asked.region).to_string(index=False))


def _chances(answers: int) -> np.ndarray:
    weights = np.arange(1, answers + 1, dtype=float)
    return weights / weights.sum()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, nargs="*", default=[])
    groups = parser.parse_args().groups
    if not groups:
        _shipped()
    for count in groups:
        _simulated(count)


if __name__ == "__main__":
    main()
