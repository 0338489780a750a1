"""The batteries of the real surveys, as codes from low to high, prepared as R had them."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pandas as pd

YLE = {
    "täysin eri mieltä": 1,
    "jokseenkin eri mieltä": 2,
    "ohita kysymys": 3,
    "jokseenkin samaa mieltä": 4,
    "täysin samaa mieltä": 5,
}
AGREE = {
    "stronlgy disagree": 1,
    "strongly disagree": 1,
    "somewhat disagree": 2,
    "neutral": 3,
    "somewhat agree": 4,
    "strongly agree": 5,
}
POLARIZED = {
    "not polarized": 1,
    "not at all polarized": 1,
    "low polarized": 2,
    "neutral": 3,
    "somewhat polarized": 4,
    "strongly polarized": 5,
}
PISA = {"Strongly disagree": 1, "Disagree": 2, "Agree": 3, "Strongly agree": 4}
FAVOUR = {
    "Very unfavorably": 1,
    "Somewhat unfavorably": 2,
    "Neither favorably nor unfavorably (neutral)": 3,
    "Somewhat favorably": 4,
    "Very favorably": 5,
}


def batteries(folder: Path) -> dict[tuple[str, str], tuple[pd.DataFrame, list[int]]]:
    """By file of values and name of scale: the codes of its items, and the codes there are."""
    found: dict[tuple[str, str], tuple[pd.DataFrame, list[int]]] = {}
    two = {"tyontekijat": "tyontekijat_134.csv", "kumppanit": "kumppanit_548.csv"}
    for name, file in two.items():
        frame = _yle(folder / "lumo_shape" / file, "Perustelut", ". ")
        _both(found, f"lumo_shape/reference/lumo_shape_{name}_skip", frame)
    given = _yle(folder / "yle2015/yle2015_vastaukset.csv", "kommentti", "|")
    _both(found, "yle2015/reference/yle2015_skip", given)
    five = list(range(1, 6))
    alliance = pd.read_csv(
        folder / "alliance2023/FINAL_Alliance_Cloud_Survey_EN_FR_20220228.csv", dtype=str
    ).iloc[:, 22:31]
    alliance.columns = [f"Q5_{number}" for number in range(1, 10)]
    alliance = alliance.apply(pd.to_numeric, errors="coerce")
    found["alliance2023/reference/alliance2023.csv", "scale_9_items"] = (
        alliance.where(alliance.isin(five)),
        five,
    )
    votes = pd.read_csv(folder / "qualtrics_voting/qualtrics_labels.csv", dtype=str).iloc[2:]
    votes = votes[(votes["Progress"] == "100") & (votes["Finished"] == "True")]
    for number in (1, 2):
        names = [f"legitimacy_{number}_{place}" for place in range(1, 5)]
        frame = votes[names].apply(lambda column: column.map(AGREE))
        file = "qualtrics_voting/reference/qualtrics_legitimacy_by_belief.csv"
        found[file, f"legitimacy_{number}"] = frame, five
    names = [f"polarization_{place}" for place in range(1, 21)]
    found["qualtrics_voting/reference/qualtrics_polarization_by_gender.csv", "scale_20_items"] = (
        votes[names].apply(lambda column: column.map(POLARIZED)),
        five,
    )
    mobiles = spss_numbers(folder / "spss_displayr/Mobiles_feedback_4_weeks.sav")
    effort = [f"Q12_{number}" for number in range(1, 7)]
    names = [*(f"Q11_{number}" for number in range(1, 4)), *effort]
    mobiles = mobiles[names].where(mobiles[names] != 6)  # 6 is declared missing
    found["spss_displayr/reference/mobiles_sav.csv", "scale_9_items"] = mobiles, five
    found["spss_displayr/reference/mobiles_sav.csv", "Q12_1-6"] = mobiles[effort], five
    wars = pd.read_csv(folder / "starwars/StarWars.csv", skiprows=1, dtype=str, encoding="latin1")
    file = "starwars/reference/starwars_characters_by_region.csv"
    wars = wars.iloc[:, 15:29].apply(lambda column: column.map(FAVOUR))
    found[file, "scale_14_items"] = wars.set_axis(_r_names(wars), axis=1), five
    pisa = pd.read_csv(folder / "rdata/likert_pisa_st24.csv", dtype=str).filter(like="ST24Q")
    found["rdata/reference/pisa_st24.csv", "scale_11_items"] = (
        pisa.apply(lambda column: column.map(PISA)),
        [1, 2, 3, 4],
    )
    traits = pd.read_csv(folder / "rdata/psych_bfi.csv")
    turned = traits.assign(A1=7 - traits["A1"], C4=7 - traits["C4"], C5=7 - traits["C5"])
    for frame, letter, name in (
        (traits, "A", "bfi_A1-5_not_reversed"),
        (turned, "A", "bfi_A1-5_A1_reversed"),
        (traits, "N", "bfi_N1-5"),
        (turned, "C", "bfi_C1-5_C4C5_reversed"),
    ):
        names = [f"{letter}{number}" for number in range(1, 6)]
        found["rdata/reference/bfi.csv", name] = frame[names], list(range(1, 7))
    return found


def _yle(path: Path, comment: str, after: str) -> pd.DataFrame:
    frame = pd.read_csv(path, sep=";", dtype=str)
    names = [
        name
        for name in frame.columns
        if re.match(r"1[0-5]\d", name)
        and name[3:].startswith(after)
        and comment not in name
        and frame[name].notna().mean() > 0.69
        and set(frame[name].dropna()) <= set(YLE)
    ]
    return frame[names].apply(lambda column: column.map(YLE)).rename(lambda n: f"q{n[:3]}", axis=1)


def _both(
    found: dict[tuple[str, str], tuple[pd.DataFrame, list[int]]], file: str, frame: pd.DataFrame
) -> None:
    found[f"{file}_is_3.csv", "scale_11_items"] = frame, [1, 2, 3, 4, 5]
    found[f"{file}_missing.csv", "scale_11_items"] = frame.where(frame != 3), [1, 2, 4, 5]


def _r_names(frame: pd.DataFrame) -> list[str]:
    """What R's `make.names` makes of headers."""
    return ["".join(c if c.isalnum() or c in "._" else "." for c in name) for name in frame]


def spss_numbers(path: Path) -> pd.DataFrame:
    """The numbers of an SPSS system file with the usual compression; texts are left out."""
    raw = path.read_bytes()
    place, widths, names = 176, [], []
    while (kind := struct.unpack_from("<i", raw, place)[0]) != 999:
        if kind == 2:
            width, labelled, missing = struct.unpack_from("<3i", raw, place + 4)
            name = raw[place + 24 : place + 32].decode().strip()
            place += 32
            if labelled:
                length = struct.unpack_from("<i", raw, place)[0]
                place += 4 + (length + 3) // 4 * 4
            place += 8 * abs(missing)
            widths.append(width)
            names.append(name)
        elif kind == 3:
            count = struct.unpack_from("<i", raw, place + 4)[0]
            place += 8
            for _ in range(count):
                place += 8 + (1 + raw[place + 8] + 7) // 8 * 8
        elif kind == 4:
            place += 8 + 4 * struct.unpack_from("<i", raw, place + 4)[0]
        elif kind == 6:
            place += 8 + 80 * struct.unpack_from("<i", raw, place + 4)[0]
        elif kind == 7:
            subtype, size, count = struct.unpack_from("<3i", raw, place + 4)
            if subtype == 13:
                long = raw[place + 16 : place + 16 + size * count].decode().split("\t")
                full = dict(part.split("=") for part in long)
            place += 16 + size * count
    place += 8
    values: list[float] = []
    while place < len(raw):
        codes = raw[place : place + 8]
        place += 8
        for code in codes:
            if code == 253:
                values.append(struct.unpack_from("<d", raw, place)[0])
                place += 8
            elif code == 252:
                break
            elif code != 0:
                values.append(float("nan") if code in (254, 255) else code - 100.0)
    rows = [values[start : start + len(names)] for start in range(0, len(values), len(names))]
    frame = pd.DataFrame(rows, columns=[full.get(name, name) for name in names])
    return frame.loc[:, [width == 0 for width in widths]]
