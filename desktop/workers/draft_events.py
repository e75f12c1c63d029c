"""What the drafting thread reports, light enough for the models to import."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from desktop.photo_edit import Box
from shared.styles import Style

if TYPE_CHECKING:
    from shared.draft import Subject


@dataclass(frozen=True, slots=True, eq=False)
class SubjectFound:
    """The photo was looked at: what it shows, to be drafted again without looking anew."""

    subject: "Subject"
    could_be_pet: bool
    """Whether it has the colours of a coat."""
    box: Box | None
    """The part of the photo that it fills; None when there is hardly any."""


@dataclass(frozen=True, slots=True)
class DraftMade:
    """One draft is ready."""

    style: Style
    picture: QImage
