"""One finished plushie beside its photo: looked at closely, named, and what can be done with it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.ui.dates import day_of
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.elided_text import ElidedText
from desktop.ui.widgets.image_facts import ImageFacts
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.picture_pair import SIDE_BY_SIDE, ZOOM, PicturePair
from desktop.ui.widgets.title_field import TitleField
from desktop.ui.widgets.words import style_name

_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class DetailPage(QWidget):
    """Follows the gallery's selection; the arrow keys leaf through it.

    Signals:
        save_wanted(str), copy_wanted(str), again_wanted(str), delete_wanted(str),
        comparison_wanted(str), favourite_wanted(str), share_wanted(str), restore_wanted(str): An image's id.
        tag_pressed(str): All pictures with this tag are wanted.
        left(): Back to the grid.
    """

    save_wanted = Signal(str)
    copy_wanted = Signal(str)
    again_wanted = Signal(str)
    delete_wanted = Signal(str)
    comparison_wanted = Signal(str)
    favourite_wanted = Signal(str)
    share_wanted = Signal(str)
    restore_wanted = Signal(str)
    tag_pressed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self.title = TitleField()
        self._subtitle = ElidedText(tone="muted")
        self.pair = PicturePair(theme)
        self.facts = ImageFacts(theme)
        self.facts.hide()
        self.back_button = IconButton(theme, "arrow-left", self.tr("Back to the gallery"))
        self.newer_button = IconButton(theme, "caret-left", self.tr("Newer"))
        self.older_button = IconButton(theme, "caret-right", self.tr("Older"))
        self.favourite_button = IconButton(theme, "heart", self.tr("Favourite"))
        self.facts_button = IconButton(theme, "info", self.tr("Information"))
        self.delete_button = Button(theme, self.tr("Delete"), ButtonKind.DANGER, icon="trash")
        self.restore_button = Button(
            theme, self.tr("Restore"), ButtonKind.STRONG, icon="arrow-counter-clockwise"
        )
        self.restore_button.hide()
        self.again_button = Button(theme, self.tr("Try another style"), icon="palette")
        self.share_button = Button(theme, self.tr("Share"), icon="share-network")
        self.copy_button = IconButton(theme, "copy", self.tr("Copy"), ButtonKind.PLAIN)
        self.save_button = Button(theme, self.tr("Save"), ButtonKind.STRONG, icon="download-simple")
        self.comparison_button = Button(theme, self.tr("Before && after"), icon="images")
        self.comparison_button.setAccessibleName(self.tr("Save before and after"))
        self.comparison_button.setToolTip(self.tr("Save photo and plushie as one picture"))
        side = self.save_button.sizeHint().height()
        self.copy_button.setFixedSize(QSize(side, side))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("One plushie"))
        self._arrange()
        self._connect()

    @property
    def image_id(self) -> str:
        """Which picture is shown."""
        return self._gallery.selected_id

    @property
    def is_zoomed(self) -> bool:
        """Whether the plushie is looked at closely."""
        return self.pair.zoom.isVisible()

    def show_image(self, image_id: str) -> None:
        """Open this one: the thumbnail at once, the picture when it is there."""
        self._gallery.select(image_id)
        self._show_words()
        self._show_pictures()
        self.pair.zoom.reset()
        self._render_arrows()
        self._gallery.open(image_id, original=self.is_zoomed)

    def step_away(self) -> bool:
        """Go to a neighbour of the picture in view, which is about to go. False: it has none."""
        row_number = self._gallery.row_of(self.image_id)
        if self._gallery.rowCount() < 2 or row_number < 0:
            return False
        self._step(1 if row_number < self._gallery.rowCount() - 1 else -1)
        return True

    def go_back(self) -> bool:
        """One step out, of looking closely. False: there is none but to the gallery."""
        if self.is_zoomed:
            self.leave_zoom()
            return True
        return False

    @Slot()
    def toggle_zoom(self) -> None:
        """Look closely, or at all of it again."""
        if self.is_zoomed:
            self.leave_zoom()
        else:
            self.pair.views.button(ZOOM).click()

    @Slot()
    def leave_zoom(self) -> None:
        """Show plushie and photo again."""
        self.pair.views.button(SIDE_BY_SIDE).click()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaf with the arrow keys, delete with Del, look closely with + and Z."""
        if event.modifiers() & _COMMAND:
            # A command of the window that it has no use for here; it is no letter.
            super().keyPressEvent(event)
            return
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left:
                self._newer()
            case Qt.Key.Key_Right:
                self._older()
            case Qt.Key.Key_Delete:
                self.delete_wanted.emit(self.image_id)
            case Qt.Key.Key_F:
                self.favourite_wanted.emit(self.image_id)
            case Qt.Key.Key_I:
                self._toggle_facts()
            case Qt.Key.Key_T:
                self.facts.show()
                self.facts.tags.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal | Qt.Key.Key_Z:
                self.toggle_zoom()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the plushie looks at it closely."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonDblClick:
            self.toggle_zoom()
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        words = column(spacing=2)
        words.addWidget(self.title)
        words.addWidget(self._subtitle)
        head = row(spacing=SPACE_S)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.pair.views, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (
            self.favourite_button,
            self.facts_button,
            self.newer_button,
            self.older_button,
        ):
            head.addWidget(button)
        middle = row(spacing=SPACE_L)
        middle.addWidget(self.pair, 1)
        middle.addWidget(self.facts)
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        box.addLayout(head)
        box.addLayout(middle, 1)
        box.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = row(spacing=SPACE_S)
        foot.addWidget(self.delete_button)
        foot.addStretch()
        foot.setSpacing(SPACE_M - 2)
        for button in (
            self.again_button,
            self.comparison_button,
            self.share_button,
            self.copy_button,
            self.save_button,
            self.restore_button,
        ):
            foot.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.newer_button.clicked.connect(self._newer)
        self.older_button.clicked.connect(self._older)
        self.facts_button.clicked.connect(self._toggle_facts)
        self.title.renamed.connect(self._rename)
        self.facts.tags.added.connect(self._add_tag)
        self.facts.tags.removed.connect(self._remove_tag)
        self.facts.tags.pressed.connect(self.tag_pressed)
        self.pair.views.chosen.connect(self._on_view)
        self.pair.result.installEventFilter(self)
        self._wishes = {
            self.save_button: self.save_wanted,
            self.copy_button: self.copy_wanted,
            self.again_button: self.again_wanted,
            self.comparison_button: self.comparison_wanted,
            self.favourite_button: self.favourite_wanted,
            self.share_button: self.share_wanted,
            self.delete_button: self.delete_wanted,
            self.restore_button: self.restore_wanted,
        }
        for button in self._wishes:
            button.clicked.connect(self._on_wish)
        gallery = self._gallery
        gallery.picture_ready.connect(self._on_picture_ready)
        gallery.dataChanged.connect(self._show_words)
        gallery.selected_changed.connect(self._show_words)
        for changed in (gallery.rowsInserted, gallery.rowsRemoved, gallery.modelReset):
            changed.connect(self._render_arrows)
            changed.connect(self._show_words)

    def _show_pictures(self) -> None:
        image_id = self.image_id
        known = self._gallery.picture(image_id)
        picture = known
        if picture is None:
            index = self._gallery.index(self._gallery.row_of(image_id))
            picture = index.data(GalleryRole.THUMBNAIL)
        photo = self._gallery.original(image_id)
        self.pair.show_pictures(photo, picture, can_wipe=True)
        self.comparison_button.setEnabled(photo is not None)
        self.pair.result.set_awaited(picture is None)
        self.copy_button.setEnabled(known is not None)

    def _step(self, by: int) -> None:
        row_number = self._gallery.row_of(self.image_id)
        if row_number >= 0 and 0 <= row_number + by < self._gallery.rowCount():
            self.show_image(self._gallery.id_at(row_number + by))

    @Slot()
    def _show_words(self) -> None:
        image = self._gallery.image(self.image_id)
        if image is None:
            return
        style = style_name(image.style)
        self.title.show_title(image.title, style)
        words = [day_of(image.created_at), style if image.title else "", image.prompt]
        self._subtitle.setText(" · ".join(each for each in words if each))
        self.pair.result_caption.setText(style)
        self.favourite_button.set_icon("heart-fill" if image.favourite else "heart")
        name = self.tr("Not a favourite") if image.favourite else self.tr("Favourite")
        self.favourite_button.set_name(name)
        self.facts.show_image(image, is_waiting=self._gallery.is_waiting(image.id))
        self._offer(is_trashed=image.trashed_at is not None)

    def _offer(self, *, is_trashed: bool) -> None:
        """What is in the trash comes back from there, or goes for ever."""
        self.delete_button.setText(self.tr("Delete for ever") if is_trashed else self.tr("Delete"))
        self.restore_button.setVisible(is_trashed)
        for button in (
            self.again_button,
            self.comparison_button,
            self.share_button,
            self.copy_button,
            self.save_button,
            self.favourite_button,
        ):
            button.setVisible(not is_trashed)

    @Slot()
    def _render_arrows(self) -> None:
        row_number = self._gallery.row_of(self.image_id)
        self.newer_button.setEnabled(row_number > 0)
        self.older_button.setEnabled(0 <= row_number < self._gallery.rowCount() - 1)

    @Slot(str)
    def _on_picture_ready(self, image_id: str) -> None:
        if image_id == self.image_id:
            self._show_pictures()

    @Slot(str)
    def _rename(self, title: str) -> None:
        if self.image_id:
            self._gallery.rename(self.image_id, title)

    @Slot(str)
    def _add_tag(self, tag: str) -> None:
        if self.image_id:
            self._gallery.change_tags([self.image_id], [tag], [])

    @Slot(str)
    def _remove_tag(self, tag: str) -> None:
        if self.image_id:
            self._gallery.change_tags([self.image_id], [], [tag])

    @Slot()
    def _on_wish(self) -> None:
        sender = self.sender()
        for button, wish in self._wishes.items():
            if button is sender and self.image_id:
                wish.emit(self.image_id)

    @Slot()
    def _toggle_facts(self) -> None:
        self.facts.setVisible(self.facts.isHidden())

    @Slot(str)
    def _on_view(self, view: str) -> None:
        if view == ZOOM and self.image_id:
            # Every pixel there is, for who looks closely.
            self._gallery.open(self.image_id, original=True)

    @Slot()
    def _newer(self) -> None:
        self._step(-1)

    @Slot()
    def _older(self) -> None:
        self._step(1)
