"""Settings: how large text is, and how much it stands out."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.storage.preferences import PreferencesStore
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.check_box import CheckBox
from desktop.ui.widgets.segments import Segments

TEXT_PERCENTS = (100, 125, 150, 200)


class TextSizeSection(Section):
    """Contrast changes at once; a size holds from the next start."""

    def __init__(
        self, theme: Theme, preferences: PreferencesStore, parent: QWidget | None = None
    ) -> None:
        say = QCoreApplication.translate
        self._usual = say("TextSizeSection", "Larger letters in the whole app")
        super().__init__(say("TextSizeSection", "Text size"), self._usual, parent)
        self._preferences = preferences
        self._shown = preferences.current.text_percent
        self.choice = Segments(
            theme,
            self.tr("Text size"),
            [(str(percent), f"{percent} %", "") for percent in TEXT_PERCENTS],
        )
        self.set_control(self.choice)
        if self._shown in TEXT_PERCENTS:
            self.choice.set_chosen(str(self._shown))
        self.contrast_box = CheckBox(theme, self.tr("More contrast"))
        self.contrast_box.setChecked(theme.has_strong_contrast)
        self.box.addWidget(self.contrast_box)
        self._theme = theme
        self.choice.chosen.connect(self._on_chosen)
        self.contrast_box.clicked.connect(self._on_contrast_clicked)
        theme.changed.connect(self._show_contrast)

    @Slot(bool)
    def _on_contrast_clicked(self, is_strong: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self._theme.choose_contrast(is_strong=is_strong)

    @Slot()
    def _show_contrast(self) -> None:
        self.contrast_box.setChecked(self._theme.has_strong_contrast)

    @Slot(str)
    def _on_chosen(self, percent: str) -> None:
        self._preferences.change(text_percent=int(percent))
        is_new = int(percent) != self._shown
        self.set_caption(self.tr("Kept. It holds from the next start.") if is_new else self._usual)
