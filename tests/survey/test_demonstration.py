from __future__ import annotations

import collections
import itertools
from pathlib import Path

import numpy as np
import pytest

from lumo_analysis.errors import QuestionnaireError
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.demonstration import (
    Demonstration,
    DemonstrationAnswer,
    compose_answers,
    load_demonstration,
)

THEMES = ["time", "peace"]
CODEBOOK = Codebook.model_validate(
    {
        "questions": [
            {
                "item": "wishes",
                "themes": [{"id": theme, "label": {}, "definition": {}} for theme in THEMES],
            }
        ]
    }
)
ANSWERS = [
    DemonstrationAnswer(item="wishes", themes=("time",), text="aikaa"),
    DemonstrationAnswer(item="wishes", themes=("time",), text="Lisää tunteja."),
    DemonstrationAnswer(item="wishes", themes=("peace", "time"), text="Rauhaa ja aikaa!"),
    DemonstrationAnswer(item="wishes", themes=("peace",), text="rauhaa"),
    DemonstrationAnswer(item="wishes", text="En tiedä."),
]


def load(tmp_path: Path, *answers: str) -> Demonstration:
    path = tmp_path / "demonstration.yaml"
    path.write_text("\n".join(["answers:", *answers]) + "\n", encoding="utf-8")
    return load_demonstration(path, CODEBOOK)


def composed(respondents: int, seed: int = 1) -> list[tuple[str, tuple[str, ...]]]:
    return compose_answers(ANSWERS, THEMES, respondents, np.random.default_rng(seed))


def test_answers_are_read_with_their_themes(tmp_path: Path) -> None:
    actual = load(tmp_path, "- {item: wishes, themes: [time, peace], text: Aikaa ja rauhaa.}")

    assert actual.answers[0].themes == ("time", "peace")


def test_all_faults_come_at_once_with_their_lines(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError) as refused:
        load(
            tmp_path,
            "- {item: wihses, text: x}",
            "- {item: wishes, themes: [tiem], text: x}",
            "- {item: wishes, themes: [peace], text: x}",
        )

    assert [str(fault) for fault in refused.value.faults] == [
        "answers: no answer to 'wishes' has theme 'time'; write one",
        "line 2: answers number 1 item: no themes for item 'wihses'; did you mean 'wishes'?",
        "line 3: answers number 2 themes: 'wishes' has no theme 'tiem'; did you mean 'time'?",
    ]


def test_an_answer_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="line 2: answers number 1 text"):
        load(tmp_path, '- {item: wishes, text: ""}')


def test_each_text_carries_the_themes_of_its_parts() -> None:
    for text, themes in composed(200):
        parts = [answer for answer in ANSWERS if answer.text.rstrip(".") in text.rstrip(".")]
        carried = {theme for part in parts for theme in part.themes}

        assert set(themes) <= carried
        assert (themes == ()) == (text == "En tiedä.")


def test_themes_stand_in_the_codebooks_order_and_earlier_ones_come_up_more() -> None:
    themes = [carried for _, carried in composed(400)]
    count = collections.Counter(theme for carried in themes for theme in carried)

    assert set(themes) == {("time",), ("peace",), ("time", "peace"), ()}
    assert count["time"] > count["peace"]


def test_sentences_are_joined_as_sentences() -> None:
    texts = {text for text, _ in composed(400)}

    assert "aikaa. rauhaa" in texts
    assert not any(".." in text or "!." in text for text in texts)


def test_a_text_comes_again_only_after_the_others_of_its_theme() -> None:
    alone = [answer for answer in ANSWERS if answer.themes == ("time",)]

    texts = [t for t, _ in compose_answers(alone, ["time"], 10, np.random.default_rng(1))]

    assert all(one != next_one for one, next_one in itertools.pairwise(texts))


def test_the_same_seed_gives_the_same_answers() -> None:
    assert composed(20) == composed(20)
    assert composed(20) != composed(20, seed=2)
