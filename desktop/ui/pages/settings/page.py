"""The settings, one section below the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.models.all import Models
from desktop.ui.dialogs import Dialogs
from desktop.ui.pages.settings.about import AboutSection
from desktop.ui.pages.settings.account import AccountSection
from desktop.ui.pages.settings.appearance import AppearanceSection
from desktop.ui.pages.settings.data import DataSection
from desktop.ui.pages.settings.devices import DevicesSection
from desktop.ui.pages.settings.language import LanguageSection
from desktop.ui.pages.settings.notifications import NotificationsSection
from desktop.ui.pages.settings.server import ServerSection
from desktop.ui.pages.settings.storage import StorageSection
from desktop.ui.pages.settings.text_size import TextSizeSection
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.text import Text, TextRole

_MARGINS_PX, _WORDS_PX = 440, 200


class SettingsPage(QWidget):
    """What can be chosen. A new section is one more file, and one more line here."""

    def __init__(
        self, theme: Theme, models: Models, dialogs: Dialogs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.account = AccountSection(theme, models)
        self.devices = DevicesSection(theme, models.devices)
        self.data = DataSection(theme, models, dialogs)
        self.appearance = AppearanceSection(theme)
        self.text_size = TextSizeSection(theme, models.preferences)
        self.language = LanguageSection(theme, models.preferences)
        self.notifications = NotificationsSection(theme, models.attention)
        self.storage = StorageSection(theme, models.storage)
        self.server = ServerSection(theme, models)
        self.about = AboutSection(theme, models)
        self._arrange(
            (
                self.account,
                self.devices,
                self.appearance,
                self.text_size,
                self.language,
                self.notifications,
                self.storage,
                self.server,
                self.data,
                self.about,
            )
        )

    @property
    def shortcuts_button(self) -> Button:
        """Lists the keyboard shortcuts."""
        return self.about.shortcuts_button

    def _arrange(self, sections: tuple[QWidget, ...]) -> None:
        inside = QWidget()
        inside.setObjectName("transparent")
        inside.setMaximumWidth(_MARGINS_PX + in_text_size(_WORDS_PX))
        box = column(inside, spacing=SPACE_L)
        box.setContentsMargins(0, SPACE_XL, 0, SPACE_XL)
        box.addWidget(Text(self.tr("Settings"), TextRole.TITLE))
        for section in sections:
            box.addWidget(section)
        box.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setWidget(inside)
        whole = column(self)
        whole.setContentsMargins(SPACE_XL, 0, SPACE_S, 0)
        whole.addWidget(scroll)
