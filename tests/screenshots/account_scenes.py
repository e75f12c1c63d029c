"""The scenes of accounts: the sign-in family, a session that ends, and what the account has to say."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from desktop.app import Application
from desktop.errors import AppError
from desktop.models.account import AccountDeed
from desktop.models.google_sign_in import GoogleState
from desktop.models.password_reset import ResetStep
from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.sign_in.page import Card
from shared.accounts import TERMS_VERSION, GoogleSignIn
from tests.screenshots.camera import Camera, rest, wait_for

EMAIL = "mia@example.com"
UNREACHABLE = AppError(
    title="The PlushifyMe server at https://plushify.example does not answer.",
    charged="",
    advice="Please check your internet connection and try again.",
    code="server_unreachable",
)
THROTTLED = AppError(
    title="That was tried too often. Please try again in 48 s.",
    charged="",
    advice="",
    code="rate_limited",
    request_id="01930f2a-7c1e-7d55",
    retry_after_s=48,
)


class AccountScenes:
    """Plays them on the sign-in page, and later inside."""

    def __init__(self, application: Application, window: MainWindow, camera: Camera) -> None:
        self._models = application.models
        self._window = window
        self._page = window.sign_in_page
        self._camera = camera

    def signing_in(self) -> None:
        """Every card, with everything that can go wrong on it."""
        self._sign_in_card()
        self._sign_up_card()
        self._forgotten_password()
        self._google()
        self._real_sign_up()

    def inside(self) -> None:
        """What the account says while somebody uses the app, and its part of the settings."""
        self._notices()
        self._locked()
        self._account_settings()
        self._data_settings()

    def _sign_in_card(self) -> None:
        card = self._page.sign_in
        self._camera.shoot("sign_in-empty")
        session = self._models.session
        session._machine._state = SessionState.EXPIRED
        session.state_changed.emit()
        self._camera.shoot("sign_in-expired")
        session._machine._state = SessionState.SIGNED_OUT
        card.notice.clear()
        card.email.edit.setText("mia@example")
        card.submit_button.click()
        self._camera.shoot("sign_in-invalid")
        card.email.edit.setText(EMAIL)
        card.password.edit.setText("not the password")
        card.submit_button.click()
        wait_for(lambda: card.notice.error is not None, "the password is refused")
        self._camera.shoot("sign_in-refused")
        self._models.session.failed.emit(UNREACHABLE)
        self._camera.shoot("sign_in-unreachable")
        self._models.session.failed.emit(THROTTLED)
        self._camera.shoot("sign_in-throttled")
        card.submit_button.stop_waiting()
        self._models.account._deletes_at = datetime.now(UTC) + timedelta(days=7)
        self._models.account.done.emit(AccountDeed.DELETE)
        self._camera.shoot("sign_in-deleted")
        card.notice.clear()
        card.password.edit.clear()

    def _sign_up_card(self) -> None:
        self._page._show_sign_up()
        card = self._page.sign_up
        card.email.edit.clear()
        self._camera.shoot("sign_up-empty")
        card.email.edit.setText("mia@")
        card.password.edit.setText("bear")
        card.submit_button.click()
        self._camera.shoot("sign_up-invalid")
        card.name.edit.setText("Mia Berg")
        card.email.edit.setText(EMAIL)
        card.password.edit.setText("a soft bear 7")
        card.consent.box.setChecked(True)
        card.password.edit.setFocus(Qt.FocusReason.TabFocusReason)
        card.password.caps_lock_hint.show()
        self._camera.shoot("sign_up-typed")
        card.password.caps_lock_hint.hide()
        self._models.session.failed.emit(
            AppError(
                "That is one of the commonest passwords, and the first to be guessed."
                " Please choose another one.",
                "",
                "",
                "weak_password",
            )
        )
        self._camera.shoot("sign_up-weak")
        self._models.session.failed.emit(THROTTLED)
        self._camera.shoot("sign_up-throttled")
        card.submit_button.stop_waiting()
        card.notice.clear()
        self._models.session.failed.emit(
            AppError(
                f"We have sent a mail to {EMAIL}.",
                "",
                "It says how to go on. Do you have an account already? Then please sign in.",
                "look_into_your_mail",
            )
        )
        self._camera.shoot("sign_up-known_address")
        self._page.sign_in.notice.clear()

    def _forgotten_password(self) -> None:
        self._page._show_forgot()
        self._camera.shoot("forgot-empty")
        self._models.password_reset.failed.emit(THROTTLED)
        self._camera.shoot("forgot-throttled")
        self._page.forgot.submit_button.stop_waiting()
        self._page.forgot.notice.clear()
        self._models.password_reset._email = EMAIL
        self._models.password_reset._reach(ResetStep.MAILED)
        self._camera.shoot("forgot-mailed")
        self._page._show_new_password()
        self._camera.shoot("new_password-empty")
        card = self._page.new_password
        card.link.edit.setText("https://plushify.example/reset-password?token=vN3k")
        card.password.edit.setText("a softer bear 8")
        self._models.password_reset.failed.emit(
            AppError(
                "This link does not work any more. It may have been used already, or a newer one"
                " was sent. Please ask for a new one.",
                "",
                "",
                "link_refused",
            )
        )
        self._camera.shoot("new_password-old_link")
        card.link.edit.clear()
        card.password.edit.clear()
        self._page._show_sign_in()

    def _google(self) -> None:
        session, google = self._models.session, self._models.google
        service = session.service
        assert service is not None
        session._on_service(service.model_copy(update={"google_sign_in": True}))
        self._camera.shoot("google-offered")
        self._page.show_card(Card.SIGN_UP)
        self._camera.shoot("google-sign_up")
        google._machine._state = GoogleState.WAITING
        google._begun = GoogleSignIn(
            login_token="shown",
            url="https://accounts.google.com/o/oauth2/v2/auth",
            match_code="KUMO 42",
            expires_at=datetime.now(UTC) + timedelta(minutes=10),
        )
        google.changed.emit()
        self._camera.shoot("google-waiting")
        self._page.google._open("gopher://no.browser")
        self._camera.shoot("google-no_browser")
        self._page.google.notice.clear()
        google.cancel()
        google.failed.emit(
            AppError(
                "Google did not confirm your e-mail address.",
                "",
                "Please sign in another way.",
                "google_sign_in_failed",
                request_id="01930f2a-7c1e-7d55",
            )
        )
        self._camera.shoot("google-failed")
        self._page.sign_in.notice.clear()
        session._on_service(service)

    def _real_sign_up(self) -> None:
        session, address = self._models.session, self._models.address
        session.sign_up("Mia Berg", EMAIL, "a soft bear 7", TERMS_VERSION)
        wait_for(lambda: address.is_awaited, "the page that waits for the link")
        self._camera.shoot("confirm-waiting")
        address.resend()
        wait_for(lambda: not self._page.confirm.notice.isHidden(), "another mail")
        self._camera.shoot("confirm-sent_again")
        address.failed.emit(THROTTLED)
        self._camera.shoot("confirm-throttled")
        address.go_on()
        wait_for(lambda: self._window.is_inside, "the app without having confirmed")
        self._camera.shoot("confirm-later")
        self._models.credits.set_credits(0, 0)
        self._camera.shoot("confirm-no_credits")
        session.sign_out()
        wait_for(lambda: session.state is SessionState.SIGNED_OUT, "signed out again")
        self._page.sign_in.email.edit.clear()

    def _notices(self) -> None:
        session = self._models.session
        user = session.user
        assert user is not None
        session.update_user(
            user.model_copy(update={"deletes_at": datetime.now(UTC) + timedelta(days=5)})
        )
        self._camera.shoot("account-leaving")
        session.update_user(user)

    def _locked(self) -> None:
        session, sheet = self._models.session, self._window.password_sheet
        session._change(SessionState.LOCKED)
        self._camera.shoot("locked")
        session.failed.emit(
            AppError("That e-mail and password do not match.", "", "", "invalid_credentials")
        )
        self._camera.shoot("locked-refused")
        sheet.card.notice.clear()
        session._change(SessionState.UNLOCKING)
        session._change(SessionState.SIGNED_IN)
        rest(200)

    def _account_settings(self) -> None:
        self._window.studio.show_page("settings")
        page = self._window.studio.settings_page
        wait_for(lambda: bool(self._models.devices.devices), "the list of devices")
        now = datetime.now(UTC)
        mine = self._models.devices.devices[0]
        others = [
            mine.model_copy(
                update={
                    "id": name,
                    "device": name,
                    "is_current": False,
                    "last_seen_at": now - timedelta(hours=hours),
                }
            )
            for name, hours in (("Windows, desktop app", 3), ("macOS, desktop app", 90))
        ]
        self._models.devices._on_loaded([mine, *others])
        self._camera.shoot("settings")
        account = page.account
        account.name.open_button.click()
        account.email.open_button.click()
        account.email.new_email.edit.setText("mia@berg.example")
        account.email.password.edit.setText("not it")
        refused = AppError(
            "That is not your current password. Please try again.", "", "", "invalid_credentials"
        )
        self._models.address.change_failed.emit(refused)
        self._camera.shoot("settings-email")
        account.name.shut()
        account.email.shut()
        self._models.address._new_email = "mia@berg.example"
        self._models.address.changed.emit()
        account.password.open_button.click()
        account.password.current.edit.setText("a soft bear 7")
        account.password.new.edit.setText("four soft bears at noon")
        self._camera.shoot("settings-password")
        self._models.account.failed.emit(AccountDeed.CHANGE_PASSWORD, THROTTLED)
        self._camera.shoot("settings-throttled")
        account.password.shut()
        self._models.address.forget_change()
        self._models.devices.failed.emit(UNREACHABLE)
        self._camera.shoot("settings-devices_failed")
        page.devices.notice.clear()

    def _data_settings(self) -> None:
        data = self._window.studio.settings_page.data
        scroll = self._window.studio.settings_page.findChild(QScrollArea)
        assert scroll is not None
        export = self._models.export
        export._task = IdleTask()  # type: ignore[assignment]  # nothing else is asked of it
        export._received_bytes = 48_300_000
        export.changed.emit()
        data.deletion.open_button.click()
        scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
        rest(50)
        scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
        self._camera.shoot("settings-data")
        export._task = None
        export.changed.emit()
        data._on_saved("/home/mia/Downloads/plushifyme-data.zip")
        data.deletion.password.edit.setText("not it")
        refused = AppError(
            "That is not your current password. Please try again.", "", "", "invalid_credentials"
        )
        self._models.account.failed.emit(AccountDeed.DELETE, refused)
        scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
        self._camera.shoot("settings-deletion_refused")
        data.deletion.shut()
        data.notice.clear()
        self._window.studio.show_page("create")
        scroll.verticalScrollBar().setValue(0)


class IdleTask:
    """Stands for an export that never ends by itself."""

    def cancel(self) -> None:
        """Nothing to stop."""
