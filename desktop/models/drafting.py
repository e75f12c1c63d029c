"""The drafts of the photo in view, made in the background and kept for each photo."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from desktop.errors import AppError
from desktop.messages import translated
from desktop.models.told import Believed
from desktop.workers import work
from desktop.workers.draft_events import DraftMade, SubjectFound
from desktop.workers.tasks import Task, TaskRunner
from shared.styles import Style

if TYPE_CHECKING:
    from desktop.photo import Photo
    from shared.draft import Subject
    from shared.generations import Hints


REST_AFTER_MS = 10_000
"""So long after the last draft the engine gives its memory back: a third of what the app takes."""


@dataclass(slots=True, eq=False)
class _Sheet:
    """What is known of one prepared photo."""

    believed: Believed | None = None
    hints: "Hints | None" = None
    """What the drafts were made with."""
    drafts: dict[Style, QImage] = field(default_factory=dict)
    is_fresh: bool = False
    """Whether all drafts are there, made with `hints`."""
    note: str = ""
    """What to tell of a doubt, or of a photo that shows nothing."""


class Drafting(QObject):
    """One photo at a time; another one, or another hint, stops what is under way.

    When the drafts of the photo in view are done, the others are looked at, one after another. Then
    the engine rests, until somebody seems to come with a photo.

    Signals:
        believed_changed(): `believed` is new.
        draft_ready(str): `drafts` has one more; the argument is the style's wire name.
        failed(AppError): There will be no drafts of this photo; making still works.
        looked(): `doubt_of` a photo is new.
    """

    believed_changed = Signal()
    draft_ready = Signal(str)
    failed = Signal(object)
    looked = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._photo: Photo | None = None
        self._sheets: dict[Photo, _Sheet] = {}
        self._subject: Subject | None = None
        """Only of the photo in view: it takes several megabytes."""
        self._task: Task[None] | Task[SubjectFound] | None = None
        self._is_warm = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(REST_AFTER_MS)
        self._patience.timeout.connect(self._rest)

    def warm_up(self) -> None:
        """Somebody may be about to bring a photo: load the engine meanwhile."""
        if not self._is_warm:
            self._is_warm = True
            self._runner.run(work.warm_up_drafting)
            self._patience.start()

    @property
    def believed(self) -> Believed | None:
        """What the engine sees in the photo; None until it has looked."""
        return self._sheet.believed

    @property
    def drafts(self) -> dict[Style, QImage]:
        """The drafts of the photo in view that are ready, 320 px."""
        return dict(self._sheet.drafts)

    def show(self, photo: "Photo | None", hints: "Hints | None", first: Style) -> None:
        """Draft this photo, unless that was done; the style `first` comes first."""
        if photo is not self._photo:
            self._photo, self._subject = photo, None
        sheet = self._sheet
        if photo is not None and sheet.is_fresh and sheet.hints == hints:
            self._stop()
            self._look_at_next()
            return
        self.begin(hints, first)

    def begin(self, hints: "Hints | None", first: Style) -> None:
        """Draft the photo in view again; the drafts from before stay until then."""
        self._stop()
        photo = self._photo
        if photo is None:
            return
        sheet = self._sheets.setdefault(photo, _Sheet())
        sheet.hints, sheet.is_fresh = hints, False
        picture, subject = photo.picture, self._subject
        # The chosen style first: it is the one that is looked at.
        styles = sorted(Style, key=lambda style: style is not first)
        self._is_warm = True
        self._patience.stop()
        self._task = self._runner.run(
            lambda task: work.make_drafts(task, picture, styles, hints, subject),
            self._on_done,
            self._on_failed,
            self._on_step,
        )

    def keep_only(self, photos: "list[Photo]") -> None:
        """These photos are there now: forget all others."""
        self._sheets = {photo: self._sheets.get(photo, _Sheet()) for photo in photos}
        if self._task is None and self._sheet.is_fresh:
            self._look_at_next()

    def doubt_of(self, photo: "Photo") -> str:
        """What to tell of a photo in which nobody stands out, as far as is known; else ""."""
        sheet = self._sheets.get(photo)
        return "" if sheet is None else sheet.note

    @property
    def _sheet(self) -> _Sheet:
        known = None if self._photo is None else self._sheets.get(self._photo)
        return known or _Sheet()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._patience.start()

    def _on_step(self, step: DraftMade | SubjectFound) -> None:
        sheet = self._sheet
        if isinstance(step, SubjectFound):
            self._subject = step.subject
            sheet.believed = _believed_of(step)
            sheet.note = sheet.believed.note
            self.believed_changed.emit()
            self.looked.emit()
            return
        sheet.drafts[step.style] = step.picture
        self.draft_ready.emit(step.style.value)

    def _on_done(self, _result: None) -> None:
        self._sheet.is_fresh = True
        self._look_at_next()

    def _on_failed(self, error: AppError) -> None:
        self._sheet.note = error.title
        self.looked.emit()
        self.failed.emit(error)
        self._look_at_next()

    def _look_at_next(self) -> None:
        """Find out whether the photos that are not in view show somebody, too."""
        self._task = None
        for photo, sheet in self._sheets.items():
            if sheet.believed is None and not sheet.note and photo is not self._photo:
                self._task = self._runner.run(
                    partial(work.look_at, picture=photo.picture),
                    partial(self._on_looked, sheet),
                    partial(self._on_nothing_seen, sheet),
                )
                return
        if self._is_warm:
            self._patience.start()

    @Slot()
    def _rest(self) -> None:
        if self._task is None:
            self._is_warm = False
            self._runner.run(work.rest_from_drafting)

    def _on_looked(self, sheet: _Sheet, found: SubjectFound) -> None:
        sheet.believed = _believed_of(found)
        sheet.note = sheet.believed.note
        self.looked.emit()
        self._look_at_next()

    def _on_nothing_seen(self, sheet: _Sheet, error: AppError) -> None:
        sheet.note = error.title
        self.looked.emit()
        self._look_at_next()


def _believed_of(found: SubjectFound) -> Believed:
    subject = found.subject
    return Believed(
        kind=subject.kind.value,
        is_close_up=subject.is_close_up,
        is_sure=subject.is_sure,
        note=translated(subject.note) if subject.note else "",
        could_be_pet=found.could_be_pet,
        box=found.box,
    )
