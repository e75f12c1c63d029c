"""Names and sentences for states that several widgets show."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.errors import CREDIT_BACK, NOT_CHARGED
from desktop.models.job import Job, JobState
from desktop.ui.numbers import decimal
from shared.styles import STYLE_DESCRIPTIONS, Style


def style_name(style: Style) -> str:
    """The style's name in the person's language."""
    return QCoreApplication.translate("Style", STYLE_DESCRIPTIONS[style].name)


def style_summary(style: Style) -> str:
    """A few words about the style."""
    return QCoreApplication.translate("Style", STYLE_DESCRIPTIONS[style].summary)


_MEGABYTE = 1_000_000
_STATES = {
    JobState.PREPARING: QT_TRANSLATE_NOOP("Job", "Getting ready"),
    JobState.UPLOADING: QT_TRANSLATE_NOOP("Job", "Uploading {percent} %"),
    JobState.QUEUED: QT_TRANSLATE_NOOP("Job", "Next in line"),
    JobState.MAKING: QT_TRANSLATE_NOOP("Job", "Making"),
    JobState.FETCHING: QT_TRANSLATE_NOOP("Job", "Almost there"),
    JobState.DONE: QT_TRANSLATE_NOOP("Job", "Ready"),
    JobState.FAILED: QT_TRANSLATE_NOOP("Job", "Did not work"),
    JobState.CANCELLED: QT_TRANSLATE_NOOP("Job", "Cancelled"),
}
_UPLOADING_AT = QT_TRANSLATE_NOOP("Job", "Uploading {percent} %, {speed}")
_UPLOADING_AT_SHORT = QT_TRANSLATE_NOOP("Job", "{percent} %, {speed}")
_WAITING = QT_TRANSLATE_NOOP("Job", "In line, {count} before it")
_WAITING_SHORT = QT_TRANSLATE_NOOP("Job", "In line, place {place}")
_LEFT = QT_TRANSLATE_NOOP("Job", "Making, about {seconds} s left")
_LEFT_SHORT = QT_TRANSLATE_NOOP("Job", "Making, {seconds} s")
_ANY_MOMENT = QT_TRANSLATE_NOOP("Job", "Making, any moment now")
_ANY_MOMENT_SHORT = QT_TRANSLATE_NOOP("Job", "Any moment")
_NOT_CHARGED_SHORT = QT_TRANSLATE_NOOP("Job", "Not charged")


def job_state(job: Job, *, is_short: bool = False) -> str:
    """Where a job stands, in a few words; fewer for a small tile."""
    words: object = _STATES[job.state]
    remaining_s = round(job.remaining_s or 0)
    waiting = job.queue_position or 0
    if job.state is JobState.QUEUED and waiting:
        words = _WAITING_SHORT if is_short else _WAITING
    elif job.state is JobState.UPLOADING and job.upload_bytes_per_s:
        words = _UPLOADING_AT_SHORT if is_short else _UPLOADING_AT
    elif job.state is JobState.MAKING and remaining_s:
        words = _LEFT_SHORT if is_short else _LEFT
    elif job.state is JobState.MAKING and job.remaining_s is not None:
        words = _ANY_MOMENT_SHORT if is_short else _ANY_MOMENT
    return QCoreApplication.translate("Job", str(words)).format(
        percent=round(job.upload_fraction * 100),
        seconds=remaining_s,
        count=waiting,
        place=waiting + 1,
        speed=_speed(job.upload_bytes_per_s),
    )


def job_charge(job: Job) -> str:
    """That a failed job has cost nothing, for a small tile; "" where that is not known."""
    if job.error is None or job.error.charged not in {NOT_CHARGED, CREDIT_BACK}:
        return ""
    return QCoreApplication.translate("Job", str(_NOT_CHARGED_SHORT))


def _speed(bytes_per_s: float) -> str:
    if bytes_per_s >= _MEGABYTE:
        return f"{decimal(bytes_per_s / _MEGABYTE)} MB/s"
    return f"{max(1, round(bytes_per_s / 1000))} kB/s"


def job_fraction(job: Job) -> float | None:
    """How far a job is, 0 to 1; None where nobody can tell."""
    match job.state:
        case JobState.UPLOADING:
            return job.upload_fraction
        case JobState.MAKING:
            return job.making_fraction
        case JobState.DONE:
            return 1.0
        case _:
            return None
