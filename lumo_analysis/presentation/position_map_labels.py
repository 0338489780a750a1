"""Where the labels of points stand: near their points, upon nothing else, the same each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

MARKER = 7.0
"""Half the width of the square around a point that stays free."""
_DISTANCES = (9.5, 14.0, 24.0, 38.0, 56.0, 80.0, 110.0, 150.0, 200.0)
_DIRECTIONS = 24
_AIR = 2.0
_LEADER_FROM = 11.0
_SWEEPS = 30
_STEPS = np.linspace(0.12, 0.95, 12)
_IMPOSSIBLE = 1e6
_COVERED_ARM, _OTHERS_POINT, _THROUGH_LABEL, _CROSSING, _A_PIXEL = 5.0, 50.0, 120.0, 60.0, 0.35


class Area(NamedTuple):
    """A rectangle; y runs down."""

    left: float
    top: float
    right: float
    bottom: float


class Placed(NamedTuple):
    """The upper left corner of a label, and where its line to the point ends, if it has one."""

    left: float
    top: float
    leader: tuple[float, float] | None


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    area: Area,
    arms: Sequence[Area] = (),
) -> list[Placed] | None:
    """A place for each label, or None where not all find one.

    Each label takes the cheapest of many places around its point, given those of the others,
    until none wants to move. No label lies upon another or upon a point, or leaves the area;
    covered arms, long lines and crossings cost. Where points crowd, labels may also stand in
    a grid over the whole area, and at last only there. Nothing is random.

    Args:
        points: the points, in pixels.
        sizes: width and height of each label.
        area: where labels may stand.
        arms: lines that labels would better not cover.

    >>> place_labels([(50, 50)], [(20, 10)], Area(0, 0, 100, 100))
    [Placed(left=59.5, top=45.0, leader=None)]
    """
    if not points:
        return []
    at, rooms = np.array(points, dtype=np.float64), np.array(sizes, dtype=np.float64)
    near, grid = _around(at, rooms), _grid(rooms, area)
    for boxes in (near, np.concatenate([near, grid], axis=1), grid):
        if boxes.shape[1]:
            layout = _Layout(at, boxes, area, arms)
            chosen = layout.settle()
            if layout.clear(chosen):
                return layout.places(chosen)
    return None


class _Layout:
    """The places that labels may take, and what each costs."""

    def __init__(
        self,
        points: Numbers,
        boxes: Numbers,
        area: Area,
        arms: Sequence[Area],
    ) -> None:
        self.points, self.boxes = points, boxes
        self.ends = _ends(points, boxes)
        self.alone = self._alone(area, np.array(arms, dtype=np.float64).reshape(-1, 4))

    def _alone(self, area: Area, arms: Numbers) -> Numbers:
        """What each place costs whatever the other labels do: labels by places."""
        boxes = self.boxes
        inside = (boxes[..., :2] >= area[:2]).all(axis=-1)
        inside &= (boxes[..., 2:] <= area[2:]).all(axis=-1)
        around = np.concatenate([self.points - MARKER, self.points + MARKER], axis=1)
        on_point = _overlap(boxes, around).any(axis=-1)
        covered = _overlap(boxes, arms).sum(axis=-1)
        length = np.hypot(*np.moveaxis(self.ends - self.points[:, None], -1, 0))
        along = _along(self.points[:, None], self.ends)
        near = np.hypot(*np.moveaxis(along[..., None, :] - self.points, -1, 0)) < MARKER
        own = np.eye(len(self.points), dtype=bool)[:, None, None, :]
        passed = (near & ~own).any(axis=2).sum(axis=-1)
        cost = _A_PIXEL * length + _COVERED_ARM * covered + _OTHERS_POINT * passed
        # To the right of its point a label is read soonest.
        middles = (boxes[..., :2] + boxes[..., 2:]) / 2 - self.points[:, None]
        ways = middles / np.maximum(np.hypot(*np.moveaxis(middles, -1, 0)), 1)[..., None]
        cost += 1.5 * (1 - ways[..., 0]) + 0.5 * np.abs(ways[..., 1])
        return np.asarray(cost + _IMPOSSIBLE * (~inside | on_point))

    def settle(self) -> list[int]:
        """Let each label in turn move to its cheapest place, the most crowded first."""
        chosen = [int(place) for place in self.alone.argmin(axis=1)]
        gaps = np.hypot(*np.moveaxis(self.points[:, None] - self.points, -1, 0))
        order = np.argsort(-(1 / (1 + gaps)).sum(axis=1), kind="stable")
        for _ in range(_SWEEPS):
            before = list(chosen)
            for label in order.tolist():
                chosen[label] = int(self._cost(label, chosen).argmin())
            if chosen == before:
                break
        return chosen

    def _cost(self, label: int, chosen: list[int]) -> Numbers:
        """What each place of a label costs with the others where they are."""
        others = [other for other in range(len(chosen)) if other != label]
        if not others:
            return np.asarray(self.alone[label])
        boxes = np.array([self.boxes[other, chosen[other]] for other in others])
        ends = np.array([self.ends[other, chosen[other]] for other in others])
        own_lines = _along(self.points[label], self.ends[label])
        lines = _along(self.points[others], ends).reshape(-1, 2)
        cost = self.alone[label] + _IMPOSSIBLE * _overlap(self.boxes[label], boxes).sum(axis=-1)
        through = _within(own_lines, boxes).any(axis=1).sum(axis=-1)
        under = _within(lines, self.boxes[label]).reshape(len(others), -1, len(cost)).any(axis=1)
        crossing = _cross(self.points[label], self.ends[label], self.points[others], ends)
        return np.asarray(
            cost + _THROUGH_LABEL * (through + under.sum(axis=0)) + _CROSSING * crossing
        )

    def clear(self, chosen: list[int]) -> bool:
        """Whether no label lies upon another or upon a point, or leaves the area."""
        return all(
            self._cost(label, chosen)[place] < _IMPOSSIBLE for label, place in enumerate(chosen)
        )

    def places(self, chosen: list[int]) -> list[Placed]:
        """The chosen places; a label close to its point needs no line."""
        placed = []
        for label, place in enumerate(chosen):
            left, top = self.boxes[label, place, :2].tolist()
            x, y = self.ends[label, place].tolist()
            far = math.dist((x, y), self.points[label].tolist()) > _LEADER_FROM
            placed.append(Placed(left, top, (x, y) if far else None))
        return placed


def _around(points: Numbers, sizes: Numbers) -> Numbers:
    """Boxes around each point at all distances and directions: labels by places."""
    turns = 2 * math.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    ways = np.tile(ways, (len(_DISTANCES), 1)).round(12)
    far = np.repeat(_DISTANCES, _DIRECTIONS)[:, None]
    # The box touches the circle of its distance with its edge or corner.
    middles = points[:, None] + ways * far + np.sign(ways) * _bulge(ways) * sizes[:, None] / 2
    return np.concatenate([middles - sizes[:, None] / 2, middles + sizes[:, None] / 2], axis=2)


def _grid(sizes: Numbers, area: Area) -> Numbers:
    """The same boxes for every label over the whole area, which lie upon each other nowhere."""
    wide, tall = (sizes.max(axis=0) + 2 * _AIR + 1).tolist()
    corners = [
        (x, y)
        for x in np.arange(area.left, area.right - wide, wide)
        for y in np.arange(area.top, area.bottom - tall, tall)
    ]
    corner = np.array(corners, dtype=np.float64).reshape(1, -1, 2) + np.zeros((len(sizes), 1, 1))
    return np.concatenate([corner, corner + sizes[:, None]], axis=2)


def _bulge(ways: Numbers) -> Numbers:
    """How much of half the width, and of half the height, a box moves in a direction."""
    return np.asarray(np.minimum(1.0, np.abs(ways) / np.abs(ways).max(axis=1, keepdims=True)))


def _ends(points: Numbers, boxes: Numbers) -> Numbers:
    """The place of each box that is nearest to its point."""
    return np.clip(points[:, None], boxes[..., :2], boxes[..., 2:])


def _overlap(boxes: Numbers, others: Numbers) -> npt.NDArray[np.bool_]:
    low = np.maximum(boxes[..., None, :2] - _AIR, others[:, :2])
    high = np.minimum(boxes[..., None, 2:] + _AIR, others[:, 2:])
    return np.asarray((low <= high).all(axis=-1))


def _along(starts: Numbers, ends: Numbers) -> Numbers:
    """Points on the way from start to end, which stand for a line."""
    start = np.broadcast_to(starts, ends.shape)[..., None, :]
    return np.asarray(start + _STEPS[:, None] * (ends[..., None, :] - start))


def _within(points: Numbers, boxes: Numbers) -> npt.NDArray[np.bool_]:
    at = points[..., None, :]
    return np.asarray(((at > boxes[:, :2]) & (at < boxes[:, 2:])).all(axis=-1))


def _cross(start: Numbers, ends: Numbers, starts: Numbers, other_ends: Numbers) -> Numbers:
    """How many other lines each line from the same start crosses."""

    def side(one: Numbers, two: Numbers, point: Numbers) -> Numbers:
        to_two, to_point = two - one, point - one
        return np.asarray(to_two[..., 0] * to_point[..., 1] - to_two[..., 1] * to_point[..., 0])

    end, here = ends[:, None], start[None, None]
    apart = side(here, end, starts) * side(here, end, other_ends) < 0
    across = side(starts, other_ends, here) * side(starts, other_ends, end) < 0
    return np.asarray((apart & across).sum(axis=1), dtype=np.float64)
