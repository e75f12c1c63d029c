"""Which theme is shown: the system's, or the one that was chosen; switched while the app runs."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.storage.preferences import Appearance, PreferencesStore
from desktop.ui.theme.fonts import font, load_fonts, set_text_percent
from desktop.ui.theme.icons import icon
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
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
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
        """Whether the person wants words and edges to stand out more."""
        return self._preferences.current.strong_contrast

    def choose_contrast(self, *, is_strong: bool) -> None:
        """Remember the choice and show it at once."""
        self._preferences.change(strong_contrast=is_strong)
        self._follow()

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
        # Qt knows the system's own wish, but PySide 6.11 destroys what tells it: it is chosen here.
        if self.has_strong_contrast:
            return STRONG_DARK if is_dark else STRONG_LIGHT
        return DARK if is_dark else LIGHT

    def _put_on(self) -> None:
        self._faded = mix(self._tokens.text, self._tokens.background, 0.45).name()
        QApplication.setPalette(palette_of(self._tokens))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(stylesheet_of(self._tokens))


def _is_system_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
