"""What the drafting thread reports, light enough for the models to import."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from shared.styles import Style

if TYPE_CHECKING:
    from shared.draft import Subject


@dataclass(frozen=True, slots=True, eq=False)
class SubjectFound:
    """The photo was looked at: what it shows, to be drafted again without looking anew."""

    subject: "Subject"


@dataclass(frozen=True, slots=True)
class DraftMade:
    """One draft is ready."""

    style: Style
    picture: QImage
