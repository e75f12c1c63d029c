"""Checking and preparing a photo: the server's own rules, applied before anything is sent."""

from dataclasses import dataclass

from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo that is ready to be sent: upright, at most 2048 px, free of metadata."""

    name: str
    """The file's name without its suffix, or "Pasted photo"."""
    picture: QImage
    """What is sent, as a picture of at most `PHOTO_SEND_SIDE_PX`."""
    original_width_px: int
    original_height_px: int
    data: bytes
    """What is sent, encoded."""
    content_type: str
    """`image/jpeg`, or `image/png` when the photo is partly transparent."""

    @property
    def preview(self) -> QImage:
        """The picture to show."""
        return self.picture
