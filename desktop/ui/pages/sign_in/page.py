"""The sign-in family: a drawing, and beside it the one card that is needed now."""

from enum import Enum, auto
from urllib.parse import urlsplit

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.errors import AppError
from desktop.models.account import AccountDeed
from desktop.models.all import Models
from desktop.models.google_sign_in import GoogleState
from desktop.models.password_reset import ResetStep
from desktop.ui.browser import open_in_browser
from desktop.ui.dates import day_of
from desktop.ui.pages.sign_in.confirm_card import ConfirmCard
from desktop.ui.pages.sign_in.form_card import FormCard, card_width_px
from desktop.ui.pages.sign_in.google_card import GoogleCard
from desktop.ui.pages.sign_in.reset_cards import ForgotCard, MailedCard, NewPasswordCard
from desktop.ui.pages.sign_in.sign_in_card import SignInCard
from desktop.ui.pages.sign_in.sign_up_card import SignUpCard
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS, SPACE_XXL
from desktop.ui.widgets.icon_label import IconLabel
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.logo import Logo
from desktop.ui.widgets.text import Text, TextRole


class Card(Enum):
    """Which of them is shown."""

    SIGN_IN = auto()
    SIGN_UP = auto()
    FORGOT = auto()
    MAILED = auto()
    NEW_PASSWORD = auto()
    CONFIRM = auto()
    GOOGLE = auto()


class SignInPage(QWidget):
    """Follows session, password reset, address and Google; each card knows its own model."""

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._models = models
        self._card = Card.SIGN_IN
        session, reset = models.session, models.password_reset
        self.sign_in = SignInCard(theme, session, models.google)
        self.sign_up = SignUpCard(theme, session, models.google)
        self.forgot = ForgotCard(theme, reset)
        self.mailed = MailedCard(theme, reset, session)
        self.new_password = NewPasswordCard(theme, reset)
        self.confirm = ConfirmCard(theme, models.address, session)
        self.google = GoogleCard(theme, models.google)
        self._cards: dict[Card, FormCard] = {
            Card.SIGN_IN: self.sign_in,
            Card.SIGN_UP: self.sign_up,
            Card.FORGOT: self.forgot,
            Card.MAILED: self.mailed,
            Card.NEW_PASSWORD: self.new_password,
            Card.CONFIRM: self.confirm,
            Card.GOOGLE: self.google,
        }
        self._server = Text(role=TextRole.SMALL, tone="muted")
        self._arrange()
        self._connect()
        self.show_card(Card.SIGN_IN)
        self._render_server()
        self._on_session_changed()

    @property
    def card(self) -> Card:
        """The card in view."""
        return self._card

    @property
    def server_text(self) -> str:
        """Which server is talked to."""
        return self._server.text()

    def focus_first(self) -> None:
        """Let the person type at once."""
        self._cards[self._card].focus_first()

    def show_card(self, card: Card) -> None:
        """Show one of them."""
        self._card = card
        for name, each in self._cards.items():
            each.setVisible(name is card)
        if self.isVisible():
            self.focus_first()

    def _connect(self) -> None:
        models = self._models
        self.sign_in.sign_up_wanted.connect(self._show_sign_up)
        self.sign_in.forgotten.connect(self._show_forgot)
        self.sign_up.sign_in_wanted.connect(self._show_sign_in)
        for each in (self.forgot, self.mailed, self.new_password):
            each.left.connect(self._show_sign_in)
        self.mailed.link_given.connect(self._show_new_password)
        for mails in (self.mailed, self.confirm):
            mails.mails_wanted.connect(self._open_mails)
        models.session.failed.connect(self._on_session_failed)
        models.session.state_changed.connect(self._on_session_changed)
        models.session.service_changed.connect(self._render_server)
        models.startup.ready.connect(self._on_ready)
        models.password_reset.changed.connect(self._on_reset_changed)
        models.password_reset.failed.connect(self._on_reset_failed)
        models.address.changed.connect(self._on_session_changed)
        models.google.changed.connect(self._on_google_changed)
        models.google.failed.connect(self._on_google_failed)
        models.account.done.connect(self._on_account_done)

    def _arrange(self) -> None:
        server = row(spacing=SPACE_S)
        server.addStretch()
        server.addWidget(IconLabel(self._theme, "cloud", "muted", size_px=16))
        server.addWidget(self._server)
        server.addStretch()
        centred = row()
        centred.addStretch()
        for card in self._cards.values():
            card.hide()
            centred.addWidget(card)
        centred.addStretch()
        inside = QWidget()
        inside.setObjectName("transparent")
        side = column(inside, spacing=SPACE_L)
        side.addStretch()
        side.addLayout(centred)
        side.addLayout(server)
        side.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setMinimumWidth(card_width_px() + SPACE_XXL)
        whole = row(self, spacing=SPACE_L, margin=SPACE_L)
        whole.addWidget(self._scene(), 1)
        whole.addWidget(scroll, 1)

    def _scene(self) -> QFrame:
        """The drawing, and what the app is for."""
        well = QFrame()
        well.setObjectName("well")
        well_box = column(well, margin=SPACE_XL)
        well_box.addWidget(Logo(self._theme))
        well_box.addStretch(1)
        well_box.addWidget(Illustration(self._theme, "family", QSize(520, 440)), 12)
        words = Text(
            self.tr("Everyone you love, soft enough to hug."), TextRole.HEADING, wraps=True
        )
        caption = Text(
            self.tr("Drop in a photo. Get it back as a plushie."), tone="muted", wraps=True
        )
        for each in (words, caption):
            well_box.addWidget(each.centre())
            well_box.addSpacing(SPACE_XS)
        well_box.addStretch(1)
        return well

    @Slot()
    def _show_sign_in(self) -> None:
        email = self._cards_email()
        if email:
            self.sign_in.email.edit.setText(email)
        self.show_card(Card.SIGN_IN)

    @Slot()
    def _show_sign_up(self) -> None:
        self.sign_up.notice.clear()
        self.sign_up.email.edit.setText(self.sign_in.email.value)
        self.show_card(Card.SIGN_UP)

    @Slot()
    def _show_forgot(self) -> None:
        self._models.password_reset.begin()
        self.forgot.notice.clear()
        self.forgot.email.edit.setText(self.sign_in.email.value)
        self.show_card(Card.FORGOT)

    @Slot()
    def _show_new_password(self) -> None:
        self.new_password.notice.clear()
        self.show_card(Card.NEW_PASSWORD)

    def _cards_email(self) -> str:
        """What was typed as an address on the card that is being left."""
        typed = {
            Card.SIGN_UP: self.sign_up.email.value,
            Card.FORGOT: self.forgot.email.value,
            Card.MAILED: self._models.password_reset.email,
        }
        return typed.get(self._card, "").strip()

    @Slot()
    def _open_mails(self) -> None:
        open_in_browser(f"{self._models.startup.server_url}/local/mails")

    @Slot(object)
    def _on_session_failed(self, error: AppError) -> None:
        if self._models.session.state.is_inside:
            # The sheet over the page in view tells it.
            return
        if error.code == "look_into_your_mail":
            self._show_sign_in()
            self.sign_in.notice.tell("info", error.title, error.advice)
            return
        is_new = self._card is Card.SIGN_UP
        (self.sign_up if is_new else self.sign_in).tell_error(error)
        if not is_new and self._card is not Card.SIGN_IN:
            self._show_sign_in()

    @Slot()
    def _on_session_changed(self) -> None:
        if self._models.address.is_awaited:
            if self._card is not Card.CONFIRM:
                self.show_card(Card.CONFIRM)
        elif self._models.session.state.is_inside or self._card is Card.CONFIRM:
            self._reset()

    def _reset(self) -> None:
        """Somebody is inside: no word of what was typed stays."""
        for field in (self.sign_up.name, self.sign_up.email, self.new_password.link):
            field.edit.clear()
        self.new_password.password.edit.clear()
        self.sign_up.consent.box.setChecked(False)
        if self._card is not Card.SIGN_IN:
            self.show_card(Card.SIGN_IN)

    @Slot()
    def _on_reset_changed(self) -> None:
        reset = self._models.password_reset
        if reset.step is ResetStep.MAILED and self._card is Card.FORGOT:
            self.show_card(Card.MAILED)
        elif reset.step is ResetStep.SET and self._card is Card.NEW_PASSWORD:
            email, password = reset.email, self.new_password.password.value
            self.new_password.link.edit.clear()
            self.new_password.password.edit.clear()
            self.sign_in.email.edit.setText(email)
            self.show_card(Card.SIGN_IN)
            self.sign_in.notice.tell("ok", self.tr("Your new password holds."))
            self._models.session.sign_in(email, password)

    @Slot(object)
    def _on_reset_failed(self, error: AppError) -> None:
        card = self.forgot if self._card is Card.FORGOT else self.new_password
        card.tell_error(error)

    @Slot()
    def _on_google_changed(self) -> None:
        is_waiting = self._models.google.state is GoogleState.WAITING
        if is_waiting and not self._models.session.state.is_inside:
            self.show_card(Card.GOOGLE)
        elif not is_waiting and self._card is Card.GOOGLE:
            self.show_card(Card.SIGN_IN)

    @Slot(object)
    def _on_google_failed(self, error: AppError) -> None:
        if not self._models.session.state.is_inside:
            self._show_sign_in()
            self.sign_in.notice.tell_error(error)

    @Slot(object)
    def _on_account_done(self, deed: AccountDeed) -> None:
        until = self._models.account.left_until
        if deed is AccountDeed.DELETE and until is not None:
            day = day_of(until)
            self.sign_in.notice.tell(
                "info",
                self.tr("Your account will be deleted on {day}.").format(day=day),
                self.tr("Changed your mind? Sign in before then, and keep it."),
            )

    @Slot(str)
    def _on_ready(self, _url: str) -> None:
        self._render_server()

    @Slot()
    def _render_server(self) -> None:
        url = self._models.startup.server_url
        for terms in (self.sign_up.consent.sentence, self.sign_in.google_terms):
            terms.set_server(url)
        host = urlsplit(url).netloc
        service = self._models.session.service
        if service is not None and service.local_cloud:
            self._server.setText(self.tr("The cloud on this computer, {host}").format(host=host))
        else:
            self._server.setText(self.tr("Server: {host}").format(host=host) if host else "")
