"""The Create page: photos, styles, a wish, and the drafts of the photo in view in each style."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop.errors import PhotoNotFetched
from desktop.models.credits import CreditsModel
from desktop.models.drafting import Drafting
from desktop.models.jobs import JobsModel
from desktop.models.order import OrderLine
from desktop.models.photo_table import PhotoTable
from desktop.models.told import Believed, Told
from desktop.photo_edit import PhotoSource
from desktop.storage.preferences import PreferencesStore
from desktop.workers.tasks import TaskRunner
from shared.limits import BATCH_MAX_GENERATIONS, GENERATION_COST_CREDITS, WISH_MAX_CHARACTERS
from shared.styles import Style

if TYPE_CHECKING:
    from desktop.photo import Photo


class StudioModel(QObject):
    """What will be made when the person presses *Make*.

    `table` holds the photos; `photo`, `told`, `believed` and `drafts` are those of its current one.

    Signals:
        photo_changed(): `photo` is new, or None when there is none any more.
        photo_refused(AppError): What was chosen cannot become a plushie; all stays as it was.
        style_changed(), wish_changed(), told_changed(): As named.
        believed_changed(): `believed` is new.
        doubts_changed(): `doubt_of` a photo is new.
        draft_ready(str): `drafts` has one more; the argument is the style's wire name.
        drafts_failed(AppError): There will be no drafts of this photo; making still works.
        can_make_changed(): `can_make`, `busy`, `cost_credits` or `lacks_credits` may be new.
    """

    photo_changed = Signal()
    photo_refused = Signal(object)
    style_changed = Signal()
    wish_changed = Signal()
    told_changed = Signal()
    believed_changed = Signal()
    doubts_changed = Signal()
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
        self.table = PhotoTable(photos, self)
        self._drafting = Drafting(drafts, self)
        self._jobs = jobs
        self._credits = credits
        self._preferences = preferences
        self._style = preferences.current.last_style
        self._styles = {self._style}
        self._wish = ""
        self._photo_ids: set[str] = set()
        credits.changed.connect(self.can_make_changed)
        self.table.refused.connect(self.photo_refused)
        self.table.changed.connect(self._on_table_changed)
        self.table.current_changed.connect(self._on_current_changed)
        self._drafting.believed_changed.connect(self._on_believed)
        self._drafting.looked.connect(self.doubts_changed)
        self._drafting.draft_ready.connect(self.draft_ready)
        self._drafting.failed.connect(self.drafts_failed)

    @property
    def photo(self) -> "Photo | None":
        """The photo in view, checked and edited."""
        current = self.table.current
        return None if current is None else current.photo

    @property
    def style(self) -> Style:
        """The style that was chosen last."""
        return self._style

    @property
    def styles(self) -> list[Style]:
        """All chosen styles: one plushie is made of each."""
        return [style for style in Style if style in self._styles]

    @property
    def plushie_count(self) -> int:
        """How many `make` would ask for: each photo in each style."""
        return len(self._styles) * max(len(self.table.ready), 1)

    @property
    def cost_credits(self) -> int:
        """What `make` costs."""
        return GENERATION_COST_CREDITS * self.plushie_count

    @property
    def wish(self) -> str:
        """What the person would like besides; at most `WISH_MAX_CHARACTERS`."""
        return self._wish

    @property
    def told(self) -> Told:
        """What the person told about the photo in view, as it was cropped."""
        current = self.table.current
        return Told() if current is None else current.told_of_frame

    @property
    def believed(self) -> Believed | None:
        """What the draft engine sees in the photo; None until it has looked."""
        return self._drafting.believed

    @property
    def drafts(self) -> dict[Style, QImage]:
        """The drafts of this photo that are ready, 320 px."""
        return self._drafting.drafts

    def doubt_of(self, photo_id: str) -> str:
        """What to tell of a photo in which nobody stands out, as far as is known; else ""."""
        photo = self.table.photo(photo_id)
        known = None if photo is None else photo.photo
        return "" if known is None else self._drafting.doubt_of(known)

    @property
    def busy(self) -> bool:
        """Whether a photo is being read and prepared."""
        return self.table.busy

    @property
    def lacks_credits(self) -> bool:
        """Whether the balance stands in the way: the button leads to Credits."""
        balance = self._credits.balance
        return balance is not None and balance < self.cost_credits

    @property
    def is_too_many(self) -> bool:
        """Whether it is more than the server takes at once."""
        return self.plushie_count > BATCH_MAX_GENERATIONS

    @property
    def can_make(self) -> bool:
        """Whether `make` would start a job."""
        return (
            bool(self.table.ready)
            and not self.busy
            and not self.lacks_credits
            and not self.is_too_many
        )

    def get_ready(self) -> None:
        """Somebody is about to choose a photo: drafts of it shall not wait for their engine."""
        self._drafting.warm_up()

    def choose_file(self, path: str) -> None:
        """Read and prepare a photo file, or a folder of them; the newest choice wins."""
        self.choose_files([path])

    def choose_files(self, paths: Iterable[str]) -> None:
        """Files and folders were dropped: they come besides several photos, else in their place."""
        if len(self.table.photos) > 1:
            self.table.add(paths)
        else:
            self.table.choose(paths)

    def choose_web(self, url: str, data: bytes = b"") -> None:
        """A picture of a web page was dropped or pasted: fetch it, unless its file came along."""
        self.table.choose_web(url, data, _name_of_nameless())

    def miss_photo(self) -> None:
        """The other program offered a picture, and did not hand it over."""
        title = "The other program offered this picture, but did not hand it over."
        advice = (
            "Please copy the picture there and paste it here, or save it first and choose the file."
        )
        self.photo_refused.emit(PhotoNotFetched(title, advice).describe())

    def choose_image(self, image: QImage, told: Told | None = None, name: str = "") -> None:
        """An image was pasted, dragged from a browser, or used before, when this was told of it."""
        name = name or _name_of_nameless()
        source = PhotoSource(name, image=image)
        if len(self.table.photos) > 1 and told is None:
            self.table.add_source(source)
        else:
            self.table.choose_source(source, told)

    def clear(self) -> None:
        """Forget the photos, their drafts, what was told of them, and the wish."""
        self.table.clear()
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

    def set_wish(self, wish: str) -> None:
        """Set the wish; it is cut at `WISH_MAX_CHARACTERS`."""
        wish = wish[:WISH_MAX_CHARACTERS]
        if wish == self._wish:
            return
        self._wish = wish
        self.wish_changed.emit()

    def tell(self, told: Told) -> None:
        """Tell about the photo in view; the drafts are made anew where that changes them."""
        current, before = self.table.current, self.told
        if current is None or told == before:
            return
        self.table.tell(current.id, told)
        self.told_changed.emit()
        if told.to_hints() != before.to_hints():
            self._drafting.begin(told.to_hints(), self._style)

    def make(self) -> str:
        """Start a job for each photo in each style. Returns the first's id, or "" if it cannot."""
        if not self.can_make:
            return ""
        lines = [
            OrderLine(each.photo, each.file, style, each.told_of_frame.to_hints())
            for each in self.table.ready
            for style in self.styles
            if each.photo is not None and each.file is not None
        ]
        return self._jobs.start(lines, self._wish)[0]

    def _choose(self, style: Style, styles: set[Style]) -> None:
        if styles == self._styles and style is self._style:
            return
        self._styles = styles
        if style is not self._style:
            self._style = style
            self._preferences.change(last_style=style)
        self.style_changed.emit()
        self.can_make_changed.emit()

    @Slot()
    def _on_table_changed(self) -> None:
        ids = {each.id for each in self.table.photos}
        if not ids & self._photo_ids:
            # Several styles were meant for other photos; nobody is to pay for them by mistake.
            self._choose(self._style, {self._style})
        self._photo_ids = ids
        self._drafting.keep_only([each.photo for each in self.table.photos if each.photo])
        self.can_make_changed.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        self._drafting.show(self.photo, self.told.to_hints() if self.photo else None, self._style)
        self.photo_changed.emit()
        self.told_changed.emit()
        self.believed_changed.emit()
        self.can_make_changed.emit()

    @Slot()
    def _on_believed(self) -> None:
        current, believed = self.table.current, self.believed
        if current is not None and current.photo is not None and current.photo.edit.is_untouched:
            self.table.learn_box(current.id, believed.box if believed else None)
        self.believed_changed.emit()


def _name_of_nameless() -> str:
    return QCoreApplication.translate("StudioModel", "Unnamed photo")
