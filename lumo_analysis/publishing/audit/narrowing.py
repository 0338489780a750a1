"""The attack on what was read: which sensitive numbers could be narrowed, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lumo_analysis.analysis.count_table import ALL, NO_ANSWER, OTHERS
from lumo_analysis.analysis.disclosure.attackers import Attack, Narrowed
from lumo_analysis.analysis.disclosure.integer_program import (
    ContradictionError,
    Fact,
    IntegerProgram,
    UnsolvedError,
)
from lumo_analysis.analysis.disclosure.item_table import (
    REMAINDER,
    ItemTable,
    holds,
    option_table,
    scale_table,
)
from lumo_analysis.analysis.disclosure.ladder import Ladder
from lumo_analysis.analysis.disclosure.plan import Cell
from lumo_analysis.analysis.disclosure.public_figures import with_published
from lumo_analysis.analysis.disclosure.targets import Target, targets_of
from lumo_analysis.publishing.audit.claims import Claim, Mean, Tested
from lumo_analysis.publishing.audit.linear import (
    base_places,
    facts_of_claim,
    facts_of_mean,
    fits,
)
from lumo_analysis.publishing.audit.numerals import Reading
from lumo_analysis.publishing.audit.truth import Truth
from lumo_analysis.publishing.audit.vocabulary import Vocabulary


@dataclass
class ItemClaims:
    """All that files say of one item."""

    claims: dict[Claim, None] = field(default_factory=dict)
    means: dict[Mean, None] = field(default_factory=dict)
    tests: dict[Tested, None] = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        """Whether a number of the item is hidden or put together somewhere."""
        together = any(
            c.cell is not None and not c.headline and len(c.cell.parts) > 1 for c in self.claims
        )
        return together or any(claim.reading.hidden for claim in self.claims)


@dataclass
class Outcome:
    """What the attack on one item found; `facts` is how many facts it stood on."""

    faults: list[str] = field(default_factory=list)
    narrowed: list[str] = field(default_factory=list)
    facts: int = 0
    targets: int = 0


class Attacker:
    """Attacks the items of one survey with what its files say."""

    def __init__(self, truth: Truth, vocabulary: Vocabulary) -> None:
        self._truth, self._vocabulary = truth, vocabulary
        self._rules = truth.survey.questionnaire.disclosure
        frame = truth.survey.questionnaire.frame
        sizes = [] if frame is None else frame.values() if isinstance(frame, Mapping) else [frame]
        self._frames = tuple(sizes)

    def attack(self, item: str, said: ItemClaims, named: Collection[str]) -> Outcome:
        """Everything of one item at once: all regions, languages and files together.

        `named` are the regions that the files tell something of; all others are one remainder.
        """
        outcome = Outcome()
        true = [claim for claim in said.claims if self._is_true(claim, outcome)]
        means = [mean for mean in said.means if self._mean_is_true(mean, outcome)]
        outcome.faults += self._exact_tests(said)
        if item == self._truth.survey.questionnaire.region or self._rules.public:
            return outcome
        table = with_published(self._table(item, named), self._truth.survey.published)
        facts = [*table.facts]
        public = IntegerProgram.of(facts, [0] * len(table.values), self._limits(table))
        for claim in true:
            facts += facts_of_claim(claim, table, self._truth.size(claim.group), self._frames)
        for mean in means:
            facts += facts_of_mean(mean, table)
        facts += self._of_tests(said, table)
        facts = list(dict.fromkeys(facts))
        wrong = [fact for fact in facts if not holds(fact, table.values)]
        assert not wrong, "a true claim makes true facts"
        outcome.facts = len(facts)
        targets = targets_of(table, *_shown(true))
        given = self._given_away(table, targets, public)
        targets = [target for target in targets if target.places not in given]
        outcome.targets = len(targets)
        try:
            program = IntegerProgram.of(facts, [0] * len(table.values), self._limits(table))
            found = list(Attack(program, table.values, targets).narrowed())
        except ContradictionError:
            outcome.faults.append(f"{item}: the numbers of the files contradict each other")
            return outcome
        except UnsolvedError as error:
            outcome.faults.append(f"{item}: not proved safe ({error})")
            return outcome
        outcome.narrowed += [self._words(item, table, one) for one in found]
        return outcome

    def _limits(self, table: ItemTable) -> list[int]:
        return [table.total] * len(table.values)

    def _is_true(self, claim: Claim, outcome: Outcome) -> bool:
        """Whether the responses bear a claim out; what they don't is misread or wrong."""
        truth = self._truth
        if claim.cell is not None and OTHERS in claim.cell.parts:
            # All other regions together, which the sizes of the regions tell anyway.
            return True
        n, base = truth.pair(claim)
        reading = claim.reading
        if claim.cell is None:
            reading = Reading(base=reading.base, too_few=reading.too_few)
        if fits(reading, n, base, self._frames):
            return True
        outcome.faults.append(
            f"{claim.item}: {claim.place}: a number that the responses don't give"
        )
        return False

    def _mean_is_true(self, mean: Mean, outcome: Outcome) -> bool:
        counts = self._truth.counts(mean.item, mean.group)
        answers = self._truth.on_scale(mean.item)
        total = sum(counts[answer] for answer in answers)
        codes = sum(code * counts[answer] for code, answer in enumerate(answers, start=1))
        if total and abs(codes / total - float(mean.value)) <= 0.5 / 10**mean.decimals + 1e-9:
            return True
        outcome.faults.append(f"{mean.item}: {mean.place}: a mean that the responses don't give")
        return False

    def _exact_tests(self, said: ItemClaims) -> Iterator[str]:
        """Where numbers are hidden, the exact result of a test would give them away."""
        if not said.hides or self._rules.public:
            return
        for test in said.tests:
            if test.exact:
                yield f"{test.item}: {test.place}: an exact test of an item with hidden numbers"

    def _of_tests(self, said: ItemClaims, table: ItemTable) -> Iterator[Fact]:
        """How many answers a test used: all on the scale, or those in groups with a name."""
        for test in said.tests:
            if test.n is None:
                continue
            whole = base_places(table, ALL, "answered")
            named = tuple(
                place for row in table.groups for place in base_places(table, row, "answered")
            )
            for places in (whole, named):
                fact = Fact(places, (1,) * len(places), test.n, test.n)
                if holds(fact, table.values):
                    yield fact
                    break

    def _table(self, item: str, named: Collection[str]) -> ItemTable:
        truth, questionnaire = self._truth, self._truth.survey.questionnaire
        rows = {r: truth.counts(item, r) for r in truth.regions if r in named and truth.size(r)}
        whole = truth.counts(item, ALL)
        rest = {
            answer: n - sum(own[answer] for own in rows.values()) for answer, n in whole.items()
        }
        if truth.size(ALL) > sum(truth.size(row) for row in rows):
            rows[REMAINDER] = rest
        asked = questionnaire[item]
        ladder: Ladder = {"answers": self._vocabulary.fine_cells(item)}
        limit = self._rules.sensitive_threshold if asked.sensitive else self._rules.threshold
        if asked.kind in ("multiple", "open"):
            exclusive = [a.id for a in asked.answers if a.exclusive]
            return option_table(
                item, limit, ladder, rows, exclusive=exclusive, everyone_chose=asked.closed
            )
        return scale_table(item, limit, ladder, rows, asked.base)

    def _given_away(
        self, table: ItemTable, targets: Sequence[Target], public: IntegerProgram
    ) -> Collection[tuple[int, ...]]:
        """Targets of the whole survey that the published figures give away by themselves."""
        of_whole = [target for target in targets if target.group == ALL]
        found = Attack(public, table.values, of_whole).narrowed()
        return {one.target.places for one in found}

    def _words(self, item: str, table: ItemTable, one: Narrowed) -> str:
        who = {0: "a reader", 1: "a respondent", 2: "two respondents together"}[len(one.insiders)]
        names = {r.id: r.id for r in self._truth.survey.questionnaire.regions}
        group = {ALL: "all respondents", REMAINDER: "those of no group"}.get(
            one.target.group, names.get(one.target.group, one.target.group)
        )
        values = f"{one.low}" if one.low == one.high else f"{one.low} to {one.high}"
        own = ", ".join(f"'{table.keys[place][1]}'" for place in one.insiders)
        knowing = f" who answered {own}" if own else ""
        others = "others " if one.insiders else ""
        answer = one.target.name.replace(NO_ANSWER, "no answer")
        return (
            f"{item}, {group}, '{answer}': {who}{knowing} can tell that {values} {others}"
            f"gave it; fewer than {one.target.threshold} must not be told apart"
        )


def _shown(claims: Iterable[Claim]) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The cells that tables show of the whole and of groups, apart from headlines."""
    whole: dict[Cell, None] = {}
    groups: dict[Cell, None] = {}
    for claim in claims:
        if claim.cell is not None and not claim.headline:
            (whole if claim.group == ALL else groups)[claim.cell] = None
    return (*whole,), (*groups,)


def named_regions(items: Mapping[str, ItemClaims], region_item: str) -> frozenset[str]:
    """The regions that files tell a number of."""
    found: set[str] = set()
    for said in items.values():
        for claim in said.claims:
            if not claim.reading.tells:
                continue
            if claim.item == region_item and claim.cell is not None:
                found |= {*claim.cell.parts}
            found.add(claim.group.rpartition(":")[2])
    return frozenset(found)


def merged(parts: Iterable[Mapping[str, ItemClaims]]) -> dict[str, ItemClaims]:
    """The claims of many files together, each once, by item."""
    whole: dict[str, ItemClaims] = {}
    for part in parts:
        for item, said in part.items():
            own = whole.setdefault(item, ItemClaims())
            own.claims |= said.claims
            own.means |= said.means
            own.tests |= said.tests
    return whole
