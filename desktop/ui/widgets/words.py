"""Names and sentences for states that several widgets show."""

from PySide6.QtCore import QCoreApplication

from desktop.models.job import Job, JobState
from shared.styles import STYLE_DESCRIPTIONS, Style


def style_name(style: Style) -> str:
    """The style's name in the person's language."""
    return QCoreApplication.translate("Style", STYLE_DESCRIPTIONS[style].name)


def style_summary(style: Style) -> str:
    """A few words about the style."""
    return QCoreApplication.translate("Style", STYLE_DESCRIPTIONS[style].summary)


def job_state(job: Job) -> str:
    """Where a job stands, in a few words."""

    def say(text: str) -> str:
        return QCoreApplication.translate("Job", text)

    match job.state:
        case JobState.PREPARING:
            return say("Getting ready")
        case JobState.UPLOADING:
            return say("Uploading {percent} %").format(percent=round(job.upload_fraction * 100))
        case JobState.QUEUED if job.queue_position:
            return say("In line, {count} before it").format(count=job.queue_position)
        case JobState.QUEUED:
            return say("Next in line")
        case JobState.MAKING if job.remaining_s is not None and job.remaining_s >= 1:
            return say("Making, about {seconds} s left").format(seconds=round(job.remaining_s))
        case JobState.MAKING:
            return say("Making")
        case JobState.FETCHING:
            return say("Almost there")
        case JobState.DONE:
            return say("Ready")
        case JobState.CANCELLED:
            return say("Cancelled")
        case _:
            return say("Did not work")


def job_fraction(job: Job) -> float | None:
    """How far a job is, 0 to 1; None where nobody can tell."""
    match job.state:
        case JobState.UPLOADING:
            return job.upload_fraction
        case JobState.DONE:
            return 1.0
        case _:
            return None
