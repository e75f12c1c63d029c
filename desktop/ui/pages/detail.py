"""One finished plushie beside its photo, and what can be done with it."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.picture_pair import PicturePair
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.words import style_name


class DetailPage(QWidget):
    """Follows the gallery's selection; the arrow keys leaf through it.

    Signals:
        save_wanted(str), copy_wanted(str), again_wanted(str), delete_wanted(str),
        comparison_wanted(str): An image's id.
        left(): Back to the grid.
    """

    save_wanted = Signal(str)
    copy_wanted = Signal(str)
    again_wanted = Signal(str)
    delete_wanted = Signal(str)
    comparison_wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._title = Text(role=TextRole.TITLE)
        self._subtitle = Text(tone="muted")
        self.pair = PicturePair(theme)
        self.back_button = IconButton(theme, "arrow-left", self.tr("Back to the gallery"))
        self.newer_button = IconButton(theme, "caret-left", self.tr("Newer"))
        self.older_button = IconButton(theme, "caret-right", self.tr("Older"))
        self.delete_button = Button(theme, self.tr("Delete"), ButtonKind.DANGER, icon="trash")
        self.again_button = Button(theme, self.tr("Try another style"), icon="palette")
        self.copy_button = Button(theme, self.tr("Copy"), icon="copy")
        self.save_button = Button(theme, self.tr("Save"), ButtonKind.STRONG, icon="download-simple")
        self.comparison_button = Button(theme, self.tr("Before && after"), icon="download-simple")
        self.comparison_button.setAccessibleName(self.tr("Save before and after"))
        self.comparison_button.setToolTip(self.tr("Save photo and plushie as one picture"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("One plushie"))
        self._arrange()
        self.back_button.clicked.connect(self.left)
        self.newer_button.clicked.connect(self._newer)
        self.older_button.clicked.connect(self._older)
        self.save_button.clicked.connect(self._save)
        self.copy_button.clicked.connect(self._copy)
        self.again_button.clicked.connect(self._again)
        self.comparison_button.clicked.connect(self._compare)
        self.delete_button.clicked.connect(self._delete)
        gallery.picture_ready.connect(self._on_picture_ready)
        gallery.rowsInserted.connect(self._render_arrows)
        gallery.rowsRemoved.connect(self._render_arrows)

    @property
    def image_id(self) -> str:
        """Which picture is shown."""
        return self._gallery.selected_id

    def show_image(self, image_id: str) -> None:
        """Open this one: the thumbnail at once, the picture when it is there."""
        self._gallery.select(image_id)
        image = self._gallery.image(image_id)
        if image is None:
            return
        self._title.setText(image.title or style_name(image.style))
        words = [
            _day(image.created_at),
            style_name(image.style) if image.title else "",
            image.prompt,
        ]
        self._subtitle.setText(" · ".join(each for each in words if each))
        self.pair.result_caption.setText(style_name(image.style))
        self._show_pictures()
        self._render_arrows()
        self._gallery.open(image_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaf with the arrow keys, delete with Del."""
        match event.key():
            case Qt.Key.Key_Left:
                self._newer()
            case Qt.Key.Key_Right:
                self._older()
            case Qt.Key.Key_Delete:
                self._delete()
            case _:
                super().keyPressEvent(event)

    def _arrange(self) -> None:
        words = column(spacing=2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head = row(spacing=SPACE_M)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.pair.views, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.newer_button)
        head.addWidget(self.older_button)
        foot = row(spacing=SPACE_S)
        foot.addWidget(self.delete_button)
        foot.addStretch()
        for button in (
            self.again_button,
            self.comparison_button,
            self.copy_button,
            self.save_button,
        ):
            foot.addWidget(button)
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        box.addLayout(head)
        box.addWidget(self.pair, 1)
        box.addLayout(foot)

    def _show_pictures(self) -> None:
        image_id = self.image_id
        picture = self._gallery.picture(image_id)
        if picture is None:
            row_number = self._gallery.row_of(image_id)
            picture = self._gallery.index(row_number).data(GalleryRole.THUMBNAIL)
        photo = self._gallery.original(image_id)
        self.pair.show_pictures(photo, picture, can_wipe=True)
        self.comparison_button.setEnabled(photo is not None)
        self.pair.result.set_awaited(picture is None)
        self.copy_button.setEnabled(self._gallery.picture(image_id) is not None)

    def step_away(self) -> bool:
        """Go to a neighbour of the picture in view, which is about to go. False: it has none."""
        row_number = self._gallery.row_of(self.image_id)
        if self._gallery.rowCount() < 2 or row_number < 0:
            return False
        self._step(1 if row_number < self._gallery.rowCount() - 1 else -1)
        return True

    def _step(self, by: int) -> None:
        row_number = self._gallery.row_of(self.image_id) + by
        if self.image_id and 0 <= row_number < self._gallery.rowCount():
            self.show_image(str(self._gallery.index(row_number).data(GalleryRole.ID)))

    @Slot()
    def _render_arrows(self) -> None:
        row_number = self._gallery.row_of(self.image_id)
        self.newer_button.setEnabled(row_number > 0)
        self.older_button.setEnabled(0 <= row_number < self._gallery.rowCount() - 1)

    @Slot(str)
    def _on_picture_ready(self, image_id: str) -> None:
        if image_id == self.image_id:
            self._show_pictures()

    @Slot()
    def _newer(self) -> None:
        self._step(-1)

    @Slot()
    def _older(self) -> None:
        self._step(1)

    @Slot()
    def _save(self) -> None:
        self.save_wanted.emit(self.image_id)

    @Slot()
    def _copy(self) -> None:
        self.copy_wanted.emit(self.image_id)

    @Slot()
    def _again(self) -> None:
        self.again_wanted.emit(self.image_id)

    @Slot()
    def _compare(self) -> None:
        self.comparison_wanted.emit(self.image_id)

    @Slot()
    def _delete(self) -> None:
        self.delete_wanted.emit(self.image_id)


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    day = QDate(local.year, local.month, local.day)
    return QLocale().toString(day, QLocale.FormatType.LongFormat)
