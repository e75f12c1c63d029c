"""The drafts of a photo in every style, on a worker thread."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from desktop.errors import Cancelled, DesktopError
from desktop.photo_edit import Box
from desktop.workers.draft_events import DraftMade, SubjectFound
from desktop.workers.tasks import Task
from shared.draft import Doubt, DraftCancelled, NoSubject, Subject, analyse, render
from shared.draft.doubt import could_be_fur
from shared.generations import Hints
from shared.styles import Style

DRAFT_SIDE_PX = 320
_ANALYSE_SIDE_PX = 768
"""More pixels would take longer and show nothing more at `DRAFT_SIDE_PX`."""
_SOLID = 0.5


class NothingToSew(DesktopError):
    """The draft engine finds no subject in the photo."""

    code = "no_subject"

    def __init__(self) -> None:
        super().__init__(
            "No person, pet or thing stands out in this photo.",
            advice="A photo with one subject in front of a calm background works best.",
        )


def make_drafts(
    task: Task[None],
    picture: QImage,
    styles: Iterable[Style],
    hints: Hints | None,
    subject: Subject | None = None,
) -> None:
    """Report a `SubjectFound`, unless it is known already, then a `DraftMade` for each style.

    Raises:
        NothingToSew: The photo shows no subject.
        Cancelled: Another photo was chosen meanwhile.
    """
    try:
        task.raise_if_cancelled()
        if subject is None:
            found = _find(picture, task.is_cancelled)
            subject = found.subject
            task.report(found)
        for style in styles:
            task.raise_if_cancelled()
            draft = render(subject, style, DRAFT_SIDE_PX, hints=hints, cancelled=task.is_cancelled)
            task.report(DraftMade(style, picture_of(draft)))
    except DraftCancelled as error:
        raise Cancelled from error
    except NoSubject as error:
        raise NothingToSew from error


def look_at(task: Task[SubjectFound], picture: QImage) -> SubjectFound:
    """Find the subject of a photo, without drafting it.

    Raises:
        NothingToSew: The photo shows no subject.
        Cancelled: Another photo was chosen meanwhile.
    """
    try:
        return _find(picture, task.is_cancelled)
    except DraftCancelled as error:
        raise Cancelled from error
    except NoSubject as error:
        raise NothingToSew from error


def _find(picture: QImage, is_cancelled: Callable[[], bool]) -> SubjectFound:
    subject = analyse(pixels_of(picture, _ANALYSE_SIDE_PX), is_cancelled)
    return SubjectFound(subject, _could_be_pet(subject), box_of(subject))


def _could_be_pet(subject: Subject) -> bool:
    """Whether asking for a pet's eyes makes sense: not in a photo of nothing, or of text."""
    is_about_something = subject.doubt in {None, Doubt.FULL_FRAME}
    is_furry = subject.animal is not None or could_be_fur(subject.photo, subject.mask)
    return is_about_something and is_furry


def box_of(subject: Subject) -> Box | None:
    """The part of the photo that the subject fills."""
    solid = subject.mask > _SOLID
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not rows.size:
        return None
    height, width = solid.shape
    return (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1) / width),
        float((rows[-1] + 1) / height),
    )


def pixels_of(picture: QImage, longest_side_px: int) -> NDArray[np.uint8]:
    """The picture as (height, width, 3) uint8 RGB, scaled to at most this side."""
    if max(picture.width(), picture.height()) > longest_side_px:
        picture = picture.scaled(
            QSize(longest_side_px, longest_side_px),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), dtype=np.uint8, count=rgb.bytesPerLine() * rgb.height())
    width = rgb.width()
    return (
        rows.reshape(rgb.height(), rgb.bytesPerLine())[:, : width * 3].reshape(-1, width, 3).copy()
    )


def picture_of(pixels: NDArray[np.uint8]) -> QImage:
    """A picture of its own memory from (height, width, 3) uint8 RGB."""
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels).tobytes()
    return QImage(data, width, height, width * 3, QImage.Format.Format_RGB888).copy()
