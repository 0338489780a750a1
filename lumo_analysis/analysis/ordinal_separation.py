"""Whether a model of ordered answers has a most likely place at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_NOT_ZERO = 1e-6


def is_separated(counts: npt.ArrayLike, x: npt.ArrayLike) -> bool:
    """Whether the likelihood of a proportional-odds model rises for ever in some direction.

    It does where parameters can move so that no cut above a given answer falls, no cut below
    one rises, and some cut moves: a group gave none but the highest answer, for instance. Then
    the most likely odds ratio is infinite, and a program that says it has converged is wrong.
    A linear program finds such a direction or proves there is none (Albert & Anderson 1984,
    Biometrika 71; Konis 2007, Linear programming algorithms for detecting separated data).

    Args:
        counts: by pattern and answer; every answer and pattern occurs.
        x: by pattern and column; no column is a sum of the others and a constant.

    >>> is_separated([[0, 9], [4, 5]], [[0], [1]]), is_separated([[1, 9], [4, 5]], [[0], [1]])
    (True, False)
    """
    # scipy.optimize takes long to import, and most reports need no linear program.
    from scipy import optimize, sparse

    given, columns = np.asarray(counts) > 0, np.asarray(x, dtype=np.float64)
    thresholds = given.shape[1] - 1
    lowest = given.argmax(axis=1)
    highest = thresholds - given[:, ::-1].argmax(axis=1)
    # Thresholds can't come closer, since every answer occurs, so that of a pattern's cuts only
    # the one above its lowest answer and the one below its highest can be in the way.
    above, below = np.flatnonzero(lowest < thresholds), np.flatnonzero(highest > 0)
    identity = sparse.eye_array(thresholds, format="csr")
    spread = sparse.hstack(
        [
            sparse.diags_array([-np.ones(thresholds), np.ones(thresholds - 1)], offsets=[0, 1]),
            sparse.csr_array((thresholds, columns.shape[1])),
        ],
        format="csr",
    )[: thresholds - 1]
    moves = sparse.vstack(
        [
            sparse.hstack([identity[lowest[above]], sparse.csr_array(-columns[above])]),
            sparse.hstack([-identity[highest[below] - 1], sparse.csr_array(columns[below])]),
            spread,
        ],
        format="csr",
    )
    room = optimize.linprog(
        -moves.sum(axis=0), A_ub=-moves, b_ub=np.zeros(moves.shape[0]), bounds=(-1, 1)
    )
    # Not moving at all is always allowed, and the box is finite.
    assert room.status == 0, room.message
    return bool(-room.fun > _NOT_ZERO)
