"""The page for an app that its server does not serve any more."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.models.update import UpdateModel
from desktop.ui.browser import open_in_browser
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.text import Text, TextRole

_WIDTH_PX = 480


class UpdatePage(QWidget):
    """Says what to do, with the link."""

    def __init__(self, theme: Theme, update: UpdateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._update = update
        self._title = Text(self.tr("PlushifyMe needs an update"), TextRole.TITLE, wraps=True)
        self._title.centre().setMinimumWidth(_WIDTH_PX)
        self._message = Text(tone="muted", wraps=True).centre()
        self._message.setMinimumWidth(_WIDTH_PX)
        self.download_button = Button(theme, self.tr("Get the new version"), ButtonKind.STRONG)
        self.download_button.clicked.connect(self._download)
        middle = Qt.AlignmentFlag.AlignHCenter
        box = column(self, margin=SPACE_XL)
        box.addStretch()
        box.addWidget(Illustration(theme, "sewing", QSize(340, 280)), 0, middle)
        box.addSpacing(SPACE_L)
        box.addWidget(self._title, 0, middle)
        box.addSpacing(SPACE_S)
        box.addWidget(self._message, 0, middle)
        box.addSpacing(SPACE_L)
        box.addWidget(self.download_button, 0, middle)
        box.addStretch()
        update.changed.connect(self._render)
        self._render()

    @property
    def message(self) -> str:
        """The sentences below the title."""
        return self._message.text()

    @Slot()
    def _render(self) -> None:
        has_link = bool(self._update.download_url)
        words = self.tr(
            "This server works with newer versions only; you have {version}. Your pictures and "
            "credits are kept and wait for you."
        ).format(version=self._update.version)
        if not has_link:
            words += " " + self.tr("Please ask whoever runs the server for the new version.")
        self._message.setText(words)
        self.download_button.setVisible(has_link)

    @Slot()
    def _download(self) -> None:
        open_in_browser(self._update.download_url)
