"""The dialog that shows and changes the tags of several pictures."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from desktop.errors import AppError
from desktop.models.gallery import GalleryModel
from desktop.ui.numbers import whole
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.tags_field import TagsField
from desktop.ui.widgets.text import Text, TextRole
from desktop.workers.tag_work import TagCount

_WIDTH_PX = 480


class TagsDialog(QDialog):
    """What is added or removed holds at once, for all of the pictures.

    Signals:
        tag_pressed(str): All pictures with this tag are to be shown; the dialog has closed.
    """

    tag_pressed = Signal(str)

    def __init__(
        self, theme: Theme, gallery: GalleryModel, image_ids: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._ids = list(image_ids)
        count = len(self._ids)
        self.setWindowTitle(self.tr("Tags"))
        self.setModal(True)
        self.setFixedWidth(in_text_size(_WIDTH_PX))
        self.tags = TagsField(theme)
        self.notice = Notice(theme)
        self.close_button = Button(theme, self.tr("Close"))
        many = self.tr("What you add or remove holds for all {n} plushies.").format(n=whole(count))
        words = self.tr("What you add or remove holds for this plushie.") if count == 1 else many
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        heads = column(spacing=SPACE_S)
        heads.addWidget(Text(self.windowTitle(), TextRole.TITLE))
        heads.addWidget(Text(words, tone="muted", wraps=True))
        box.addLayout(heads)
        box.addWidget(self.tags)
        box.addWidget(self.notice)
        box.addStretch()
        foot = row()
        foot.addStretch()
        foot.addWidget(self.close_button)
        box.addLayout(foot)
        self.tags.added.connect(self._add)
        self.tags.removed.connect(self._remove)
        self.tags.pressed.connect(self._press)
        self.close_button.clicked.connect(self.accept)
        gallery.tags_told.connect(self._on_told)
        gallery.failed.connect(self._on_failed)
        gallery.ask_tags(self._ids)
        self.tags.field.setFocus()

    @Slot(str)
    def _add(self, tag: str) -> None:
        self._change([tag], [])

    @Slot(str)
    def _remove(self, tag: str) -> None:
        self._change([], [tag])

    def _change(self, added: list[str], removed: list[str]) -> None:
        self.notice.clear()
        self._gallery.change_tags(self._ids, added, removed)
        self._gallery.ask_tags(self._ids)

    @Slot(str)
    def _press(self, tag: str) -> None:
        self.accept()
        self.tag_pressed.emit(tag)

    @Slot(list)
    def _on_told(self, told: list[TagCount]) -> None:
        count = len(self._ids)
        notes = ["" if each.count == count else f"({whole(each.count)})" for each in told]
        self.tags.show_tags([each.tag for each in told], notes)
        self._fit_height()

    def _fit_height(self) -> None:
        """Be as high as the tags need at this width."""
        box = self.layout()
        if box is not None:
            box.activate()
            self.resize(self.width(), box.totalHeightForWidth(self.width()))

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.notice.tell_error(error)
        self._fit_height()
