"""Where the gallery's squares lie, and which of them stand under one heading."""

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QRect

from desktop.ui.widgets.gallery_sections import (
    dated_sections,
    grown_sections,
    heading,
    period_of,
)
from desktop.ui.widgets.square_grid import Section, SquareGrid

TODAY = date(2026, 11, 22)

counts = st.lists(st.integers(1, 40), min_size=1, max_size=8)
widths = st.integers(200, 4000)


def make_grid(width: int, counts: list[int], side: int = 200) -> SquareGrid:
    """A grid of sections with so many squares each."""
    firsts = [0, *accumulate(counts)]
    sections = [
        Section(f"section {at}", first, count)
        for at, (first, count) in enumerate(zip(firsts, counts, strict=False))
    ]
    return SquareGrid.fitting(width, sections, side)


@given(width=widths, counts=counts, side=st.integers(96, 384), data=st.data())
def test_every_square_is_found_where_it_lies(
    width: int, counts: list[int], side: int, data: st.DataObject
) -> None:
    grid = make_grid(width, counts, side)
    number = data.draw(st.integers(0, sum(counts) - 1))
    area = grid.place(number)
    assert area.left() >= 0
    assert area.right() < width
    for corner in (area.topLeft(), area.center(), area.bottomRight()):
        assert grid.number_at(corner) == number
    assert grid.number_at(area.bottomRight() + QPoint(1, 1)) == -1
    assert number in grid.numbers_between(area.top(), area.top() + 1)
    assert area.bottom() < grid.height


@given(width=widths, counts=counts)
def test_no_square_lies_in_a_heading(width: int, counts: list[int]) -> None:
    grid = make_grid(width, counts)
    headings = [grid.heading_place(at, width) for at in range(len(counts))]
    for number in range(sum(counts)):
        assert not any(grid.place(number).intersects(each) for each in headings)


@given(width=widths, counts=counts, data=st.data())
def test_a_strip_holds_all_squares_that_it_touches(
    width: int, counts: list[int], data: st.DataObject
) -> None:
    grid = make_grid(width, counts)
    top = data.draw(st.integers(0, grid.height))
    strip = QRect(0, top, width, data.draw(st.integers(1, 2000)))
    found = grid.numbers_between(strip.top(), strip.bottom())
    touched = {n for n in range(sum(counts)) if grid.place(n).intersects(strip)}
    assert touched <= set(found)
    assert len(found) <= len(touched) + 2 * grid.columns


@given(width=widths, counts=counts, data=st.data())
def test_a_band_picks_exactly_what_it_touches(
    width: int, counts: list[int], data: st.DataObject
) -> None:
    grid = make_grid(width, counts)
    places = st.builds(QPoint, st.integers(-20, width + 20), st.integers(-20, grid.height))
    band = QRect(data.draw(places), data.draw(places)).normalized()
    picked = [number for run in grid.runs_in(band) for number in run]
    assert picked == [n for n in range(sum(counts)) if grid.place(n).intersects(band)]


@given(width=widths, counts=counts)
def test_walking_down_and_up_meets_every_line(width: int, counts: list[int]) -> None:
    grid = make_grid(width, counts)
    way = [0]
    while grid.below(way[-1]) != way[-1]:
        way.append(grid.below(way[-1]))
    assert all(grid.place(a).top() < grid.place(b).top() for a, b in pairwise(way))
    lines = {grid.place(number).top() for number in range(sum(counts))}
    assert {grid.place(number).top() for number in way} == lines
    back = way[-1]
    while grid.above(back) != back:
        back = grid.above(back)
    assert back == 0


days = st.lists(st.dates(date(2019, 1, 1), date(2026, 11, 25)), min_size=1, max_size=60)


@pytest.mark.parametrize("order", ["newest", "oldest"])
@given(days=days)
def test_each_picture_stands_under_the_heading_of_its_day(days: list[date], order: str) -> None:
    days = sorted(days, reverse=order == "newest")
    sections = dated_sections(len(days), lambda row: days[row], TODAY)
    assert sum(section.count for section in sections) == len(days)
    assert len({section.title for section in sections}) == len(sections)
    firsts = [section.first for section in sections]
    for row, day in enumerate(days):
        section = sections[bisect_right(firsts, row) - 1]
        assert section.title == heading(period_of(day, TODAY), TODAY)


@pytest.mark.parametrize("order", ["newest", "oldest"])
@given(days=days, come=st.data())
def test_sections_that_grow_are_those_that_would_be_read_anew(
    days: list[date], come: st.DataObject, order: str
) -> None:
    days = sorted(days, reverse=order == "newest")
    first = come.draw(st.integers(0, len(days) - 1))
    count = come.draw(st.integers(1, len(days) - first))
    before = days[:first] + days[first + count :]
    sections = dated_sections(len(before), lambda row: before[row], TODAY)

    grown = grown_sections(sections, range(first, first + count), lambda row: days[row], TODAY)

    assert grown in (None, dated_sections(len(days), lambda row: days[row], TODAY))


def test_a_new_picture_of_a_day_that_is_there_needs_no_reading() -> None:
    days = [TODAY, TODAY, TODAY - timedelta(days=1)]
    sections = dated_sections(2, lambda row: days[row + 1], TODAY)
    grown = grown_sections(sections, range(1), lambda row: days[row], TODAY)
    assert grown == dated_sections(3, lambda row: days[row], TODAY)


def test_headings_are_read_for_few_pictures_only() -> None:
    asked: list[int] = []

    def day_of(row: int) -> date:
        asked.append(row)
        return TODAY - timedelta(days=row // 50)

    sections = dated_sections(100_000, day_of, TODAY)
    assert sum(section.count for section in sections) == 100_000
    assert len(asked) < 4_000


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (-1, "Today"),
        (0, "Today"),
        (1, "Yesterday"),
        (2, "Friday"),
        (6, "Monday"),
        (7, "November 2026"),
        (40, "October 2026"),
    ],
)
def test_headings_are_the_words_that_people_use(days_ago: int, expected: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        assert heading(period_of(TODAY - timedelta(days=days_ago), TODAY), TODAY) == expected
    finally:
        QLocale.setDefault(before)
