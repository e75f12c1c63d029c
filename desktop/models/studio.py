"""The Create page: a photo, a style, a wish, and the drafts of that photo in each style."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.errors import AppError
from desktop.models.credits import CreditsModel
from desktop.models.jobs import JobsModel
from desktop.models.order import OrderLine
from desktop.models.told import Believed, Told
from desktop.storage.preferences import PreferencesStore
from desktop.workers import work
from desktop.workers.draft_events import DraftMade, SubjectFound
from desktop.workers.tasks import Task, TaskRunner
from shared.limits import GENERATION_COST_CREDITS, WISH_MAX_CHARACTERS
from shared.styles import Style

if TYPE_CHECKING:
    from desktop.photo import Photo
    from shared.draft import Subject


class StudioModel(QObject):
    """What will be made when the person presses *Make*.

    Signals:
        photo_changed(): `photo` is new, or None after `clear`.
        photo_refused(AppError): The chosen file cannot become a plushie; `photo` stays as it was.
        style_changed(), wish_changed(), told_changed(): As named.
        believed_changed(): `believed` is new.
        draft_ready(str): `drafts` has one more; the argument is the style's wire name.
        drafts_failed(AppError): There will be no drafts of this photo; making still works.
        can_make_changed(): `can_make`, `busy` or `lacks_credits` may be new.
    """

    photo_changed = Signal()
    photo_refused = Signal(object)
    style_changed = Signal()
    wish_changed = Signal()
    told_changed = Signal()
    believed_changed = Signal()
    draft_ready = Signal(str)
    drafts_failed = Signal(object)
    can_make_changed = Signal()

    def __init__(
        self,
        *,
        photos: TaskRunner,
        drafts: TaskRunner,
        jobs: JobsModel,
        credits: CreditsModel,  # noqa: A002 - Models calls it so
        preferences: PreferencesStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._photo_runner = photos
        self._draft_runner = drafts
        self._jobs = jobs
        self._credits = credits
        self._preferences = preferences
        self._photo: Photo | None = None
        self._style = preferences.current.last_style
        self._styles = {self._style}
        self._wish = ""
        self._told = Told()
        self._subject: Subject | None = None
        self._drafts: dict[Style, QImage] = {}
        self._preparing: Task[Photo] | None = None
        self._drafting: Task[None] | None = None
        credits.changed.connect(self.can_make_changed)

    @property
    def photo(self) -> "Photo | None":
        """The chosen photo, checked and prepared."""
        return self._photo

    @property
    def style(self) -> Style:
        """The style that was chosen last."""
        return self._style

    @property
    def styles(self) -> list[Style]:
        """All chosen styles: one plushie is made of each."""
        return [style for style in Style if style in self._styles]

    @property
    def cost_credits(self) -> int:
        """What `make` costs."""
        return GENERATION_COST_CREDITS * len(self._styles)

    @property
    def wish(self) -> str:
        """What the person would like besides; at most `WISH_MAX_CHARACTERS`."""
        return self._wish

    @property
    def told(self) -> Told:
        """What the person told about the photo."""
        return self._told

    @property
    def believed(self) -> Believed | None:
        """What the draft engine sees in the photo; None until it has looked."""
        if self._subject is None:
            return None
        doubt = self._subject.doubt
        return Believed(
            kind=self._subject.kind.value,
            is_close_up=self._subject.is_close_up,
            is_sure=self._subject.is_sure,
            note=doubt.note if doubt else "",
        )

    @property
    def drafts(self) -> dict[Style, QImage]:
        """The drafts of this photo that are ready, 320 px."""
        return dict(self._drafts)

    @property
    def busy(self) -> bool:
        """Whether a photo is being read and prepared."""
        return self._preparing is not None

    @property
    def lacks_credits(self) -> bool:
        """Whether the balance stands in the way: the button leads to Credits."""
        balance = self._credits.balance
        return balance is not None and balance < self.cost_credits

    @property
    def can_make(self) -> bool:
        """Whether `make` would start a job."""
        return self._photo is not None and not self.busy and not self.lacks_credits

    def choose_file(self, path: str) -> None:
        """Read and prepare a photo file; the newest choice wins."""
        self._prepare(lambda task: work.prepare_file(task, path))

    def choose_files(self, paths: Iterable[str]) -> None:
        """Files were dropped: the first one becomes the photo."""
        first = next(iter(paths), None)
        if first is not None:
            self.choose_file(first)

    def choose_image(self, image: QImage, told: Told | None = None) -> None:
        """An image was pasted, dragged from a browser, or used before, when this was told of it."""
        self._prepare(lambda task: work.prepare_image(task, image, "Pasted photo"), told)

    def clear(self) -> None:
        """Forget the photo, its drafts, what was told of it, and the wish."""
        self._stop_preparing()
        self._photo = None
        self._begin_anew(Told())
        self.photo_changed.emit()
        self.can_make_changed.emit()
        self.set_wish("")

    def set_style(self, style: Style) -> None:
        """Choose one style; it is remembered for the next time."""
        self._choose(style, {style})

    def toggle_style(self, style: Style) -> None:
        """Take a style in besides, or leave it out; the last one stays."""
        styles = self._styles ^ {style}
        if styles:
            self._choose(style if style in styles else min(styles, key=list(Style).index), styles)

    def choose_all_styles(self) -> None:
        """One plushie of each style."""
        self._choose(self._style, set(Style))

    def _choose(self, style: Style, styles: set[Style]) -> None:
        if styles == self._styles and style is self._style:
            return
        self._styles = styles
        if style is not self._style:
            self._style = style
            self._preferences.change(last_style=style)
        self.style_changed.emit()
        self.can_make_changed.emit()

    def set_wish(self, wish: str) -> None:
        """Set the wish; it is cut at `WISH_MAX_CHARACTERS`."""
        wish = wish[:WISH_MAX_CHARACTERS]
        if wish == self._wish:
            return
        self._wish = wish
        self.wish_changed.emit()

    def tell(self, told: Told) -> None:
        """Tell about the photo; the drafts are made anew where that changes them."""
        if told == self._told:
            return
        hints_before, self._told = self._told.to_hints(), told
        self.told_changed.emit()
        if told.to_hints() != hints_before:
            self._begin_drafts()

    def make(self) -> str:
        """Start a job for each style. Returns the first one's id, or "" when `can_make` is False."""
        if self._photo is None or not self.can_make:
            return ""
        hints = self._told.to_hints()
        lines = [OrderLine(self._photo, style, hints) for style in self.styles]
        return self._jobs.start(lines, self._wish)[0]

    def _prepare(self, work_to_do: "work.Preparing", told: Told | None = None) -> None:
        self._stop_preparing()
        self._preparing = self._photo_runner.run(
            work_to_do, partial(self._on_prepared, told or Told()), self._on_refused
        )
        self.can_make_changed.emit()

    def _stop_preparing(self) -> None:
        if self._preparing is not None:
            self._preparing.cancel()
            self._preparing = None

    def _on_prepared(self, told: Told, photo: "Photo") -> None:
        self._preparing = None
        self._photo = photo
        self._begin_anew(told)
        self.photo_changed.emit()
        self.can_make_changed.emit()

    def _begin_anew(self, told: Told) -> None:
        """Another photo: nothing is known of it but what was told."""
        self._told = told
        self._subject = None
        self._drafts = {}
        # Several styles were meant for that photo; nobody is to pay for them by mistake.
        self._choose(self._style, {self._style})
        self._begin_drafts()
        self.told_changed.emit()
        self.believed_changed.emit()

    def _on_refused(self, error: AppError) -> None:
        self._preparing = None
        self.photo_refused.emit(error)
        self.can_make_changed.emit()

    def _begin_drafts(self) -> None:
        """Draft the photo in each style; drafts that were made before stay until then."""
        if self._drafting is not None:
            self._drafting.cancel()
            self._drafting = None
        if self._photo is None:
            return
        picture, hints, subject = self._photo.picture, self._told.to_hints(), self._subject
        # The chosen style first: it is the one that is looked at.
        styles = sorted(Style, key=lambda style: style is not self._style)
        self._drafting = self._draft_runner.run(
            lambda task: work.make_drafts(task, picture, styles, hints, subject),
            on_failure=self._on_drafts_failed,
            on_progress=self._on_draft_step,
        )

    def _on_draft_step(self, step: DraftMade | SubjectFound) -> None:
        if isinstance(step, SubjectFound):
            self._subject = step.subject
            self.believed_changed.emit()
            return
        self._drafts[step.style] = step.picture
        self.draft_ready.emit(step.style.value)

    def _on_drafts_failed(self, error: AppError) -> None:
        self._drafting = None
        self.drafts_failed.emit(error)
