"""What the words of a survey's reports mean: labels of items, answers, groups and headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS, RESPONDENTS
from lumo_analysis.analysis.disclosure.ladder import ladder_of, option_ladder
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.presentation.answers_wording import (
    full_label,
    label_of_item,
    label_of_joint_answers,
    labels_of_answers,
)
from lumo_analysis.presentation.wording import Wording
from lumo_analysis.publishing.audit.patterns import normal, pattern, slot
from lumo_analysis.survey.codebook import Codebook
from lumo_analysis.survey.questionnaire import Item, Questionnaire


class Vocabulary:
    """Labels of one survey in one language, and what each stands for.

    >>> from lumo_analysis.survey.survey import load_survey
    >>> survey = load_survey("workers-2021")
    >>> words = Vocabulary(survey.questionnaire, survey.codebook, "en")
    >>> words.items_under("Coping at work"), words.answers("coping")["no answer"].parts
    (('coping',), ('no_answer',))
    >>> words.group("South Savo"), words.group("Others")
    ('etela-savo', 'others')
    """

    def __init__(
        self, questionnaire: Questionnaire, codebook: Codebook | None, language: str
    ) -> None:
        self.questionnaire = questionnaire
        self.words = Wording(language)
        self._themes = codebook.themes if codebook is not None else {}
        self.answers = cache(self._answers)

    @cached_property
    def _headings(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for item in self.questionnaire.items:
            if item.battery is None:
                found.setdefault(normal(self.words.text(item.label)), (item.id,))
        for battery in self.questionnaire.batteries:
            members = [item.id for item in self.questionnaire.items if item.battery == battery.id]
            found[normal(self.words.text(battery.title))] = tuple(members)
        return found

    def items_under(self, *headings: str) -> tuple[str, ...]:
        """The items that stand under the first of some headings or captions that is known."""
        for heading in headings:
            name = normal(heading)
            if name in self._headings:
                return self._headings[name]
            # A caption says also where, or what of the item it shows.
            longest = max((h for h in self._headings if name.startswith(h)), key=len, default="")
            if longest and not name[len(longest) : len(longest) + 1].isalnum():
                return self._headings[longest]
        return ()

    def item(self, label: str, among: Sequence[str] = ()) -> str | None:
        """The item with a label among some, or with a full label among all."""
        name = normal(label)
        for item in among:
            if normal(label_of_item(self.questionnaire, item, self.words)) == name:
                return item
        return self._full_labels.get(name)

    @cached_property
    def _full_labels(self) -> Mapping[str, str]:
        return {
            normal(full_label(self.questionnaire, item.id, self.words)): item.id
            for item in self.questionnaire.items
        }

    def _answers(self, item_id: str) -> Mapping[str, Cell]:
        """What each label of an item's answers stands for, alone or together."""
        item = self.questionnaire[item_id]
        left_open = {normal(self.words.say("No answer")): Cell((NO_ANSWER,), NO_ANSWER)}
        if item_id in self._themes:
            left_open |= {
                normal(self.words.text(theme.label)): Cell((theme.id,), "option")
                for theme in self._themes[item_id]
            }
        if not item.closed:
            return left_open
        found: dict[str, Cell] = {}
        if item_id == self.questionnaire.region:
            found |= {normal(self.words.say("All others")): Cell((OTHERS,), "rest")}
        for cell in self._cells(item):
            for label in self._labels(item, cell):
                found.setdefault(normal(label), cell)
        return found

    def _cells(self, item: Item) -> Iterable[Cell]:
        if item.kind == "multiple":
            return (
                c for c in ladder_of(item, self.questionnaire)["answers"] if c.kind != RESPONDENTS
            )
        scale = self.questionnaire.scale_of(item)
        off_scale = {answer.id for answer in scale.off_scale}
        of_headlines = [
            Cell(h.answers, "off_scale" if off_scale.issuperset(h.answers) else "scale")
            for h in scale.headlines
        ]
        rungs = ladder_of(item, self.questionnaire)
        return [*(cell for cells in rungs.values() for cell in cells), *of_headlines]

    def _labels(self, item: Item, cell: Cell) -> Iterable[str]:
        single = labels_of_answers(self.questionnaire, item.id, self.words)
        if cell.answer in single:
            # A headline may bear the id of an answer, so this one is not asked for by id.
            yield single[cell.answer]
            return
        yield label_of_joint_answers(
            self.questionnaire, item.id, cell.answer, self.words, cell.kind
        )
        if cell.kind == "rest":
            yield self.words.say("All others")

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Region ids by label."""
        return {normal(self.words.text(r.label)): r.id for r in self.questionnaire.regions}

    def group(self, label: str) -> str | None:
        """The group with a label: a region, all respondents, or the others."""
        name = normal(label)
        if name == normal(self.words.say("Others")):
            return OTHERS
        if name in (
            normal(self.words.say("All respondents")),
            normal(self.words.say("All regions")),
        ):
            return ALL
        return self.regions.get(name)

    def group_with_base(self, header: str) -> tuple[str, str] | None:
        """The group and the base, as text, that head a column such as "North (n = 28)"."""
        text = self.words.say("{group} (n\u00a0=\u00a0{n})", group=slot("group"), n=slot("n"))
        found = pattern(text).fullmatch(header)
        group = self.group(found["group"]) if found else None
        return (group, found["n"]) if found and group is not None else None

    def battery_with_base(self, header: str) -> tuple[tuple[str, ...], str]:
        """The items of the battery whose name heads a column, and its base as text.

        Nothing of both where the header names no battery.
        """
        text = self.words.say("{group} (n\u00a0=\u00a0{n})", group=slot("group"), n=slot("n"))
        found = pattern(text).fullmatch(header)
        label, base = (found["group"], found["n"]) if found else (header, "")
        for battery in self.questionnaire.batteries:
            if normal(self.words.text(battery.title)) == normal(label):
                own = (i.id for i in self.questionnaire.items if i.battery == battery.id)
                return tuple(own), base
        return (), ""

    def base_of(self, item_id: str, cell: Cell) -> str:
        """Whose share a cell's share is of: "answered" or "all"."""
        item = self.questionnaire[item_id]
        if cell.kind in ("off_scale", NO_ANSWER, "outside"):
            return "all"
        return "answered" if item.kind in ("multiple", "open") else item.base

    def fine_cells(self, item_id: str) -> tuple[Cell, ...]:
        """The finest cells of an item: single answers, options or themes."""
        if self.questionnaire[item_id].kind == "open":
            return option_ladder(theme.id for theme in self._themes.get(item_id, ()))["answers"]
        return ladder_of(self.questionnaire[item_id], self.questionnaire)["answers"]
