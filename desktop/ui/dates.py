"""Days and times as people say them, in the system's own way."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_JUST_NOW_S = 2 * _MINUTE_S


def day_of(moment: datetime) -> str:
    """The day of a moment, here where the person is: "29 November 2026"."""
    here = moment.astimezone()
    day = QDate(here.year, here.month, here.day)
    locale = QLocale()
    form = locale.dateFormat(QLocale.FormatType.LongFormat)
    # The weekday says nothing of a day that is weeks away.
    for weekday in ("dddd, ", "dddd ", ", dddd", " dddd"):
        form = form.replace(weekday, "")
    return locale.toString(day, form)


def time_of(moment: datetime) -> str:
    """The time of a moment, here where the person is: "2:40 PM"."""
    here = moment.astimezone()
    return QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)


def day_and_time_of(moment: datetime, today: date) -> str:
    """When it was, as people say it: "Today, 2:40 PM"."""
    say = QCoreApplication.translate
    days = (today - moment.astimezone().date()).days
    if days == 0:
        day = say("Dates", "Today")
    else:
        day = say("Dates", "Yesterday") if days == 1 else day_of(moment)
    return f"{day}, {time_of(moment)}"


def ago(moment: datetime, now: datetime) -> str:
    """How long it is ago, roughly."""
    say = QCoreApplication.translate
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < _JUST_NOW_S:
        return say("Dates", "just now")
    if seconds < _HOUR_S:
        return say("Dates", "{count} minutes ago").format(count=int(seconds / _MINUTE_S))
    if seconds < 2 * _HOUR_S:
        return say("Dates", "an hour ago")
    if seconds < _DAY_S:
        return say("Dates", "{count} hours ago").format(count=int(seconds / _HOUR_S))
    if seconds < 2 * _DAY_S:
        return say("Dates", "yesterday")
    return day_of(moment)
