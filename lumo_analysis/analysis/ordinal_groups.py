"""Groups and strata as a proportional-odds model: what of a table can be used, and its tests."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csgraph

from lumo_analysis.analysis.comparison_frame import CONSTANT, ONE_GROUP, TOO_FEW
from lumo_analysis.analysis.count_table import Integers
from lumo_analysis.analysis.ordinal_model import (
    Fit,
    ProportionalOdds,
    bands,
    expected_answers,
    fit,
    slopes,
)
from lumo_analysis.analysis.ordinal_separation import is_separated

Numbers = npt.NDArray[np.float64]

CONFOUNDED, SEPARATED, NO_FIT = "confounded", "separated", "no_fit"


@dataclass(frozen=True)
class Layout:
    """The part of a table (stratum, group, answer) that tells something of its groups.

    `groups` and `strata` are places in the whole table; `reason` says why there is no test.
    `part` gives for each group which of the parts it belongs to that no stratum links.
    """

    table: Integers
    groups: Integers
    strata: Integers
    part: Integers
    reason: str

    def patterns(self) -> tuple[Integers, Integers, Numbers]:
        """Stratum and group of each that has answers, and the counts by answer."""
        stratum, group = np.nonzero(self.table.sum(axis=2))
        counts = self.table[stratum, group].astype(np.float64)
        return stratum.astype(np.int64), group.astype(np.int64), counts


def laid_out(table: Integers) -> Layout:
    """Leave out what nobody gave, and the strata that tell nothing.

    Groups, strata and answers without counts go. So does a stratum where everyone gave the
    lowest answer of all that are left, or everyone the highest: the model then fits it
    perfectly whatever the groups are, and nothing is lost with it but a separation.

    >>> strata = np.array([[[3, 1], [1, 2]], [[0, 4], [0, 2]]])
    >>> laid_out(strata).strata.tolist()
    [0]
    """
    strata, groups = np.arange(table.shape[0]), np.arange(table.shape[1])
    fewer = False
    while True:
        sizes = table.sum(axis=2)
        keep_strata, keep_groups = sizes.any(axis=1), sizes.any(axis=0)
        table = table[np.ix_(keep_strata, keep_groups, table.any(axis=(0, 1)))]
        strata, groups = strata[keep_strata], groups[keep_groups]
        if table.shape[2] < 2:
            break
        by_stratum = table.sum(axis=1)
        extreme = (by_stratum[:, [0, -1]] == by_stratum.sum(axis=1)[:, None]).any(axis=1)
        if not extreme.any():
            break
        table, strata, fewer = table[~extreme], strata[~extreme], True
    part = _linked(table)
    return Layout(table, groups, strata, part, _reason(table, part, fewer))


def _linked(table: Integers) -> Integers:
    """For each group the part of the table it is in; strata link the groups they hold."""
    stratum, group = np.nonzero(table.sum(axis=2))
    size = table.shape[0] + table.shape[1]
    links = coo_array(
        (np.ones(len(stratum)), (stratum, table.shape[0] + group)), shape=(size, size)
    )
    found = csgraph.connected_components(links, directed=False)[1]
    return np.asarray(found[table.shape[0] :], dtype=np.int64)


def _reason(table: Integers, part: Integers, fewer: bool) -> str:
    if table.shape[1] < 2 and not fewer:
        return ONE_GROUP if table.size else TOO_FEW
    if table.shape[1] < 2 or table.shape[2] < 2:
        return CONSTANT
    # Every group has strata of its own: what is the group's and what the stratum's is unknown.
    return CONFOUNDED if len(np.unique(part)) == len(part) else ""


@dataclass(frozen=True)
class GroupFit:
    """The model of a layout and its fit.

    `coding` gives the effect of each group by the first columns of x, the rest of which are
    of strata; `group` and `stratum` are those of each pattern.
    """

    model: ProportionalOdds
    whole: Fit
    coding: Numbers
    group: Integers
    stratum: Integers

    @property
    def of_groups(self) -> slice:
        """Where the parameters of the groups are."""
        start = self.model.counts.shape[1] - 1
        return slice(start, start + self.coding.shape[1])

    def likelihood_of(self, which: Integers | None = None) -> float:
        """The highest log-likelihood where only the groups, or strata, given differ, or none."""
        counts = self.model.counts
        if which is None:
            return fit(ProportionalOdds(counts.sum(axis=0)[None, :], np.zeros((1, 0)))).value
        known = np.eye(int(which.max()) + 1)
        return fit(ProportionalOdds(known[:, which] @ counts, known[:, 1:])).value

    def recoded(self, coding: Numbers) -> GroupFit:
        """The same fit with the effects of groups by other columns."""
        x = np.hstack([coding[self.group], self.model.x[:, self.coding.shape[1] :]])
        model = ProportionalOdds(self.model.counts, x)
        return replace(self, model=model, whole=fit(model), coding=coding)


def fitted(layout: Layout) -> GroupFit | str:
    """Fit a layout that has no `reason`; or say why it can't be: "separated" or "no_fit".

    The effects of groups are against the first group of their part.
    """
    stratum, group, counts = layout.patterns()
    first = np.unique(layout.part, return_index=True)[1]
    coding = np.delete(np.eye(len(layout.groups)), first, axis=1)
    of_strata = np.eye(len(layout.strata))[stratum][:, 1:]
    model = ProportionalOdds(counts, np.hstack([coding[group], of_strata]))
    if is_separated(counts, model.x):
        return SEPARATED
    whole = fit(model)
    return GroupFit(model, whole, coding, group, stratum) if whole.converged else NO_FIT


def odds_check(fit_of_groups: GroupFit) -> tuple[float, int]:
    """The score test of proportional odds between groups: statistic and df.

    Do the groups differ by the same odds ratio at every threshold, as the model says? The test
    goes by the score and expected information of the model whose every group has its own
    thresholds, at the fit of the one where they move together (Peterson & Harrell 1990, Appl.
    Stat. 39). df is (groups - 1)(answers - 2). It needs no fit of the larger model, which
    fails wherever a group lacks an answer, and keeps its size where the likelihood-ratio test
    of R's `ordinal::nominal_test` does not (docs/statistics.md).
    """
    counts, group = fit_of_groups.model.counts, fit_of_groups.group
    cuts = fit_of_groups.model.cuts(fit_of_groups.whole.parameters)
    groups, thresholds = len(fit_of_groups.coding), cuts.shape[1]
    x = fit_of_groups.model.x[:, fit_of_groups.coding.shape[1] :]
    score = np.zeros((groups, thresholds))
    np.add.at(score, group, slopes(cuts, counts).gradient)
    curves = -bands(slopes(cuts, expected_answers(cuts, counts.sum(axis=1))))
    by_threshold = curves.sum(axis=2)
    own = np.zeros((groups, thresholds, thresholds))
    np.add.at(own, group, curves)
    mixed = np.zeros((groups, thresholds, x.shape[1]))
    np.add.at(mixed, group, -by_threshold[:, :, None] * x[:, None, :])
    of_x = x.T @ (by_threshold.sum(axis=1)[:, None] * x)
    # The thresholds of each group are a block, taken out before the strata are inverted.
    solved = np.linalg.solve(own, score[:, :, None])[:, :, 0]
    along = np.einsum("gtx,gt->x", mixed, solved)
    rest = of_x - np.einsum("gtx,gty->xy", mixed, np.linalg.solve(own, mixed))
    statistic = float((score * solved).sum())
    statistic += float(along @ np.linalg.pinv(rest, rcond=1e-10, hermitian=True) @ along)
    return statistic, (groups - 1) * (thresholds - 1)
