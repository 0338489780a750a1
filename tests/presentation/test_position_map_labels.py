from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumo_analysis.presentation.position_map_labels import MARKER, Area, place_labels

PAGE = Area(0, 0, 620, 460)
points = st.tuples(st.floats(20, 600), st.floats(20, 440))
sizes = st.tuples(st.floats(20, 150), st.sampled_from([15.6, 31.2]))


def _box(place, size) -> Area:
    return Area(place.left, place.top, place.left + size[0], place.top + size[1])


def _upon(one: Area, other: Area) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0 and down > 0


def _around(point: tuple[float, float]) -> Area:
    x, y = point
    return Area(x - MARKER, y - MARKER, x + MARKER, y + MARKER)


@settings(max_examples=40)
@given(st.lists(st.tuples(points, sizes), min_size=1, max_size=11))
def test_labels_lie_on_nothing_and_leave_the_area_nowhere(given_):
    at, room = [point for point, _ in given_], [size for _, size in given_]
    placed = place_labels(at, room, PAGE)
    boxes = [_box(place, size) for place, size in zip(placed, room, strict=True)]
    assert not any(_upon(*pair) for pair in itertools.combinations(boxes, 2))
    assert not any(_upon(box, _around(point)) for box in boxes for point in at)
    assert all(b.left >= 0 and b.top >= 0 and b.right <= 620 and b.bottom <= 460 for b in boxes)


@pytest.mark.parametrize("at", [(0, 0), (620, 0), (0, 460), (620, 460), (310, 0), (310, 230)])
@pytest.mark.parametrize("count", [11, 20])
def test_all_labels_of_one_point_find_a_place(at, count):
    placed = place_labels([at] * count, [(150, 31.2)] * count, PAGE)
    boxes = [_box(place, (150, 31.2)) for place in placed]
    assert not any(_upon(*pair) for pair in itertools.combinations(boxes, 2))
    assert not any(_upon(box, _around(at)) for box in boxes)
    assert all(b.left >= 0 and b.top >= 0 and b.right <= 620 and b.bottom <= 460 for b in boxes)


def test_a_label_beside_its_point_has_no_line_and_one_further_away_has():
    alone = place_labels([(100, 100)], [(60, 15.6)], PAGE)
    assert [place.leader for place in alone] == [None]
    crowded = place_labels([(100, 100)] * 6, [(60, 15.6)] * 6, PAGE)
    assert sum(place.leader is not None for place in crowded) >= 4


def test_a_line_ends_at_the_edge_of_its_label():
    for place in place_labels([(100, 100)] * 5, [(60, 15.6)] * 5, PAGE):
        if place.leader is not None:
            x, y = place.leader
            assert place.left - 1e-9 <= x <= place.left + 60 + 1e-9
            assert place.top - 1e-9 <= y <= place.top + 15.6 + 1e-9


def test_an_arm_is_left_uncovered_where_there_is_room():
    arm = Area(110, 100, 300, 100)
    (place,) = place_labels([(100, 100)], [(60, 15.6)], PAGE, [arm])
    assert not _upon(_box(place, (60, 15.6)), Area(110, 99.9, 300, 100.1))


def test_the_places_are_the_same_each_time():
    at = [(100 + 7 * n, 100 + (n * 37) % 60) for n in range(9)]
    first = place_labels(at, [(90, 15.6)] * 9, PAGE)
    assert place_labels(at, [(90, 15.6)] * 9, PAGE) == first


def test_no_room_is_told():
    assert place_labels([(20, 20)] * 9, [(30, 12)] * 9, Area(0, 0, 40, 40)) is None


def test_no_points_have_no_labels():
    assert place_labels([], [], PAGE) == []
