"""A survey whose every text holds numbers, as those of other questionnaires do."""

from __future__ import annotations

import csv
import random
from pathlib import Path

QUESTIONNAIRE = """
survey: panel-2030
title: {en: "Panel 2030: 12 questions", fi: "Paneeli 2030: 12 kysymystä"}
description: {en: "A survey of 3 districts in 2029.", fi: "Kysely 3 piirissä vuonna 2029."}
population: {en: "people of 18 to 67 years", fi: "18–67-vuotiaat"}
source: {en: "Panel 2030, wave 4.", fi: "Paneeli 2030, 4. kierros."}
author: {en: "Group 7", fi: "Ryhmä 7"}
languages: [en, fi]
collected: {start: "2029-11", end: "2030-01"}
region: district
identifier: "Id"
sections:
  - id: first
    title: {en: "1. The first 100 days", fi: "1. Ensimmäiset 100 päivää"}
    intro: {en: "Rated 0 to 10 in 2029.", fi: "Arviot 0–10 vuonna 2029."}
batteries:
  - id: act
    title: {en: "Services under Act 417/2007", fi: "Lain 417/2007 mukaiset palvelut"}
    wording: {en: "From 1 to 5, how well?", fi: "Kuinka hyvin asteikolla 1–5?"}
scales:
  - id: ten
    answers:
      - {id: n0, label: {en: "0", fi: "0"}}
      - {id: n1, label: {en: "1", fi: "1"}}
      - {id: n2, label: {en: "2", fi: "2"}}
      - {id: n3, label: {en: "3", fi: "3"}}
      - {id: n4, label: {en: "4", fi: "4"}}
      - {id: n5, label: {en: "5", fi: "5"}}
    headlines:
      - {id: top, answers: [n4, n5], label: {en: "4 or 5", fi: "4 tai 5"}}
  - id: five
    answers:
      - {id: one, label: {en: "1 = poorly", fi: "1 = huonosti"}}
      - {id: two, label: {en: "2", fi: "2"}}
      - {id: three, label: {en: "3 = well (100 %)", fi: "3 = hyvin (100 %)"}}
      - {id: none, label: {en: "No 3", fi: "Ei 3"}, off_scale: true}
    headlines:
      - {id: best, answers: [two, three], label: {en: "at least 2", fi: "vähintään 2"}}
items:
  - id: district
    kind: nominal
    section: first
    column: "District"
    base: all
    grouping: true
    label: {en: "District (1 of 3)", fi: "Piiri (1/3)"}
    wording: {en: "Which of the 3?", fi: "Mikä kolmesta (1–3)?"}
    answers:
      - {id: d1, label: {en: "District 1", fi: "Piiri 1"},
         within: {en: "in District 1", fi: "Piirissä 1"}}
      - {id: d2, label: {en: "District 2 (South 7)", fi: "Piiri 2 (Etelä 7)"},
         within: {en: "in District 2 (South 7)", fi: "Piirissä 2 (Etelä 7)"}}
      - {id: d10, label: {en: "District 10", fi: "Piiri 10"},
         within: {en: "in District 10", fi: "Piirissä 10"}}
  - id: age
    kind: nominal
    section: first
    column: "Age"
    base: all
    grouping: true
    label: {en: "Age on 1.1.2030", fi: "Ikä 1.1.2030"}
    wording: {en: "Are you 18 or over?", fi: "Oletko täyttänyt 18?"}
    answers:
      - {id: young, label: {en: "18–29", fi: "18–29"}}
      - {id: middle, label: {en: "30 to 49 years", fi: "30–49-vuotias"}}
      - {id: old, label: {en: "over 50%", fi: "yli 50 %"}}
  - id: rating
    kind: ordinal
    section: first
    column: "Rating"
    scale: ten
    label: {en: "Rating from 0 to 5", fi: "Arvosana 0–5"}
    wording: {en: "How likely, 0 to 5?", fi: "Kuinka todennäköistä, 0–5?"}
  - id: act_home
    kind: ordinal
    battery: act
    section: first
    column: "Home"
    scale: five
    label: {en: "Home care (24/7)", fi: "Kotihoito (24/7)"}
    wording: {en: "Home care (24/7)", fi: "Kotihoito (24/7)"}
  - id: act_line
    kind: ordinal
    battery: act
    section: first
    column: "Line"
    scale: five
    label: {en: "Line 116 117", fi: "Numero 116 117"}
    wording: {en: "Line 116 117", fi: "Numero 116 117"}
  - id: channels
    kind: multiple
    section: first
    column: "Channels"
    separator: ";"
    label: {en: "Channels (up to 3)", fi: "Kanavat (enintään 3)"}
    wording: {en: "Choose 1 to 3.", fi: "Valitse 1–3."}
    answers:
      - {id: radio, label: {en: "Radio 1", fi: "Yle 1"}}
      - {id: web, label: {en: "Web 2.0", fi: "Verkko 2.0"}}
      - {id: post, label: {en: "Post (2 days)", fi: "Posti (2 päivää)"}}
  - id: hopes
    kind: open
    section: first
    column: "Hopes"
    label: {en: "Hopes for 2035", fi: "Toiveet vuodelle 2035"}
    wording: {en: "Name 1 hope.", fi: "Nimeä 1 toive."}
"""
THEMES = """
questions:
  - item: hopes
    themes:
      - id: hours
        label: {en: "Open 24/7", fi: "Auki 24/7"}
        definition: {en: "Longer hours than 8 to 16", fi: "Pidempi aukiolo kuin 8–16"}
      - id: law
        label: {en: "Act 1301/2014", fi: "Laki 1301/2014"}
        definition: {en: "The Act of 2014", fi: "Vuoden 2014 laki"}
"""


def write(folder: Path) -> tuple[Path, Path, Path]:
    """The survey's folder, and its responses and coding beside it."""
    survey = folder / "panel-2030"
    survey.mkdir(parents=True)
    (survey / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (survey / "themes.yaml").write_text(THEMES, encoding="utf-8")
    random_ = random.Random(4)
    rows, codes = [], []
    for number in range(150):
        district = random_.choices(["District 1", "District 2 (South 7)", "District 10"], [6, 5, 4])
        chosen = random_.sample(["Radio 1", "Web 2.0", "Post (2 days)"], random_.randint(1, 2))
        hope = "Longer hours" if number % 3 else ""
        five = ["1 = poorly", "2", "3 = well (100 %)", "No 3"]
        rows.append(
            {
                "Id": f"r{number}",
                "District": district[0],
                "Age": random_.choices(["18–29", "30 to 49 years", "over 50%"], [5, 4, 1])[0],
                "Rating": random_.choices("012345", [1, 1, 2, 9, 9, 4])[0],
                "Home": random_.choices(five, [3, 6, 9, 1])[0],
                "Line": random_.choices(five, [5, 5, 5, 0])[0],
                "Channels": ";".join(chosen),
                "Hopes": hope,
            }
        )
        if hope:
            theme = random_.choice(["hours", "hours", "law"])
            codes.append(
                {"respondent": f"r{number}", "item": "hopes", "theme": theme, "coder": "a"}
            )
    return survey, _csv(folder / "export.csv", rows), _csv(folder / "coding.csv", codes)


def _csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
