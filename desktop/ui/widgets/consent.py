"""Agreeing to the terms, with links to read them first."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from desktop.ui.browser import open_in_browser
from desktop.ui.theme.fonts import font
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import BODY_PX, SPACE_S, SPACE_XS
from desktop.ui.widgets.check_box import CheckBox
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole


class TermsSentence(QLabel):
    """A sentence in which {terms} and {privacy} are links to a server's pages."""

    def __init__(
        self, theme: Theme, sentence: str, size_px: int = BODY_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = sentence
        self._server_url = ""
        self.setFont(font(size_px))
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.linkActivated.connect(self._open)
        theme.changed.connect(self._write)
        self._write()

    def set_server(self, url: str) -> None:
        """Whose terms they are."""
        self._server_url = url.rstrip("/")

    @Slot(str)
    def _open(self, path: str) -> None:
        open_in_browser(f"{self._server_url}{path}")

    @Slot()
    def _write(self) -> None:
        say = QCoreApplication.translate
        terms, privacy = say("Consent", "terms"), say("Consent", "privacy policy")
        self.setAccessibleName(self._words.format(terms=terms, privacy=privacy))
        colour = self._theme.tokens.accent_strong
        style = f"color: {colour}; text-decoration: underline;"
        link = f'<a style="{style}" href="{{path}}">{{text}}</a>'
        self.setText(
            self._words.format(
                terms=link.format(path="/terms", text=terms),
                privacy=link.format(path="/privacy", text=privacy),
            )
        )


class Consent(QWidget):
    """A check box beside a sentence with two links; `check` complains when it is not set."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox(theme)
        self.box.setAccessibleName(self.tr("I agree to the terms and the privacy policy"))
        self.sentence = TermsSentence(theme, self.tr("I agree to the {terms} and the {privacy}."))
        self._complaint = Text(role=TextRole.SMALL, tone="error", wraps=True)
        self._complaint.hide()
        line = row(spacing=SPACE_S)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        whole = column(self, spacing=SPACE_XS)
        whole.addLayout(line)
        whole.addWidget(self._complaint)
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self._on_toggled)

    @property
    def is_given(self) -> bool:
        """Whether the person agrees."""
        return self.box.isChecked()

    @property
    def complaint(self) -> str:
        """What is wrong, or ""."""
        return "" if self._complaint.isHidden() else self._complaint.text()

    def check(self) -> bool:
        """Whether the person agrees; says so when not."""
        words = "" if self.is_given else self.tr("Please agree to them to go on.")
        self._complaint.setText(words)
        self._complaint.setVisible(bool(words))
        self.box.setAccessibleDescription(words)
        return self.is_given

    @Slot()
    def _on_toggled(self) -> None:
        if self.is_given:
            self._complaint.hide()
