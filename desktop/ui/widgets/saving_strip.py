"""How far saving many pictures has come, and what can be done about it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from desktop.models.save_many import SaveManyModel, SaveManyState
from desktop.ui.numbers import whole
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_S
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import row
from desktop.ui.widgets.text import Text

_BAR_WIDTH_PX = 160


class SavingStrip(QFrame):
    """Hidden until something is being saved, or waits to go on."""

    def __init__(self, theme: Theme, saving: SaveManyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saving = saving
        self.setProperty("notice", "info")
        self._words = Text()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH_PX)
        self._bar.setAccessibleName(self.tr("Saving plushies"))
        self.cancel_button = Button(theme, self.tr("Stop"), ButtonKind.QUIET)
        self.resume_button = Button(theme, self.tr("Save the rest"), ButtonKind.QUIET)
        self.forget_button = IconButton(theme, "x", self.tr("Leave it at that"))
        box = row(self, spacing=SPACE_M)
        box.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        box.addWidget(IconLabel(theme, "download-simple", "muted"))
        box.addWidget(self._words)
        box.addStretch()
        for part in (self._bar, self.cancel_button, self.resume_button, self.forget_button):
            box.addWidget(part)
        self.cancel_button.clicked.connect(saving.cancel)
        self.resume_button.clicked.connect(saving.resume)
        self.forget_button.clicked.connect(saving.forget_unfinished)
        saving.state_changed.connect(self.render_state)
        saving.progressed.connect(self.render_state)
        saving.unfinished_found.connect(self.render_state)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    @Slot()
    def render_state(self) -> None:
        """Show where saving stands."""
        saving, unfinished = self._saving, self._saving.unfinished
        is_saving = saving.state is SaveManyState.SAVING
        for part, is_shown in (
            (self._bar, is_saving),
            (self.cancel_button, is_saving),
            (self.resume_button, not is_saving),
            (self.forget_button, not is_saving),
        ):
            part.setVisible(is_shown)
        if is_saving:
            self._bar.setRange(0, max(1, saving.total))
            self._bar.setValue(saving.done)
            words = self.tr("Saving {done} of {total}")
            self._words.setText(words.format(done=whole(saving.done), total=whole(saving.total)))
        elif unfinished is not None:
            total = len(unfinished.order.image_ids)
            left = total - len(unfinished.saved)
            if unfinished.order.as_zip:
                words = self.tr(
                    "The zip file of {total} plushies is begun anew: it was not finished."
                )
            else:
                words = self.tr("{left} of {total} plushies are not saved yet.")
            self._words.setText(words.format(left=whole(left), total=whole(total)))
        self.setVisible(is_saving or unfinished is not None)
