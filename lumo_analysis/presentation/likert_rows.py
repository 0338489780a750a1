"""All numbers of one item on a scale, and how the cells of a table tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lumo_analysis.analysis.shares import MINIMUM_BASE
from lumo_analysis.presentation.answer_cells import AnswerCell
from lumo_analysis.presentation.answers_wording import upper_first
from lumo_analysis.presentation.hiding import hidden, merged
from lumo_analysis.presentation.share_rows import ShareRow, too_few_to_show
from lumo_analysis.presentation.wording import EN_DASH, Wording


@dataclass(frozen=True)
class LikertRow:
    """The headline share of an item, and how many stand in each of its cells.

    A hidden number is None; `respondents` are all who were asked.
    """

    told: ShareRow
    cells: Mapping[str, int | None]
    respondents: int

    @property
    def too_few(self) -> bool:
        """Whether the base is too small for percentages."""
        return self.told.base is not None and self.told.base < MINIMUM_BASE

    @property
    def drawn(self) -> bool:
        """Whether there is a bar to draw; a hidden part of it may hold a word."""
        return self.told.base is not None and not self.too_few

    def hides(self, cells: Sequence[AnswerCell]) -> bool:
        """Whether a number of the row is hidden."""
        own = [self.cells[cell.id] for cell in cells if cell.id in self.cells]
        return self.told.hidden or None in own

    def share(self, cell: AnswerCell) -> float:
        """The share of a cell that is shown, of its base."""
        n, base = self.cells[cell.id], self.told.base if cell.on_scale else self.respondents
        assert n is not None, "only what is shown has a share"
        assert base is not None, "only what is shown has a share"
        return n / base

    def cell(self, words: Wording, cell: AnswerCell) -> str:
        """A per cent with its count, "46% (62)"; a dash where the base is too small."""
        if cell.id not in self.cells:
            return merged(words)
        n = self.cells[cell.id]
        if n is None:
            return hidden(words)
        if self.too_few:
            return EN_DASH
        known = not cell.on_scale or self.told.base is not None
        share = words.percent(self.share(cell)) if known else hidden(words)
        return f"{share} ({words.number(n)})"

    def percent(self, words: Wording, cells: Sequence[AnswerCell]) -> str:
        """The joint share of cells off the scale, of all respondents."""
        own = [cell for cell in cells if cell.id in self.cells]
        if not own:
            return merged(words)
        if None in [self.cells[cell.id] for cell in own]:
            return hidden(words)
        return EN_DASH if self.too_few else words.percent(sum(self.share(cell) for cell in own))

    def count_and_base(self, words: Wording) -> str:
        """How many gave the headline's answers, of how many: "62 / 134"; once where both hide."""
        if self.told.n is None and self.told.base is None:
            return hidden(words)
        return f"{self.told.count(words)} / {self.told.base_number(words)}"

    def instead(self, words: Wording) -> str:
        """What stands in place of the bar; nothing where it is drawn."""
        if self.drawn:
            return ""
        return too_few_to_show(words) if self.too_few else upper_first(hidden(words))
