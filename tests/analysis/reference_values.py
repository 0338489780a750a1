"""What this package makes of the real surveys, under the names R's values have.

A value is known by file, analysis, item, group1, group2, category and stat, as in the files
themselves. R's pairs are the first group minus the second, save Dunn's z; ours are the second
minus the first.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from real_answers import (
    Answers,
    alliance_provinces,
    alliance_regions,
    alliance_themes,
    chosen_options,
    comments,
    likert_answers,
    nominal_tables,
)

from lumo_analysis.analysis.association import expected_counts
from lumo_analysis.analysis.comparison import compare_groups, compare_with_rest
from lumo_analysis.analysis.comparison_frame import used
from lumo_analysis.analysis.count_table import scale_tables
from lumo_analysis.analysis.counting import count_answers
from lumo_analysis.analysis.differences import share_difference
from lumo_analysis.analysis.multiplicity import benjamini_hochberg
from lumo_analysis.analysis.paired_shares import mcnemar
from lumo_analysis.analysis.pairs import compare_pairs
from lumo_analysis.analysis.ranks import superiority
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.theme_counting import theme_counts

Key = tuple[str, str, str, str, str, str, str]
Values = dict[Key, float]


def computed_values(folder: Path) -> Values:
    """Every value that functions of this package give, by key."""
    values: Values = {}
    for file, answers in likert_answers(folder).items():
        values |= _likert(file, answers)
    for (file, analysis, item), frame in nominal_tables(folder).items():
        counts = count_answers(frame, ["answer"], by="group")
        values |= _association((file, analysis, item), counts)
        values |= _exact((file, analysis, item), counts)
        values |= _crosstab(file, item, counts)
    return values | _between_surveys(folder) | _counted(folder) | _paired(folder)


def _likert(file: str, answers: Answers) -> Values:
    whole = count_answers(answers.responses, answers.items)
    by_group = count_answers(answers.responses, answers.items, by="group")
    values = _shares(file, whole, answers.boxes) | _shares(file, by_group, answers.boxes)
    ordinal = compare_groups(by_group, permutations=0)
    discovered = benjamini_hochberg(ordinal["p"])
    for row, found in zip(ordinal.itertuples(), discovered, strict=True):
        key = (file, "kruskal", str(row.item), "", "", "")
        values[(*key, "n")], values[(*key, "df")] = row.n, row.df
        values[(*key, "H_tie_corrected")], values[(*key, "p")] = row.statistic, row.p
        values[(*key, "epsilon_squared")] = row.effect
        family = (file, "family_kruskal", str(row.item), "", "", "")
        values[(*family, "p_holm")], values[(*family, "p_BH")] = row.p_adjusted, found
    for row in compare_with_rest(by_group, permutations=0).itertuples():
        # The mean rank of a group is that among its own and how many others it is above.
        rank = (row.n_group + 1) / 2 + row.superiority * (row.n - row.n_group)
        values[file, "kruskal", str(row.item), str(row.group), "", "", "mean_rank"] = rank
    tops = _two_answers(by_group, answers.boxes["top"])
    for analysis, counts in (("assoc_full", by_group), ("assoc_top", tops)):
        values |= _association((file, analysis, ""), counts)
    return values | _pairs(file, by_group, answers.boxes["top"])


def _shares(file: str, counts: pd.DataFrame, boxes: dict[str, list[str]]) -> Values:
    values: Values = {}
    for row in shares(counts).itertuples():
        group = "(all)" if row.group == "all" else str(row.group)
        key = (file, "counts", str(row.item), group, "")
        values[(*key, "", "n_valid")] = row.base
        values[(*key, str(row.answers), "count")] = row.n
        values[(*key, str(row.answers), "share")] = row.share
    missing = counts[counts["kind"] == "no_answer"]
    for row in missing.itertuples():
        group = "(all)" if row.group == "all" else str(row.group)
        values[file, "counts", str(row.item), group, "", "", "n_missing"] = row.n
    for box, ids in boxes.items():
        exact = shares(counts, ids, method="clopper_pearson")
        for row, strict in zip(shares(counts, ids).itertuples(), exact.itertuples(), strict=True):
            group = "(all)" if row.group == "all" else str(row.group)
            key = (file, "box", str(row.item), group, "", box)
            values[(*key, "count")], values[(*key, "n")] = row.n, row.base
            values[(*key, "share")] = row.share
            values[(*key, "wilson_lo")], values[(*key, "wilson_hi")] = row.low, row.high
            values[(*key, "clopper_pearson_lo")] = strict.low
            values[(*key, "clopper_pearson_hi")] = strict.high
    return values


def _two_answers(counts: pd.DataFrame, top: list[str]) -> pd.DataFrame:
    on_scale = counts[counts["kind"] == "scale"]
    named = on_scale.assign(answer=np.where(on_scale["answer"].isin(top), "top", "other"))
    keys = ["item", "group", "answer", "kind"]
    return named.groupby(keys, sort=False, as_index=False).agg({"n": "sum"})


def _association(key: tuple[str, str, str], counts: pd.DataFrame) -> Values:
    values: Values = {}
    tests = compare_groups(counts, nominal=counts["item"].unique().tolist(), permutations=0)
    tables = scale_tables(counts)
    discovered = benjamini_hochberg(tests["p"])
    for row, found in zip(tests.itertuples(), discovered, strict=True):
        item = (*key[:2], key[2] or str(row.item), "", "", "")
        expected = expected_counts(used(tables[str(row.item)][1]))
        values[(*item, "n")], values[(*item, "df")] = row.n, row.df
        values[(*item, "chisq")], values[(*item, "p")] = row.statistic, row.p
        values[(*item, "cramers_v_biascorrected")] = row.effect
        values[(*item, "min_expected")] = expected.min()
        values[(*item, "n_expected_lt5")] = (expected < 5).sum()
        family = (key[0], f"family_{key[1]}", str(row.item), "", "", "")
        values[(*family, "p_holm")], values[(*family, "p_BH")] = row.p_adjusted, found
    return values


def _exact(key: tuple[str, str, str], counts: pd.DataFrame) -> Values:
    row = compare_groups(counts, exact=["answer"], permutations=99_999).iloc[0]
    stats = ["fisher_mc_p_B1e5"]
    if row["test"] == "fisher-freeman-halton":
        stats.append("fisher_freeman_halton_p")
    return {(*key, "", "", "", stat): row["p"] for stat in stats}


def _pairs(file: str, counts: pd.DataFrame, top: list[str]) -> Values:
    values: Values = {}
    rows = compare_pairs(counts)
    discovered = rows.groupby("item")["p"].transform(benjamini_hochberg)
    tables = scale_tables(counts)
    for row, found in zip(rows.itertuples(), discovered, strict=True):
        one, two = str(row.group1), str(row.group2)
        key = (file, "pairwise", str(row.item), one, two, "")
        values[(*key, "dunn_z_group2_minus_group1")] = row.statistic
        values[(*key, "dunn_p_two_sided")] = row.p
        values[(*key, "dunn_p_holm")], values[(*key, "dunn_p_BH")] = row.p_adjusted, found
        values[(*key, "cliffs_delta_group1_vs_group2")] = -row.effect
        groups, table = tables[str(row.item)]
        pair = table[[groups.index(one), groups.index(two)]]
        wins = float(superiority(*pair)) * pair[0].sum() * pair[1].sum()
        values[(*key, "wilcoxon_W")] = wins
        if _first_gave_the_highest(pair):
            values[(*key, "cliffs_delta_lo")] = -row.effect_high
            values[(*key, "cliffs_delta_hi")] = -row.effect_low
    for one, two in rows[["group1", "group2"]].drop_duplicates().itertuples(index=False):
        both = counts[counts["group"].isin([one, two])]
        for row in compare_groups(both, permutations=0).itertuples():
            key = (file, "pairwise", str(row.item), str(one), str(two), "")
            values[(*key, "wilcoxon_p_nocc")] = row.p
    for row in share_difference(counts, top).itertuples():
        key = (file, "pairwise", str(row.item), str(row.group1), str(row.group2), "top")
        values[(*key, "prop_diff")] = -row.difference
        values[(*key, "newcombe_lo")], values[(*key, "newcombe_hi")] = -row.high, -row.low
    return values


def _first_gave_the_highest(pair: np.ndarray) -> bool:
    """Where only the second did, effsize 0.8.1 departs from its own formula (test_ranks.py)."""
    given = pair > 0
    return bool(given[0, np.flatnonzero(given.any(axis=0))[-1]])


def _crosstab(file: str, item: str, counts: pd.DataFrame) -> Values:
    return {
        (file, "crosstab", item, str(row.group), "", str(row.answer), "count"): float(str(row.n))
        for row in counts[counts["kind"] == "scale"].itertuples()
    }


def _between_surveys(folder: Path) -> Values:
    values: Values = {}
    answers = likert_answers(folder)
    file = "lumo_shape/reference/lumo_shape_between_surveys.csv"
    for policy in ("is_3", "missing"):
        parts = []
        for name in ("tyontekijat", "kumppanit"):
            of_survey = answers[f"lumo_shape/reference/lumo_shape_{name}_skip_{policy}.csv"]
            counted = count_answers(of_survey.responses, of_survey.items)
            parts.append(counted.assign(group=name))
        counts = pd.concat(parts, ignore_index=True)
        pairs = _pairs("", counts, ["4", "5"])
        top = _two_answers(counts, ["4", "5"])
        items = top["item"].unique().tolist()
        analysis = f"between_surveys_skip_{policy}"
        for (_, _, item, one, two, category, stat), value in pairs.items():
            name = "cliffs_delta" if stat == "cliffs_delta_group1_vs_group2" else stat
            values[file, analysis, item, one, two, category, name] = value
        for row in compare_with_rest(counts, permutations=0).itertuples():
            if row.group == "tyontekijat":
                key = (file, analysis, str(row.item), "tyontekijat", "kumppanit", "")
                values[(*key, "prob_superiority")] = row.superiority
        for row in compare_groups(top, nominal=items, permutations=0).itertuples():
            key = (file, analysis, str(row.item), "tyontekijat", "kumppanit", "top")
            values[(*key, "prop_test_chisq")] = row.statistic
            values[(*key, "prop_test_p")] = row.p
        for row in compare_groups(top, exact=items).itertuples():
            key = (file, analysis, str(row.item), "tyontekijat", "kumppanit", "top")
            values[(*key, "fisher_p")] = row.p
    return values


def _counted(folder: Path) -> Values:
    """Counts and shares without a scale: options, themes, provinces, comments."""
    values: Values = {}
    for (file, name), (item, columns, names) in chosen_options(folder).items():
        counts = count_answers(columns, [item])
        named = dict(zip((answer.id for answer in item.answers), names, strict=True))
        key = (file, "multiresponse", name, "", "")
        for row in shares(counts).itertuples():
            values[(*key, named[str(row.answers)], "count")] = row.n
            values[(*key, named[str(row.answers)], "share_of_respondents")] = row.share
            values[(*key, "", "n_respondents")] = row.base
            values[(*key, "", "n_respondents_any")] = row.base
        values[(*key, "", "n_responses")] = counts.loc[counts["kind"] == "option", "n"].sum()
    file = "alliance2023/reference/alliance2023.csv"
    coding, themes = alliance_themes(folder)
    for item, of_item in themes.items():
        rows = coding[coding["item"] == item]
        people = rows["respondent"].unique()
        answered = pd.DataFrame({item: "text"}, index=pd.Index(people))
        given = rows[rows["theme"] != "NA"]
        for row in shares(theme_counts(given, answered, {item: of_item})).itertuples():
            key = (file, "themes", item, "", "")
            values[(*key, "", "n_respondents")] = row.base
            values[(*key, str(row.answers), "n_respondents")] = row.n
            values[(*key, str(row.answers), "share_of_respondents")] = row.share
    for name, column in (
        ("province", alliance_provinces(folder)),
        ("region", alliance_regions(folder)),
    ):
        frame = pd.DataFrame({name: column.astype("category")})
        for row in shares(count_answers(frame, [name])).itertuples():
            key = (file, "crosstab", name, "", "", str(row.answers))
            values[(*key, "count")], values[(*key, "share")] = row.n, row.share
    texts = comments(folder)
    nobody = pd.DataFrame(columns=["respondent", "item", "theme", "coder"])
    counts = theme_counts(nobody, texts, {name: ["any"] for name in texts.columns})
    for row in counts[counts["kind"] == "respondents"].itertuples():
        file = "yle2015/reference/yle2015_categorical_text.csv"
        values[file, "text", str(row.item), "", "", "", "n_nonblank"] = float(str(row.n))
    return values


def _paired(folder: Path) -> Values:
    """The top answers of the same people before and after."""
    values: Values = {}
    file = "qualtrics_voting/reference/qualtrics_legitimacy_by_belief.csv"
    responses = likert_answers(folder)[file].responses
    for place in range(1, 5):
        before, after = (
            responses[f"legitimacy_{time}_{place}"].isin(["4", "5"]).to_numpy() for time in (1, 2)
        )
        p = float(mcnemar((before & ~after).sum(), (after & ~before).sum()).p)
        values[file, "paired", f"legitimacy_{place}", "pre", "post", "top", "mcnemar_exact_p"] = p
    return values
