"""Synthetic responses: an export that nobody answered, made from published figures alone.

It lets anyone run every report without a single real respondent. Each row says that it is
synthetic, in a column that `load_survey` looks for, so the mark survives any renaming.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lumo_analysis.errors import Fault, QuestionnaireError
from lumo_analysis.survey.codebook import Codebook, load_codebook
from lumo_analysis.survey.coding import CODING_COLUMNS
from lumo_analysis.survey.demonstration import (
    Demonstration,
    compose_answers,
    load_demonstration,
)
from lumo_analysis.survey.published_file import load_published
from lumo_analysis.survey.questionnaire import Item, Questionnaire
from lumo_analysis.survey.questionnaire_file import load_questionnaire
from lumo_analysis.survey.survey import (
    CODEBOOK,
    PUBLISHED,
    QUESTIONNAIRE,
    SYNTHETIC,
    SYNTHETIC_CODING,
)
from lumo_analysis.survey.synthetic_counts import NO_ANSWER, answer_counts

DEMONSTRATION = "demonstration.yaml"
MARK = "SYNTHETIC: nobody gave this answer"
CODER = "demonstration"


@dataclass(frozen=True)
class Synthesis:
    """A synthetic export (one row a respondent, text as a survey tool writes it) and its coding."""

    export: pd.DataFrame
    coding: pd.DataFrame


def synthesize(folder: str | Path) -> Synthesis:
    """Synthetic responses of the survey in a folder; the same ones each time.

    Their shares round to every published figure. Answers of one respondent hang together
    (a content person judges most services better), regions differ a little, some answers
    are missing. Open answers are those of `demonstration.yaml`.
    """
    folder = Path(folder)
    questionnaire = load_questionnaire(folder / QUESTIONNAIRE)
    published = load_published(folder / PUBLISHED, questionnaire)
    codebook = load_codebook(folder / CODEBOOK, questionnaire)
    demonstration = load_demonstration(folder / DEMONSTRATION, codebook)
    respondents = _Respondents(questionnaire, published)
    columns = {questionnaire.synthetic_mark: pd.Series(MARK, index=range(respondents.n))}
    identifiers = [f"synthetic-{number:04d}" for number in range(1, respondents.n + 1)]
    if questionnaire.identifier is not None:
        columns[str(questionnaire.identifier)] = pd.Series(identifiers)
    coding: list[tuple[str, str, str, str]] = []
    for item in questionnaire.items:
        if item.kind == "open":
            texts, themes = _open_answers(item, codebook, demonstration, respondents)
            columns[header_of(item, questionnaire)] = texts
            coding += [
                (identifiers[row], item.id, theme, CODER)
                for row, some in themes.items()
                for theme in some
            ]
        elif item.kind == "multiple":
            columns.update(_multiple(item, questionnaire, respondents))
        elif item.closed:
            labels = {
                answer.id: answer.label[questionnaire.languages[0]]
                for answer in questionnaire.scale_of(item).answers
            }
            ids = respondents.closed(item)
            columns[header_of(item, questionnaire)] = ids.map(lambda a, m=labels: m.get(a, ""))
        else:
            # No figures of numbers are published, so nobody gives one.
            columns[header_of(item, questionnaire)] = pd.Series("", index=range(respondents.n))
    return Synthesis(pd.DataFrame(columns), pd.DataFrame(coding, columns=list(CODING_COLUMNS)))


def write_synthesis(folder: str | Path) -> tuple[Path, Path]:
    """Write `synthetic.csv` and its coding into a survey's folder; the paths written."""
    folder = Path(folder)
    synthesis = synthesize(folder)
    responses, coding = folder / SYNTHETIC, folder / SYNTHETIC_CODING
    # Semicolons and a byte-order mark: what a Finnish spreadsheet writes and opens.
    synthesis.export.to_csv(
        responses, sep=";", index=False, encoding="utf-8-sig", lineterminator="\n"
    )
    synthesis.coding.to_csv(coding, index=False, encoding="utf-8", lineterminator="\n")
    return responses, coding


def header_of(item: Item, questionnaire: Questionnaire, option: str | None = None) -> str:
    """A header that a survey tool would write for an item or one of its options."""
    language = questionnaire.languages[0]
    column, text = item.column, item.label if item.battery else item.wording
    for answer in item.answers:
        if answer.id == option and answer.column is not None:
            column, text = answer.column, answer.label
    if column is None or column.header is not None:
        return str(column)
    return f"{(column.prefix or '').rstrip()} {text[language]}"


class _Respondents:
    """Synthetic respondents: how many, where, how content, and how apt to skip a question."""

    def __init__(self, questionnaire: Questionnaire, published: pd.DataFrame) -> None:
        self.questionnaire, self.published = questionnaire, published
        region = published[published["item"] == questionnaire.region]
        if region.empty or region["count"].isna().any():
            what = "the count of each region must be published"
            raise QuestionnaireError(PUBLISHED, [Fault(questionnaire.region, what)])
        self.n = int(region["count"].sum())
        rng = self.rng("respondents")
        names = np.repeat(region["answers"].to_numpy(), region["count"].astype(int))
        self.region = pd.Series(rng.permutation(names))
        self.content = pd.Series(rng.standard_normal(self.n))
        self.skips = pd.Series(rng.standard_normal(self.n))

    def rng(self, name: str) -> np.random.Generator:
        """A generator of its own for each purpose, so that adding an item moves no other."""
        digest = hashlib.sha256(f"{self.questionnaire.survey}/{name}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big"))

    def closed(self, item: Item) -> pd.Series:
        """The answer of each respondent to a closed item; missing for no answer."""
        if item.id == self.questionnaire.region:
            return self.region
        scale = self.questionnaire.scale_of(item)
        figures = self.published[self.published["item"] == item.id]
        counts = answer_counts(item, scale, figures, self.n, self.rng(f"{item.id}/counts"))
        rng = self.rng(item.id)
        names = sorted(set(self.region))
        regional = dict(zip(names, rng.normal(0, 0.15, len(names)), strict=True))
        battery = pd.Series(self.rng(item.battery or item.id).standard_normal(self.n))
        score = 0.6 * self.content + 0.3 * battery + self.region.map(regional)
        if item.kind == "nominal":
            score = self.region.map(regional)
        score = score + rng.normal(0, 0.8, self.n)
        absent = (self.skips + rng.normal(0, 1, self.n)).sort_values(ascending=False).index
        answers = pd.Series(pd.NA, index=range(self.n), dtype=object)
        taken = counts.pop(NO_ANSWER)
        unplaced = list(absent[taken:])
        for answer in scale.off_scale:
            some, unplaced = unplaced[: counts[answer.id]], unplaced[counts[answer.id] :]
            answers[some] = answer.id
        in_order = score[unplaced].sort_values(kind="stable").index
        start = 0
        for answer in scale.ordered:
            answers[in_order[start : start + counts[answer.id]]] = answer.id
            start += counts[answer.id]
        return answers


def _multiple(
    item: Item, questionnaire: Questionnaire, respondents: _Respondents
) -> dict[str, pd.Series]:
    rng = respondents.rng(item.id)
    language = questionnaire.languages[0]
    answers = questionnaire.scale_of(item).answers
    answered = respondents.skips + rng.normal(0, 1, respondents.n) < 1.6
    chances = [0.62 / (1 + 0.55 * rank) for rank in range(len(answers))]
    chosen = {
        answer.id: answered & (rng.random(respondents.n) < chance)
        for answer, chance in zip(answers, chances, strict=True)
    }
    others = pd.DataFrame({a.id: chosen[a.id] for a in answers if not a.exclusive}).any(axis=1)
    chosen |= {a.id: chosen[a.id] & ~others for a in answers if a.exclusive}
    labels = {answer.id: answer.label[language] for answer in answers}
    if any(answer.column for answer in answers):
        return {
            header_of(item, questionnaire, answer): picked.map({True: labels[answer], False: ""})
            for answer, picked in chosen.items()
        }
    separator = item.separator or ";"
    cells = [
        separator.join(labels[answer] for answer, picked in chosen.items() if picked[row])
        for row in range(respondents.n)
    ]
    return {header_of(item, questionnaire): pd.Series(cells)}


def _open_answers(
    item: Item, codebook: Codebook, demonstration: Demonstration, respondents: _Respondents
) -> tuple[pd.Series, dict[int, tuple[str, ...]]]:
    rng = respondents.rng(item.id)
    texts = [""] * respondents.n
    answers = [answer for answer in demonstration.answers if answer.item == item.id]
    if not answers:
        return pd.Series(texts), {}
    share = rng.uniform(0.5, 0.72)
    apt = (-respondents.skips + rng.normal(0, 1, respondents.n)).sort_values(ascending=False)
    rows = sorted(apt.index[: round(share * respondents.n)])
    themes = [theme.id for theme in codebook.themes[item.id]]
    composed = compose_answers(answers, themes, len(rows), rng)
    for row, (text, _) in zip(rows, composed, strict=True):
        texts[row] = text
    return pd.Series(texts), {row: some for row, (_, some) in zip(rows, composed, strict=True)}
