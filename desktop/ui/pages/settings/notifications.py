"""Settings: how the app calls somebody who looks elsewhere."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.models.attention import AttentionModel
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.check_box import CheckBox


class NotificationsSection(Section):
    """Three switches, each of which holds at once."""

    def __init__(self, theme: Theme, model: AttentionModel, parent: QWidget | None = None) -> None:
        say = QCoreApplication.translate
        super().__init__(
            say("NotificationsSection", "Notifications"),
            say("NotificationsSection", "When your plushies are ready and you look elsewhere"),
            parent,
        )
        self._model = model
        self.notice_box = CheckBox(theme, self.tr("Show a notification"))
        self.notice_box.setChecked(model.notifies)
        self.attention_box = CheckBox(theme, self.tr("Let the window's button ask for attention"))
        self.attention_box.setChecked(model.asks_attention)
        self.progress_box = CheckBox(theme, self.tr("Show progress in the task bar or dock"))
        self.progress_box.setChecked(model.shows_progress)
        for each in (self.notice_box, self.attention_box, self.progress_box):
            self.box.addWidget(each)
            each.toggled.connect(self._on_toggled)

    @Slot()
    def _on_toggled(self) -> None:
        self._model.choose(
            notifies=self.notice_box.isChecked(),
            asks_attention=self.attention_box.isChecked(),
            shows_progress=self.progress_box.isChecked(),
        )
