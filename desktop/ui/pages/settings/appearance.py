"""Settings: light, dark, or as the system is; and whether things move."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from desktop.storage.preferences import Appearance
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.check_box import CheckBox
from desktop.ui.widgets.segments import Segments


class AppearanceSection(Section):
    """Follows the theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        say = QCoreApplication.translate
        super().__init__(
            say("AppearanceSection", "Appearance"),
            say("AppearanceSection", "Light, dark, or as your system is"),
            parent,
        )
        self._theme = theme
        self.choice = Segments(
            theme,
            self.tr("Appearance"),
            [
                (Appearance.SYSTEM.value, self.tr("System"), "monitor"),
                (Appearance.LIGHT.value, self.tr("Light"), "sun"),
                (Appearance.DARK.value, self.tr("Dark"), "moon"),
            ],
        )
        self.set_control(self.choice)
        self.choice.set_chosen(theme.appearance.value)
        self.motion_box = CheckBox(theme, self.tr("Less motion"))
        self.motion_box.setToolTip(self.tr("Pictures appear at once, without fading or sliding"))
        self.motion_box.setChecked(theme.moves_less)
        self.box.addWidget(self.motion_box)
        self.motion_box.clicked.connect(self._on_motion_clicked)
        self.choice.chosen.connect(self._on_chosen)
        theme.changed.connect(self._on_theme_changed)

    @Slot(str)
    def _on_chosen(self, value: str) -> None:
        self._theme.choose(Appearance(value))

    @Slot(bool)
    def _on_motion_clicked(self, is_less: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self._theme.choose_motion(is_less=is_less)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.choice.set_chosen(self._theme.appearance.value)
