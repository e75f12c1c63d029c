"""Which pictures stand under one heading: today's, yesterday's, those of a weekday, of a month."""

import bisect
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.ui.widgets.square_grid import Section

_DAYS_BY_NAME = 6
"""So many days ago a day is still called by its name; a week ago it would be today's."""


def dated_sections(count: int, day_of: Callable[[int], date], today: date) -> list[Section]:
    """The sections of rows that are ordered by their day, in either direction.

    Only a few rows are asked for their day: each section's end is found by bisection.
    """
    sections = []
    first = 0
    while first < count:
        begin = period_of(day_of(first), today)
        end = bisect.bisect_left(
            range(count),
            True,
            lo=first + 1,
            key=lambda row: period_of(day_of(row), today) != begin,
        )
        sections.append(Section(heading(begin, today), first, end - first))
        first = end
    return sections


def grown_sections(
    sections: Sequence[Section], rows: range, day_of: Callable[[int], date], today: date
) -> list[Section] | None:
    """The sections after these rows came, if all of them belong to one that is there; else None."""
    titles = {heading(period_of(day_of(row), today), today) for row in (rows[0], rows[-1])}
    for place, section in enumerate(sections):
        is_beside = section.first <= rows.start <= section.first + section.count
        if is_beside and (titles == {section.title} or not section.title):
            more = len(rows)
            return [
                *sections[:place],
                replace(section, count=section.count + more),
                *(replace(each, first=each.first + more) for each in sections[place + 1 :]),
            ]
    return None


def period_of(day: date, today: date) -> date:
    """The day itself if it is of this week, else the first of its month.

    A day in the future is today's: some clock is wrong, and nothing can be newer than new.
    """
    if day >= today:
        return today
    if today - day <= timedelta(days=_DAYS_BY_NAME):
        return day
    return day.replace(day=1)


def heading(period: date, today: date) -> str:
    """What stands above a period."""
    if period == today:
        return QCoreApplication.translate("Gallery", "Today")
    if period == today - timedelta(days=1):
        return QCoreApplication.translate("Gallery", "Yesterday")
    locale = QLocale()
    if today - period <= timedelta(days=_DAYS_BY_NAME):
        return locale.standaloneDayName(period.isoweekday())
    return locale.toString(QDate(period.year, period.month, 1), "MMMM yyyy")
