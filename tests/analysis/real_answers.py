"""The answers of the real surveys with their groups, as R had them when it made the values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from real_batteries import batteries, spss_numbers

from lumo_analysis.survey.questionnaire import Answer, Item

DENSITY = {1: "1 >1M", 2: "2 100k-1M", 3: "3 10k-100k", 4: "4 <10k or isolated"}
LARGEST = ["Québec", "Ontario", "British Columbia"]


class Answers(NamedTuple):
    """Responses with a column "group", the codes from low to high, and which make a box."""

    responses: pd.DataFrame
    levels: list[str]
    boxes: dict[str, list[str]]

    @property
    def items(self) -> list[str]:
        """All columns but that of the groups."""
        return [name for name in self.responses.columns if name != "group"]


def likert_answers(folder: Path) -> dict[str, Answers]:
    """By file of values, the ordered answers whose groups R compared."""
    scales = batteries(folder)
    found: dict[str, Answers] = {}
    groups = _groups(folder)
    for file, group in groups.items():
        parts = [part for (of_file, name), part in scales.items() if of_file == file]
        if file.endswith("bfi.csv"):
            parts = [scales[file, "bfi_N1-5"]]
        if file.endswith("mobiles_sav.csv"):
            parts = [scales[file, "scale_9_items"]]
        if file.endswith("cardata_mass.csv"):
            opinions = ["economic.cond.national", "economic.cond.household"]
            people = ["Blair", "Hague", "Kennedy"]
            frame = pd.read_csv(folder / "rdata/cardata_BEPS.csv")
            parts = [(frame[[*opinions, *people]], [1, 2, 3, 4, 5])]
        codes = pd.concat([frame for frame, _ in parts], axis=1)
        found[file] = _answers(codes, parts[0][1], group)
    return found


def _groups(folder: Path) -> dict[str, pd.Series]:
    groups: dict[str, pd.Series] = {}
    for name, size in (("tyontekijat", 134), ("kumppanit", 548)):
        shape = pd.read_csv(folder / f"lumo_shape/{name}_{size}.csv", sep=";", dtype=str)
        for policy in ("is_3", "missing"):
            groups[f"lumo_shape/reference/lumo_shape_{name}_skip_{policy}.csv"] = shape["alue"]
    yle = pd.read_csv(folder / "yle2015/yle2015_vastaukset.csv", sep=";", dtype=str)
    for policy in ("is_3", "missing"):
        groups[f"yle2015/reference/yle2015_skip_{policy}.csv"] = yle["vaalipiiri"]
    groups["alliance2023/reference/alliance2023.csv"] = alliance_regions(folder)
    votes = pd.read_csv(folder / "qualtrics_voting/qualtrics_labels.csv", dtype=str).iloc[2:]
    votes = votes[(votes["Progress"] == "100") & (votes["Finished"] == "True")]
    file = "qualtrics_voting/reference/qualtrics_"
    groups[f"{file}legitimacy_by_belief.csv"] = votes["belief"]
    two = votes["gender"].value_counts().index[:2]
    groups[f"{file}polarization_by_gender.csv"] = votes["gender"].where(votes["gender"].isin(two))
    mobiles = spss_numbers(folder / "spss_displayr/Mobiles_feedback_4_weeks.sav")["Q4"]
    groups["spss_displayr/reference/mobiles_sav.csv"] = mobiles.clip(upper=4).map(DENSITY)
    wars = pd.read_csv(folder / "starwars/StarWars.csv", skiprows=1, dtype=str, encoding="latin1")
    groups["starwars/reference/starwars_characters_by_region.csv"] = wars.iloc[:, 37]
    traits = pd.read_csv(folder / "rdata/psych_bfi.csv")
    groups["rdata/reference/bfi.csv"] = traits["education"].map("{:.0f}".format, "ignore")
    pisa = pd.read_csv(folder / "rdata/likert_pisa_st24.csv", dtype=str)
    groups["rdata/reference/pisa_st24.csv"] = pisa["CNT"]
    elections = pd.read_csv(folder / "rdata/cardata_BEPS.csv")
    groups["rdata/reference/cardata_mass.csv"] = elections["vote"]
    return groups


def _answers(codes: pd.DataFrame, levels: Sequence[int], group: pd.Series) -> Answers:
    names = [str(level) for level in levels]
    answers = pd.CategoricalDtype(names, ordered=True)
    texts = codes.apply(lambda column: column.map("{:.0f}".format, na_action="ignore"))
    responses = texts.astype(answers).assign(group=pd.Categorical(group.to_numpy(object)))
    # R names the two highest codes "top"; 3 is neutral on a scale of five alone.
    boxes = {"top": names[-2:], "bottom": names[:2]}
    if len(names) == 5:
        boxes["neutral"] = ["3"]
    return Answers(responses, names, boxes)


def alliance_survey(folder: Path) -> pd.DataFrame:
    """The survey of the Alliance, with the headers as they are."""
    path = folder / "alliance2023/FINAL_Alliance_Cloud_Survey_EN_FR_20220228.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def alliance_provinces(folder: Path) -> pd.Series:
    """Their provinces, missing where blank."""
    province = alliance_survey(folder).iloc[:, 12]
    return province.replace({"Nouveau-Brunswick": "New Brunswick", "": None})


def alliance_regions(folder: Path) -> pd.Series:
    """Their provinces, the smaller ones together."""
    province = alliance_provinces(folder)
    return province.where(province.isin(LARGEST) | province.isna(), "Other")


def nominal_tables(folder: Path) -> dict[tuple[str, str, str], pd.DataFrame]:
    """By file, analysis and item, two columns "answer" and "group" of nominal answers."""
    found: dict[tuple[str, str, str], pd.DataFrame] = {}
    yle = pd.read_csv(folder / "yle2015/yle2015_vastaukset.csv", sep=";", dtype=str)
    file = "yle2015/reference/yle2015_categorical_text.csv"
    for number in ("201", "244", "247"):
        name = next(column for column in yle if column.startswith(f"{number}|"))
        found[file, "assoc_full", f"q{number}"] = _two(yle[name], yle["vaalipiiri"])
        decided = yle[name].where(yle[name] != "Tyhjä")
        found[file, "assoc_kylla_ei", f"q{number}"] = _two(decided, yle["vaalipiiri"])
    chile = pd.read_csv(folder / "rdata/cardata_Chile.csv", dtype=str)
    file = "rdata/reference/cardata_mass.csv"
    for name in ("region", "education"):
        found[file, "assoc", f"Chile vote~{name}"] = _two(chile["vote"], chile[name])
    # One answer to Exer is the word "None".
    students = pd.read_csv(folder / "rdata/mass_survey.csv", dtype=str, keep_default_na=False)
    students = students.replace("", None)
    for one, two in (("Exer", "Smoke"), ("Sex", "W.Hnd")):
        found[file, "assoc", f"MASS survey {one}~{two}"] = _two(students[one], students[two])
    coded, themes = alliance_themes(folder)
    regions = alliance_regions(folder).set_axis(alliance_survey(folder)["Internal ID"])
    asked = coded[coded["item"] == "X23"]
    carriers = asked.loc[asked["theme"] == "Security and privacy", "respondent"]
    people = pd.Index(asked["respondent"].unique())
    carried = pd.Series(people.isin(carriers)).map({True: "theme", False: "no"})
    file = "alliance2023/reference/alliance2023.csv"
    key = (file, "theme_by_region", "X23:Security and privacy")
    found[key] = _two(carried, regions.reindex(people).reset_index(drop=True))
    assert "Security and privacy" in themes["X23"]
    return found


def _two(answer: pd.Series, group: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"answer": answer.astype("category"), "group": group.astype("category")})


def alliance_themes(folder: Path) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The themes that people gave to open answers, and all the themes of each question."""
    path = folder / "alliance2023/FINAL_Alliance_Cloud_Survey_Questions23_38_20230503.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="cp1252")
    coding = pd.DataFrame(
        {
            "respondent": rows["Internal.ID"],
            "item": rows["Question"],
            "theme": rows["answer_clean"],
            "coder": "a",
        }
    )
    # R took "NA" for no theme, of a respondent who answered all the same.
    named = coding[coding["theme"] != "NA"]
    themes = {
        str(item): sorted(of_item["theme"].unique()) for item, of_item in named.groupby("item")
    }
    return coding, themes


def chosen_options(folder: Path) -> dict[tuple[str, str], tuple[Item, pd.DataFrame, list[str]]]:
    """By file and question: the item, a column an option, and the options as R names them."""
    yle = pd.read_csv(folder / "yle2015/yle2015_vastaukset.csv", sep=";", dtype=str)
    spoken = (
        yle["Kielitaito"]
        .fillna("")
        .map(lambda cell: [part.strip() for part in cell.split("|") if part.strip()])
    )
    languages = sorted({language for cell in spoken for language in cell})
    chosen = pd.DataFrame({name: spoken.map(lambda c, n=name: n in c) for name in languages})
    survey = alliance_survey(folder)
    roles = survey.iloc[:, 1:10] != ""
    names = [re.sub(r".*apply: ?", "", name, flags=re.DOTALL) for name in survey.columns[1:10]]
    return {
        ("yle2015/reference/yle2015_categorical_text.csv", "Kielitaito"): _options(
            "kielitaito", chosen, languages
        ),
        ("alliance2023/reference/alliance2023.csv", "Q1_roles"): _options("q1_roles", roles, names),
    }


def _options(
    item: str, chosen: pd.DataFrame, names: list[str]
) -> tuple[Item, pd.DataFrame, list[str]]:
    ids = [f"option{place}" for place in range(len(names))]
    nobody = ~chosen.any(axis=1)
    columns = chosen.set_axis([f"{item}__{option}" for option in ids], axis=1).astype("boolean")
    columns[nobody] = pd.NA
    label = {"en": "x"}
    answers = tuple(Answer(id=option, label=label) for option in ids)
    question = Item(
        id=item, kind="multiple", section="all", wording=label, label=label, answers=answers
    )
    return question, columns, names


def comments(folder: Path) -> pd.DataFrame:
    """The open answers of Yle's survey, missing where blank."""
    yle = pd.read_csv(folder / "yle2015/yle2015_vastaukset.csv", sep=";", dtype=str)
    open_items = yle.filter(regex="kommentti$")
    return open_items.where(open_items.apply(lambda column: column.str.strip().ne("")))
