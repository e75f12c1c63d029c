"""Settings: who is signed in."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.models.session import SessionModel
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole


class AccountSection(QFrame):
    """Follows the session."""

    def __init__(self, theme: Theme, session: SessionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._session = session
        self._person = Text(role=TextRole.STRONG)
        self._email = Text(tone="muted")
        self.sign_out_button = Button(theme, self.tr("Sign out"), icon="sign-out")
        words = column(spacing=2)
        words.addWidget(self._person)
        words.addWidget(self._email)
        box = row(self, spacing=SPACE_M, margin=SPACE_L)
        box.addWidget(IconLabel(theme, "user-circle", "muted", size_px=36))
        box.addLayout(words, 1)
        box.addWidget(self.sign_out_button)
        self.sign_out_button.clicked.connect(session.sign_out)
        session.state_changed.connect(self._render)
        self._render()

    @property
    def person_text(self) -> str:
        """Name and address of who is signed in."""
        return f"{self._person.text()} {self._email.text()}".strip()

    @Slot()
    def _render(self) -> None:
        user = self._session.user
        self._person.setText("" if user is None else user.name)
        self._email.setText("" if user is None else user.email)
