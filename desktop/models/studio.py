"""The Create page: a photo, a style, a wish, and the drafts of that photo in each style."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.photo import Photo
from shared.styles import Style

if TYPE_CHECKING:
    from shared.generations import Hints


class StudioModel(QObject):
    """What will be made when the person presses *Make*.

    Signals:
        photo_changed(): `photo` is new, or None after `clear`.
        photo_refused(AppError): The chosen file cannot become a plushie; `photo` stays as it was.
        style_changed(), wish_changed(), hints_changed(): As named.
        draft_ready(str): `drafts` has one more; the argument is the style's wire name.
        drafts_failed(AppError): There will be no drafts of this photo; making still works.
        can_make_changed(): `can_make`, `busy` or `blocked_reason` is new.
    """

    photo_changed = Signal()
    photo_refused = Signal(object)
    style_changed = Signal()
    wish_changed = Signal()
    hints_changed = Signal()
    draft_ready = Signal(str)
    drafts_failed = Signal(object)
    can_make_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self._style: Style = Style.CUTE_FLUFFY
        self._wish = ""
        self._hints: Hints | None = None
        self._drafts: dict[Style, QImage] = {}

    @property
    def photo(self) -> Photo | None:
        """The chosen photo, checked and prepared."""
        return self._photo

    @property
    def style(self) -> Style:
        """The chosen style."""
        return self._style

    @property
    def wish(self) -> str:
        """What the person would like besides; at most `WISH_MAX_CHARACTERS`."""
        return self._wish

    @property
    def hints(self) -> "Hints | None":
        """What the person told about the photo."""
        return self._hints

    @property
    def drafts(self) -> dict[Style, QImage]:
        """The drafts of this photo that are ready, 320 px."""
        return dict(self._drafts)

    @property
    def busy(self) -> bool:
        """Whether a photo is being read and prepared."""
        return False

    @property
    def can_make(self) -> bool:
        """Whether `make` would start a job."""
        return False

    @property
    def lacks_credits(self) -> bool:
        """Whether only the balance stands in the way: the button leads to Credits."""
        return False

    def choose_file(self, path: str) -> None:
        """Read and prepare a photo file."""

    def choose_files(self, paths: Iterable[str]) -> None:
        """Files were dropped: the first one becomes the photo."""

    def choose_image(self, image: QImage) -> None:
        """An image was pasted, or dragged from a browser."""

    def clear(self) -> None:
        """Forget the photo, its drafts and the wish."""

    def set_style(self, style: Style) -> None:
        """Choose a style."""

    def set_wish(self, wish: str) -> None:
        """Set the wish; it is cut at `WISH_MAX_CHARACTERS`."""

    def set_hints(self, hints: "Hints | None") -> None:
        """Tell about the photo."""

    def make(self) -> str:
        """Start a job with this photo and style. Returns its id, or "" when `can_make` is False."""
        return ""
