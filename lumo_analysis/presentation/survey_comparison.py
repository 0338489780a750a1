"""A comparison of surveys, or of waves of one: exhibits and words, all as may be shown."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from lumo_analysis.analysis.disclosure.plan import Plan
from lumo_analysis.analysis.shares import shares
from lumo_analysis.analysis.survey_comparison import compare_surveys
from lumo_analysis.analysis.survey_comparison_shown import protected_whole, shown_comparison
from lumo_analysis.errors import ParameterError, nearest
from lumo_analysis.presentation.answers_by_group import answers_by_group
from lumo_analysis.presentation.answers_wording import label_of_item, labels_of_answers
from lumo_analysis.presentation.colours import MARKERS
from lumo_analysis.presentation.comparison_table import comparison_table
from lumo_analysis.presentation.exhibits import Block, Exhibit, Heading, Notice, Paragraph
from lumo_analysis.presentation.group_figures import group_figure, group_table
from lumo_analysis.presentation.survey_comparison_labels import joint_questionnaire
from lumo_analysis.presentation.survey_comparison_table import differences_table
from lumo_analysis.presentation.survey_comparison_wording import (
    how_many_compare,
    only_in_one,
    other_words_notes,
    refused_table,
    surveys_compared,
    what_to_bear_in_mind,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.survey import Survey


def survey_comparison(
    surveys: Sequence[Survey],
    plans: Mapping[str, Plan],
    words: Wording,
    *,
    items: Sequence[str] = (),
    same_wording: bool = False,
) -> list[Block]:
    """Everything that surveys asked alike, side by side, and what can't be compared and why.

    Args:
        surveys: two or more, oldest first.
        plans: the plan of disclosure control of each survey, by its id. Nothing but the
            protected shares of the whole surveys is shown.
        words: the report's language.
        items: as in `compare_surveys`.
        same_wording: as in `compare_surveys`; by default items are compared that a
            questionnaire declares comparable, with the reason it gives.

    Returns:
        Blocks for a notebook, or for `comparison_text`: of each battery or item a figure of
        the shares by survey, a table of their differences and one of the tests.

    Raises:
        ParameterError: a survey without a plan, a language that a survey is not in, and as in
            `compare_surveys`.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> pair = [load_survey(name) for name in ("workers-2021", "partners-2021")]
    >>> plans = {each.questionnaire.survey: Plan("", 5, 10, public=True) for each in pair}
    >>> blocks = survey_comparison(pair, plans, Wording("en"), same_wording=True)
    >>> blocks[0].as_text()
    'Comparison of surveys'
    """
    for survey in surveys:
        _check(survey.questionnaire, plans, words)
    comparison = compare_surveys(*surveys, items=items, same_wording=same_wording)
    shown = shown_comparison(comparison, surveys, plans)
    joint, by = joint_questionnaire([survey.questionnaire for survey in surveys])
    blocks: list[Block] = [
        Heading(2, words.say("Comparison of surveys"), "surveys"),
        surveys_compared(surveys, joint, by, words),
    ]
    if any(survey.synthetic for survey in surveys):
        mark = words.say("Synthetic demonstration data: nobody gave these answers")
        blocks.append(Notice(mark, "synthetic"))
    blocks.append(Paragraph(how_many_compare(shown, words)))
    compared = shown[shown["test"] != ""]
    if not compared.empty:
        notes = other_words_notes(shown, surveys, joint, words)
        sentences = [*what_to_bear_in_mind(surveys, words), *notes]
        blocks += [Paragraph(sentence) for sentence in sentences]
        counts = _counts(compared, surveys, plans)
        for rows, group in _groups(compared, joint):
            blocks += _exhibits(rows, group, counts, joint, by, words, compared)
    refused, alone = refused_table(shown, joint, by, words), only_in_one(shown, words)
    if refused is not None:
        blocks += [Heading(3, refused.title, "not-compared-heading"), refused]
    return [*blocks, *([Paragraph(alone)] if alone else [])]


def comparison_text(blocks: Iterable[Block]) -> str:
    """A comparison as plain text, for a terminal.

    >>> print(comparison_text([Heading(2, "Comparison", "x"), Paragraph("Nothing.")]))
    Comparison
    <BLANKLINE>
    Nothing.
    """
    return "\n\n".join(block.as_text() for block in blocks)


def _check(questionnaire: Questionnaire, plans: Mapping[str, Plan], words: Wording) -> None:
    name = questionnaire.survey
    if name not in plans:
        raise ParameterError(f"no plan of disclosure control for survey '{name}'")
    if words.language not in questionnaire.languages:
        known = nearest(words.language, questionnaire.languages)
        raise ParameterError(f"survey {name} is not in '{words.language}'; {known}")


def _counts(
    compared: pd.DataFrame, surveys: Sequence[Survey], plans: Mapping[str, Plan]
) -> pd.DataFrame:
    """Protected counts of each survey's compared items, the survey as their group."""
    parts = []
    for survey in surveys:
        name = survey.questionnaire.survey
        own = compared[(compared["group1"] == name) | (compared["group2"] == name)]
        items = own["item"].unique().tolist()
        if items:
            counts = protected_whole(survey, plans[name], items)
            parts.append(counts.assign(group=pd.Series(name, counts.index, dtype="str")))
    return pd.concat(parts, ignore_index=True)


def _groups(
    compared: pd.DataFrame, joint: Questionnaire
) -> Iterable[tuple[pd.DataFrame, list[Item]]]:
    """Neighbouring items of a battery that the same surveys share, with their rows."""
    ids = compared["item"].unique().tolist()
    pairs = {item: tuple(compared.loc[compared["item"] == item, "groups"].unique()) for item in ids}

    def alike(item: str) -> tuple[object, ...]:
        own = joint[item]
        return own.battery or own.id, own.kind, own.base, own.scale, pairs[item]

    for _, group in itertools.groupby(ids, key=alike):
        members = list(group)
        yield compared[compared["item"].isin(members)], [joint[item] for item in members]


def _exhibits(
    rows: pd.DataFrame,
    items: list[Item],
    counts: pd.DataFrame,
    joint: Questionnaire,
    by: str,
    words: Wording,
    compared: pd.DataFrame,
) -> list[Block]:
    battery = items[0].battery
    titles = {each.id: words.text(each.title) for each in joint.batteries}
    title = titles[battery] if battery else label_of_item(joint, items[0].id, words)
    name = f"surveys-{battery or items[0].id}".replace("_", "-")
    names = [item.id for item in items]
    own = counts[counts["item"].isin(names)]
    made = compared[(compared["reason"] == "") | compared["withheld"]]
    families = {str(key): int(n) for key, n in made["family"].value_counts().items()}
    shares_of_all = _shares(own, items, joint, by, words, name, title)
    blocks: list[Block] = [shares_of_all]
    told = rows[rows["answers"] != ""].reset_index(drop=True)
    if not told.empty:
        tests = [families[family] for family in told["family"].unique() if family in families]
        differences = differences_table(
            told,
            joint,
            words,
            by=by,
            id=f"{name}-difference",
            title=words.say("{title}: differences between the surveys", title=title),
            tests_in_family=tests or None,
        )
        # What is found stands once, above the figure.
        finding = differences.finding
        blocks = [
            dataclasses.replace(shares_of_all, finding=finding),
            dataclasses.replace(differences, finding=""),
        ]
    if items[0].kind != "multiple":
        blocks.append(_tests(rows.reset_index(drop=True), joint, by, words, name, title, families))
    return [Heading(3, title, f"{name}-heading"), *blocks]


def _tests(
    rows: pd.DataFrame,
    joint: Questionnaire,
    by: str,
    words: Wording,
    name: str,
    title: str,
    families: Mapping[str, int],
) -> Exhibit:
    table = comparison_table(
        rows,
        joint,
        words,
        id=f"{name}-test",
        title=words.say("{title}: test of the difference", title=title),
        tests_in_family=families,
        by=by,
    )
    signed = rows["test"].str.startswith("brunner-munzel") & ~rows["withheld"]
    if not signed.any():
        return table
    note = words.say(
        "Here the group is the later-named survey, and all the others are the other survey."
    )
    return dataclasses.replace(table, notes=(table.notes[0], note, *table.notes[1:]))


def _shares(
    counts: pd.DataFrame,
    items: list[Item],
    joint: Questionnaire,
    by: str,
    words: Wording,
    name: str,
    title: str,
) -> Exhibit:
    headlines = joint.scale_of(items[0]).headlines
    if items[0].kind == "multiple" or (items[0].kind == "nominal" and not headlines):
        return answers_by_group(
            shares(counts, base=items[0].base),
            labels_of_answers(joint, items[0].id, words),
            joint,
            words,
            id=name,
            title=title,
            first=words.say("Answer"),
            by=by,
        )
    crowded = counts["group"].nunique() > len(MARKERS) and len(items) > 1
    draw = group_table if crowded else group_figure
    return draw(counts, joint, items, words, id=name, title=title, by=by)
