"""The Create page: a place for a photo, then the photo, its four drafts, a wish and *Make*."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.errors import AppError
from desktop.models.studio import StudioModel
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import RADIUS_CARD, SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.picture import Fit, Picture, rounded
from desktop.ui.widgets.style_card import StyleGrid
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.wish_field import WishField
from shared.styles import Style

_PHOTO_COLUMN_PX = 296


class CreatePage(QWidget):
    """Renders the studio.

    Signals:
        browse_wanted(): The person would like to choose a file.
        job_started(str): *Make* was pressed; the job's id.
    """

    browse_wanted = Signal()
    job_started = Signal(str)

    def __init__(self, theme: Theme, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.notice = Notice(theme)
        self.drop_place = DropPlace(theme)
        self.workbench = Workbench(theme, studio)
        self._views = QStackedWidget()
        self._views.addWidget(self.drop_place)
        self._views.addWidget(self.workbench)
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        box.addWidget(self.notice)
        box.addWidget(self._views, 1)
        self.drop_place.browse.clicked.connect(self.browse_wanted)
        self.workbench.another.clicked.connect(self.browse_wanted)
        self.workbench.make.clicked.connect(self.make)
        studio.photo_changed.connect(self._on_photo_changed)
        studio.photo_refused.connect(self._on_refused)
        studio.can_make_changed.connect(self._on_busy_changed)
        self._on_photo_changed()

    @Slot()
    def make(self) -> None:
        """Start a job, if there is a photo and a credit for it."""
        job_id = self._studio.make()
        if job_id:
            self.job_started.emit(job_id)

    @Slot()
    def _on_photo_changed(self) -> None:
        self.notice.clear()
        has_photo = self._studio.photo is not None
        self._views.setCurrentWidget(self.workbench if has_photo else self.drop_place)

    @Slot(object)
    def _on_refused(self, error: AppError) -> None:
        self.notice.tell_error(error)

    @Slot()
    def _on_busy_changed(self) -> None:
        self.drop_place.show_busy(is_busy=self._studio.busy)


class DropPlace(QWidget):
    """The empty page: an invitation to drop, browse or paste."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.browse = Button(theme, "", ButtonKind.STRONG, icon="folder-open")
        self.browse.setMinimumHeight(44)
        box = column(self, spacing=SPACE_S, margin=SPACE_XL)
        box.addStretch()
        box.addWidget(
            Illustration(theme, "drop", QSize(360, 264)), 4, Qt.AlignmentFlag.AlignHCenter
        )
        box.addSpacing(SPACE_L)
        box.addWidget(Text(self.tr("Drop a photo of someone you love"), TextRole.TITLE).centre())
        box.addWidget(
            Text(
                self.tr("A person, a pet or a favourite thing. JPEG, PNG or WebP, up to 10 MiB."),
                tone="muted",
                wraps=True,
            ).centre()
        )
        box.addSpacing(SPACE_L)
        box.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(SPACE_XS)
        box.addWidget(Text(self.tr("or paste one with Ctrl+V"), TextRole.SMALL, "muted").centre())
        box.addStretch()
        theme.changed.connect(self.update)
        self.show_busy(is_busy=False)

    def show_busy(self, *, is_busy: bool) -> None:
        """A photo is being read."""
        self.browse.setEnabled(not is_busy)
        self.browse.setText(
            self.tr("Reading the photo …") if is_busy else self.tr("Choose a photo")
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A stitched edge, like a patch to be filled."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(tokens.outline), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawPath(rounded(QRectF(self.rect()).adjusted(1, 1, -1, -1), 2 * RADIUS_CARD))


class Workbench(QWidget):
    """The photo, the wish and *Make* on the left; the four styles on the right."""

    def __init__(self, theme: Theme, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._has_no_drafts = False
        self.photo = Picture(theme, fit=Fit.CONTAIN)
        self.photo.setAccessibleName(self.tr("Your photo"))
        self._name = Text(role=TextRole.SMALL, tone="muted").centre()
        self.another = Button(theme, self.tr("Another photo"), ButtonKind.LINK, icon="images")
        self.wish = WishField()
        self.make = Button(theme, "", ButtonKind.STRONG, icon="magic-wand")
        self.make.setMinimumHeight(48)
        self._hint = Text(role=TextRole.SMALL, tone="muted", wraps=True).centre()
        self.styles = StyleGrid(theme)
        self._arrange()
        self.wish.changed.connect(studio.set_wish)
        self.styles.chosen.connect(self._on_style_chosen)
        studio.photo_changed.connect(self._on_photo_changed)
        studio.style_changed.connect(self._on_style_changed)
        studio.wish_changed.connect(self._on_wish_changed)
        studio.draft_ready.connect(self._on_draft_ready)
        studio.drafts_failed.connect(self._on_drafts_failed)
        studio.can_make_changed.connect(self._on_can_make_changed)
        self._on_photo_changed()
        self._on_style_changed()
        self._on_wish_changed()
        self._on_can_make_changed()

    def _arrange(self) -> None:
        left = column(spacing=SPACE_M)
        left.addWidget(Text(self.tr("Your photo"), TextRole.HEADING))
        left.addWidget(self.photo, 1)
        under = column(spacing=0)
        under.addWidget(self._name)
        under.addWidget(self.another, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addLayout(under)
        left.addWidget(self.wish)
        foot = column(spacing=SPACE_XS)
        foot.addWidget(self.make)
        foot.addWidget(self._hint)
        left.addLayout(foot)
        holder = QWidget()
        holder.setFixedWidth(_PHOTO_COLUMN_PX)
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        right = column(spacing=SPACE_M)
        right.addWidget(Text(self.tr("Choose a style"), TextRole.HEADING))
        right.addWidget(self.styles, 1)
        box = row(self, spacing=SPACE_XL)
        box.addWidget(holder)
        box.addLayout(right, 1)

    @Slot()
    def _on_photo_changed(self) -> None:
        self._has_no_drafts = False
        photo = self._studio.photo
        self.photo.set_image(None if photo is None else photo.preview)
        if photo is not None:
            size = f"{photo.original_width_px} x {photo.original_height_px}"
            name = self._name.fontMetrics().elidedText(
                photo.name, Qt.TextElideMode.ElideMiddle, _PHOTO_COLUMN_PX - 96
            )
            self._name.setText(f"{name}  ·  {size}")
        self._show_drafts()

    @Slot(str)
    def _on_draft_ready(self, _style: str) -> None:
        self._show_drafts()

    @Slot(object)
    def _on_drafts_failed(self, _error: AppError) -> None:
        self._has_no_drafts = True
        self._show_drafts()
        self._on_can_make_changed()

    def _show_drafts(self) -> None:
        drafts = self._studio.drafts
        is_awaited = self._studio.photo is not None and not self._has_no_drafts
        for style in Style:
            self.styles.card(style).show_draft(drafts.get(style), is_awaited=is_awaited)

    @Slot(object)
    def _on_style_chosen(self, style: Style) -> None:
        self._studio.set_style(style)

    @Slot()
    def _on_style_changed(self) -> None:
        self.styles.set_chosen(self._studio.style)

    @Slot()
    def _on_wish_changed(self) -> None:
        self.wish.set_text(self._studio.wish)

    @Slot()
    def _on_can_make_changed(self) -> None:
        self.make.setEnabled(self._studio.can_make)
        if self._studio.busy:
            self.make.setText(self.tr("Reading the photo …"))
        else:
            self.make.setText(self.tr("Make my plushie · 1 credit"))
        if self._studio.lacks_credits:
            hint = self.tr("You have no credits left.")
        elif self._has_no_drafts:
            hint = self.tr("There are no drafts of this photo; making it works all the same.")
        else:
            hint = self.tr("The drafts are a first idea. You only pay for what is made.")
        self._hint.set_tone("warning" if self._studio.lacks_credits else "muted")
        self._hint.setText(hint)
