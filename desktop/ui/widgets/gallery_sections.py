"""Which pictures stand under one heading: today's, yesterday's, those of a weekday, of a month."""

import bisect
from collections.abc import Callable
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
