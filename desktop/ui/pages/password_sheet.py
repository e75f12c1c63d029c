"""Asks for the password over the page in view when the session has ended during use."""

from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.errors import AppError
from desktop.models.all import Models
from desktop.models.google_sign_in import GoogleState
from desktop.models.session import SessionState
from desktop.ui.browser import open_in_browser
from desktop.ui.pages.sign_in.form_card import FormCard
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.field_rules import given_password_rule
from desktop.ui.widgets.fields import PasswordField
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.text import Text, TextRole

_VEIL = 0.72
_FORGOT_PATH = "/forgot-password"


class LockCard(FormCard):
    """Password again, or away."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent=parent)
        self._models = models
        self.title.setText(self.tr("Please sign in again"))
        self._person = Text(role=TextRole.STRONG)
        self._email = Text(tone="muted")
        words = column(spacing=2)
        words.addWidget(self._person)
        words.addWidget(self._email)
        line = row(spacing=SPACE_M)
        line.addWidget(IconLabel(theme, "user-circle", "muted", size_px=36))
        line.addLayout(words, 1)
        self.box.addLayout(line)
        self.password = PasswordField(theme, self.tr("Password"), rule=given_password_rule)
        self.add_field(self.password)
        self.forgot_button = Button(theme, self.tr("Forgot your password?"), ButtonKind.LINK)
        self.box.addWidget(self.forgot_button, 0, Qt.AlignmentFlag.AlignRight)
        self.add_submit(self.tr("Go on"))
        self.google_button = self.add_button(self.tr("Continue with Google"), icon="globe")
        self.leave_button = self.add_foot(self.tr("Not you?"), self.tr("Sign out"))
        self.setTabOrder(self.password.edit, self.submit_button)
        self.setTabOrder(self.submit_button, self.forgot_button)
        self.forgot_button.clicked.connect(self._forgot)
        self.google_button.clicked.connect(self._use_google)
        self.leave_button.clicked.connect(self._leave)
        models.session.failed.connect(self._on_failed)
        models.google.changed.connect(self.render_state)
        models.google.failed.connect(self._on_google_failed)

    def submit(self) -> None:
        """Go on where it stopped."""
        self._models.session.unlock(self.password.value)

    @Slot()
    def render_state(self) -> None:
        """Show who is asked, and how far it is."""
        session, google = self._models.session, self._models.google
        user = session.user
        if user is None:
            return
        host = urlsplit(self._models.startup.server_url).netloc
        self.subtitle.setText(
            self.tr(
                "Your session at {host} has ended. Everything you were doing is still here."
            ).format(host=host)
        )
        self._person.setText(user.name)
        self._email.setText(user.email)
        self.submit_button.set_busy(session.state is SessionState.UNLOCKING)
        for each in (self.password, self.submit_button, self.forgot_button):
            each.setVisible(user.has_password)
        self.google_button.setVisible(google.is_offered)
        is_waiting = google.state is GoogleState.WAITING
        self.google_button.setText(
            self.tr("Waiting for your browser…") if is_waiting else self.tr("Continue with Google")
        )
        if is_waiting:
            self.notice.tell(
                "info",
                self.tr("Go on in your browser."),
                self.tr("The page there shows the code {code}.").format(code=google.match_code),
            )

    def forget(self) -> None:
        """It is over: no word stays."""
        self.password.edit.clear()
        self.password.forgive()
        self.notice.clear()

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if self._models.session.state is SessionState.LOCKED:
            self.tell_error(error)
            self.password.edit.selectAll()
            self.password.edit.setFocus()

    @Slot()
    def _forgot(self) -> None:
        open_in_browser(f"{self._models.startup.server_url}{_FORGOT_PATH}")

    @Slot()
    def _use_google(self) -> None:
        if self._models.google.state is GoogleState.IDLE:
            self.notice.clear()
            self._models.google.start()

    @Slot(object)
    def _on_google_failed(self, error: AppError) -> None:
        if self._models.session.state is SessionState.LOCKED:
            self.notice.tell_error(error)

    @Slot()
    def _leave(self) -> None:
        self._models.google.cancel()
        self._models.session.sign_out()


class PasswordSheet(QWidget):
    """Veils `below` while the session is locked, and lets nothing through."""

    def __init__(self, theme: Theme, models: Models, below: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = models.session
        self._below = below
        self._over = parent
        self._focus_before: QWidget | None = None
        self.card = LockCard(theme, models)
        box = column(self, margin=SPACE_L)
        box.addStretch()
        line = row()
        line.addStretch()
        line.addWidget(self.card)
        line.addStretch()
        box.addLayout(line)
        box.addStretch()
        self.hide()
        parent.installEventFilter(self)
        models.session.state_changed.connect(self._follow)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what it covers."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key reaches the page below."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the veil."""
        veil = QColor(self._theme.tokens.background)
        veil.setAlphaF(_VEIL)
        QPainter(self).fillRect(self.rect(), veil)

    @Slot()
    def _follow(self) -> None:
        is_locked = self._session.state in {SessionState.LOCKED, SessionState.UNLOCKING}
        if is_locked:
            self.card.render_state()
        if is_locked is not self.isHidden():
            return
        if is_locked:
            self._cover()
        else:
            self._uncover()

    def _cover(self) -> None:
        focus = QApplication.focusWidget()
        self._focus_before = focus if focus and self._below.isAncestorOf(focus) else None
        self._below.setEnabled(False)
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.card.focus_first()

    def _uncover(self) -> None:
        self.hide()
        self.card.forget()
        self._below.setEnabled(True)
        if self._focus_before is not None:
            self._focus_before.setFocus()
        self._focus_before = None
