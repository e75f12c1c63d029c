"""Settings: who is signed in, and what can be changed about it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from desktop.models.all import Models
from desktop.ui.pages.settings.account_rows import EmailRow, NameRow, PasswordRow
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, divider, row
from desktop.ui.widgets.text import Text, TextRole


class AccountSection(QFrame):
    """Follows the session; each line knows how to change itself."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Account"))
        self._session = models.session
        self._person = Text(role=TextRole.STRONG)
        self._email = Text(tone="muted")
        self.sign_out_button = Button(theme, self.tr("Sign out"), icon="sign-out")
        self.name = NameRow(theme, models)
        self.email = EmailRow(theme, models)
        self.password = PasswordRow(theme, models)
        words = column(spacing=2)
        words.addWidget(self._person)
        words.addWidget(self._email)
        self.not_kept = Text(
            self.tr("This computer has no key ring: you stay signed in until the app closes."),
            TextRole.SMALL,
            "warning",
            wraps=True,
        )
        self.not_kept.hide()
        words.addWidget(self.not_kept)
        head = row(spacing=SPACE_M)
        head.addWidget(IconLabel(theme, "user-circle", "muted", size_px=36))
        head.addLayout(words, 1)
        head.addWidget(self.sign_out_button)
        box = column(self, spacing=SPACE_M, margin=SPACE_L)
        box.addLayout(head)
        for each in (self.name, self.email, self.password):
            box.addWidget(divider())
            box.addWidget(each)
        self.sign_out_button.clicked.connect(models.session.sign_out)
        models.session.state_changed.connect(self._render)
        models.session.user_changed.connect(self._render)
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
        self.not_kept.setHidden(self._session.is_token_kept)
        if user is None:
            for each in (self.name, self.email, self.password):
                each.shut()
