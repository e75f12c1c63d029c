"""Which theme is shown: the system's, or the one that was chosen; switched while the app runs."""

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessibilityHints, QGuiApplication, QIcon, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.storage.preferences import Appearance, Contrast, PreferencesStore
from desktop.ui.theme.fonts import font, load_fonts, set_text_percent
from desktop.ui.theme.icons import icon
from desktop.ui.theme.motion import stand_still
from desktop.ui.theme.palette import mix, palette_of
from desktop.ui.theme.stylesheet import stylesheet_of
from desktop.ui.theme.tokens import DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Tokens


class Theme(QObject):
    """The current tokens, put on the whole application.

    Signals:
        changed(): `tokens` is new; whoever paints itself or tints an icon does so again.
    """

    changed = Signal()

    def __init__(self, preferences: PreferencesStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._tokens = self._wanted()
        style = QStyleFactory.create("Fusion")
        QApplication.setStyle(style)
        load_fonts()
        set_text_percent(preferences.current.text_percent)
        QApplication.setFont(font())
        stand_still(is_wanted=preferences.current.moves_less)
        system, wishes = system_hints()
        system.colorSchemeChanged.connect(self._on_system_changed)
        wishes.contrastPreferenceChanged.connect(self._on_system_changed)
        self._put_on()

    @property
    def tokens(self) -> Tokens:
        """The colours of now."""
        return self._tokens

    @property
    def appearance(self) -> Appearance:
        """What was chosen: the system's theme, or always the same."""
        return self._preferences.current.appearance

    def choose(self, appearance: Appearance) -> None:
        """Remember the choice and show it at once."""
        self._preferences.change(appearance=appearance)
        self._follow()

    @property
    def has_strong_contrast(self) -> bool:
        """Whether words and edges stand out more: as was chosen, or as the system wishes."""
        chosen = self._preferences.current.contrast
        return _is_system_strong() if chosen is Contrast.SYSTEM else chosen is Contrast.STRONG

    def choose_contrast(self, *, is_strong: bool) -> None:
        """Remember the choice and show it at once; who chooses what the system does follows it."""
        chosen = Contrast.STRONG if is_strong else Contrast.USUAL
        if is_strong == _is_system_strong():
            chosen = Contrast.SYSTEM
        self._preferences.change(contrast=chosen)
        self._follow()

    @property
    def moves_less(self) -> bool:
        """Whether the person wants nothing to move by itself, also where the system does not say so."""
        return self._preferences.current.moves_less

    def choose_motion(self, *, is_less: bool) -> None:
        """Remember the choice; it holds from the next movement."""
        self._preferences.change(moves_less=is_less)
        stand_still(is_wanted=is_less)

    def icon(self, name: str, tint: str = "text", size_px: int = 20, gap_px: int = 0) -> QIcon:
        """An icon in the colour of the token `tint`, with empty space behind it."""
        colour = str(getattr(self._tokens, tint))
        return icon(name, colour, size_px=size_px, gap_px=gap_px, disabled=self._faded)

    @Slot()
    def _on_system_changed(self) -> None:
        self._follow()

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is not self._tokens:
            self._tokens = wanted
            self._put_on()
            self.changed.emit()

    def _wanted(self) -> Tokens:
        match self._preferences.current.appearance:
            case Appearance.LIGHT:
                is_dark = False
            case Appearance.DARK:
                is_dark = True
            case _:
                is_dark = _is_system_dark()
        if self.has_strong_contrast:
            return STRONG_DARK if is_dark else STRONG_LIGHT
        return DARK if is_dark else LIGHT

    def _put_on(self) -> None:
        self._faded = mix(self._tokens.text, self._tokens.background, 0.45).name()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # Qt replaces a style sheet in four times the time that it takes to drop it and begin anew.
            application.setStyleSheet("")
        QApplication.setPalette(palette_of(self._tokens))
        if isinstance(application, QApplication):
            application.setStyleSheet(stylesheet_of(self._tokens))


@cache
def system_hints() -> tuple[QStyleHints, QAccessibilityHints]:
    """Qt's two objects that tell the system's theme and wishes; they live as long as the program.

    Both are kept: with the Python side of the first, PySide 6.11 declares the second destroyed, also
    for whoever asks for it next.
    """
    system = QGuiApplication.styleHints()
    return system, system.accessibility()


def _is_system_dark() -> bool:
    return system_hints()[0].colorScheme() is Qt.ColorScheme.Dark


def _is_system_strong() -> bool:
    return system_hints()[1].contrastPreference() is Qt.ContrastPreference.HighContrast
