"""Settings: which language the app speaks."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.storage.preferences import PreferencesStore
from desktop.ui.language import OWN_NAMES, Language
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.segments import Segments


class LanguageSection(Section):
    """Keeps the choice; it holds from the next start."""

    def __init__(
        self, theme: Theme, preferences: PreferencesStore, parent: QWidget | None = None
    ) -> None:
        say = QCoreApplication.translate
        self._usual = say("LanguageSection", "What the app speaks")
        super().__init__(say("LanguageSection", "Language"), self._usual, parent)
        self._preferences = preferences
        self._spoken = preferences.current.language
        self.choice = Segments(
            theme,
            self.tr("Language"),
            [
                (Language.SYSTEM.value, self.tr("System"), "monitor"),
                *((each.value, name, "") for each, name in OWN_NAMES.items()),
            ],
        )
        self.set_control(self.choice)
        self.choice.set_chosen(self._spoken)
        self.choice.chosen.connect(self._on_chosen)

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self._preferences.change(language=code)
        is_new = code != self._spoken
        self.set_caption(self.tr("Kept. It holds from the next start.") if is_new else self._usual)
