"""Who is signed in, and at which server."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import AppError
from desktop.models.states import StateMachine
from desktop.workers import gallery_work, work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.workers.sessions import Opened, Stored
    from shared.accounts import User
    from shared.service import ServiceInfo

_ASK_AGAIN_MS = 3_000


class SessionState(Enum):
    """Where signing in stands."""

    STARTING = auto()
    """The stored session is being looked up; show neither the sign-in page nor the app."""
    SIGNED_OUT = auto()
    SIGNING_IN = auto()
    SIGNED_IN = auto()
    EXPIRED = auto()
    """The stored session had ended when the app started; the sign-in page says so."""
    LOCKED = auto()
    """The server has ended the session during use. Everything stays until the password is given
    again, or the person leaves."""
    UNLOCKING = auto()
    """The password is being checked."""

    @property
    def is_inside(self) -> bool:
        """Whether somebody's things are open."""
        return self in {SessionState.SIGNED_IN, SessionState.LOCKED, SessionState.UNLOCKING}


SESSION_TRANSITIONS: Mapping[SessionState, frozenset[SessionState]] = {
    SessionState.STARTING: frozenset(
        {SessionState.SIGNED_OUT, SessionState.SIGNED_IN, SessionState.EXPIRED}
    ),
    SessionState.SIGNED_OUT: frozenset({SessionState.SIGNING_IN, SessionState.STARTING}),
    SessionState.SIGNING_IN: frozenset(
        {
            SessionState.SIGNED_IN,
            SessionState.SIGNED_OUT,
            SessionState.EXPIRED,
            SessionState.STARTING,
        }
    ),
    SessionState.SIGNED_IN: frozenset(
        {
            SessionState.SIGNED_OUT,
            SessionState.LOCKED,
            SessionState.EXPIRED,
            SessionState.STARTING,
        }
    ),
    SessionState.LOCKED: frozenset(
        {SessionState.UNLOCKING, SessionState.SIGNED_OUT, SessionState.STARTING}
    ),
    SessionState.UNLOCKING: frozenset(
        {
            SessionState.SIGNED_IN,
            SessionState.LOCKED,
            SessionState.SIGNED_OUT,
            SessionState.STARTING,
        }
    ),
    SessionState.EXPIRED: frozenset({SessionState.SIGNING_IN, SessionState.STARTING}),
}


class SessionModel(QObject):
    """Signing in, up and out.

    Signals:
        state_changed(): `state` and `user` are new.
        user_changed(): Something about `user` is new; the person is the same.
        service_changed(): `service` is new: which server, and its demo account if it has one.
        failed(AppError): A sign-in or sign-up did not work; `state` is where it was before.
        server_asked(): The server is asked for its word on the stored session.
        service_silent(): The server does not say what it is; it is asked again every few seconds.
        token_not_kept(): This computer has no key ring: the sign-in lasts until the app closes.
    """

    state_changed = Signal()
    user_changed = Signal()
    service_changed = Signal()
    failed = Signal(object)
    server_asked = Signal()
    service_silent = Signal()
    token_not_kept = Signal()

    def __init__(
        self,
        calls: TaskRunner,
        reader: TaskRunner,
        parent: QObject | None = None,
        *,
        patience_ms: int = 0,
        pictures_first_ms: int = 0,
    ) -> None:
        """`reader` needs no server; after `patience_ms` the app opens without the server's word.

        With 0 the server is asked only then, so that nothing holds up the gallery: loading the HTTP
        client takes as long as all the rest, so it begins `pictures_first_ms` later.
        """
        super().__init__(parent)
        self._calls = calls
        self._reader = reader
        self._machine = StateMachine(SessionState.STARTING, SESSION_TRANSITIONS)
        self._before_signing_in = SessionState.SIGNED_OUT
        self._is_new = False
        self._is_checking = False
        self._user: User | None = None
        self._balance: int | None = None
        self._service: ServiceInfo | None = None
        self._opening: Task[Opened] | Task[Stored] | None = None
        self._lapsed_email = ""
        self._is_token_kept = True
        self._asking: Task[ServiceInfo] | None = None
        self._reading: Task[Opened | None] | None = None
        self._impatience = QTimer(self)
        self._impatience.setSingleShot(True)
        self._impatience.setInterval(patience_ms)
        self._impatience.timeout.connect(self._open_known)
        self._pictures_first = QTimer(self)
        self._pictures_first.setSingleShot(True)
        self._pictures_first.setInterval(pictures_first_ms)
        self._pictures_first.timeout.connect(self._ask_server)
        self._ask_again = QTimer(self)
        self._ask_again.setSingleShot(True)
        self._ask_again.setInterval(_ASK_AGAIN_MS)
        self._ask_again.timeout.connect(self._ask_service)

    @property
    def state(self) -> SessionState:
        """Where signing in stands."""
        return self._machine.state

    @property
    def user(self) -> "User | None":
        """The signed-in person; None while signed out."""
        return self._user

    @property
    def opening_balance(self) -> int | None:
        """The balance at the moment of signing in; None when the server did not answer."""
        return self._balance

    @property
    def is_new_account(self) -> bool:
        """Whether this person has signed up just now."""
        return self._is_new

    @property
    def lapsed_email(self) -> str:
        """Whose stored session had ended when the app started; or ""."""
        return self._lapsed_email

    @property
    def asks_later(self) -> bool:
        """Whether the server will be asked in a moment only, when the first pictures are shown."""
        return self._pictures_first.isActive()

    @property
    def is_token_kept(self) -> bool:
        """Whether the next start needs no password; False on a computer without a key ring."""
        return self._is_token_kept

    @property
    def service(self) -> "ServiceInfo | None":
        """What the server says of itself; None until it has answered."""
        return self._service

    def start(self) -> None:
        """There is a server (or another one): look for a stored session."""
        self._cancel_opening()
        self._user = None
        self._is_new = False
        self._change(SessionState.STARTING)
        if self._impatience.interval() == 0:
            self._open_known()
        else:
            self._ask_server()
            self._impatience.start()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; ends in SIGNED_IN, or where it began with `failed`."""
        self._begin(lambda task: work.sign_in(task, email, password))

    def sign_up(self, name: str, email: str, password: str, terms_version: str) -> None:
        """Create an account, whose owner agrees to these terms, and sign in to it."""
        self._begin(lambda task: work.sign_up(task, name, email, password, terms_version))
        self._is_new = self.state is SessionState.SIGNING_IN

    def unlock(self, password: str) -> None:
        """Go on where the session has ended during use."""
        if self._user is not None and self.state is SessionState.LOCKED:
            email = self._user.email
            self._begin(lambda task: work.sign_in(task, email, password))

    def use_demo_account(self) -> None:
        """Sign in with the demo account of a local cloud (`service.demo_account`)."""
        self._begin(work.use_demo_account)

    def adopt(self, opened: "Opened") -> None:
        """Somebody has signed in another way: with Google, in the browser."""
        if self._begin_opening():
            self._on_opened(opened)

    def sign_out(self) -> None:
        """Forget the token here and end the session at the server; works offline too."""
        if self.state is SessionState.SIGNED_IN:
            self._calls.run(work.sign_out)
            self._leave(SessionState.SIGNED_OUT)
        elif self.state.is_inside:
            self._calls.run(work.forget_session)
            self._leave(SessionState.SIGNED_OUT)

    def leave(self) -> None:
        """The session has been ended and forgotten already."""
        if self.state.is_inside:
            self._leave(SessionState.SIGNED_OUT)

    def update_user(self, user: "User") -> None:
        """The server knows something new about the signed-in person."""
        if self._user is not None and user.id == self._user.id and user != self._user:
            self._user = user
            self.user_changed.emit()

    @Slot(object)
    def on_failure_anywhere(self, error: AppError) -> None:
        """Some work failed; if because the session has ended, the password is asked for.

        The server is asked once more: the failure may belong to the session before this one.
        """
        if error.ends_session and self.state is SessionState.SIGNED_IN and not self._is_checking:
            self._is_checking = True
            self._calls.run(work.check_session, self._on_checked, self._on_check_failed)

    def _on_checked(self, _result: None) -> None:
        self._is_checking = False

    def _on_check_failed(self, error: AppError) -> None:
        self._is_checking = False
        if error.ends_session and self.state is SessionState.SIGNED_IN:
            self._calls.run(work.lapse_session)
            self._change(SessionState.LOCKED)

    def _begin(self, work_to_do: "work.Opening") -> None:
        if self._begin_opening():
            self._opening = self._calls.run(work_to_do, self._on_opened, self._on_refused)

    def _begin_opening(self) -> bool:
        is_locked = self.state is SessionState.LOCKED
        state = SessionState.UNLOCKING if is_locked else SessionState.SIGNING_IN
        if not self._machine.may(state):
            return False
        self._before_signing_in = self.state
        self._is_new = False
        self._change(state)
        return True

    def _on_opened(self, opened: "Opened") -> None:
        self._user = opened.user
        self._balance = opened.balance
        self._lapsed_email = ""
        self._is_token_kept = opened.is_token_kept
        self._change(SessionState.SIGNED_IN)
        if not opened.is_token_kept:
            self.token_not_kept.emit()

    def _on_refused(self, error: AppError) -> None:
        # What was told before stays told: that the session had ended.
        self._is_new = False
        self._change(self._before_signing_in)
        self.failed.emit(error)

    @Slot()
    def _open_known(self) -> None:
        """The server takes its time: nobody should wait for it before their own pictures."""
        if self.state is SessionState.STARTING:
            self._reading = self._reader.run(
                work.open_known_session, self._on_known_session, self._on_known_session_failed
            )
            # Behind it on the same thread, before the window knows that somebody is there.
            self._reader.run(gallery_work.get_ready)

    def _on_known_session(self, opened: "Opened | None") -> None:
        if self._opening is None and opened is not None:
            self._pictures_first.start()
        elif self._opening is None:
            self._ask_server()
        if opened is not None and self.state is SessionState.STARTING:
            self._on_opened(opened)

    def _on_known_session_failed(self, _error: AppError) -> None:
        if self._opening is None:
            self._ask_server()

    @Slot()
    def _ask_server(self) -> None:
        self.server_asked.emit()
        self._opening = self._calls.run(
            work.open_stored_session, self._on_stored_session, self._on_stored_session_failed
        )
        self._ask_service()

    def _on_stored_session(self, stored: "Stored") -> None:
        self._impatience.stop()
        if stored.opened is not None and self.state is SessionState.SIGNED_IN:
            # Opened without the server's word, which has come now.
            self.update_user(stored.opened.user)
        elif stored.opened is not None:
            self._on_opened(stored.opened)
        elif stored.has_lapsed:
            self._lapsed_email = stored.email
            is_told = self._machine.may(SessionState.EXPIRED)
            self._leave(SessionState.EXPIRED if is_told else SessionState.SIGNED_OUT)
        elif not self.state.is_inside:
            self._change(SessionState.SIGNED_OUT)

    def _on_stored_session_failed(self, error: AppError) -> None:
        self._impatience.stop()
        if self.state is SessionState.SIGNED_IN:
            return
        self._change(SessionState.SIGNED_OUT)
        self.failed.emit(error)

    @Slot()
    def _ask_service(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._ask_again.stop()
        self._asking = self._calls.run(work.service_info, self._on_service, self._on_no_service)

    def _on_service(self, service: "ServiceInfo") -> None:
        self._service = service
        self.service_changed.emit()

    def _on_no_service(self, _error: AppError) -> None:
        # Whoever signs in meanwhile is told by that call; this one only waits for the server.
        self._ask_again.start()
        self.service_silent.emit()

    def _leave(self, state: SessionState) -> None:
        self._cancel_opening()
        self._user = None
        self._balance = None
        self._is_new = False
        self._change(state)

    def _cancel_opening(self) -> None:
        self._impatience.stop()
        self._pictures_first.stop()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None

    def _change(self, state: SessionState) -> None:
        if self._machine.change(state):
            self.state_changed.emit()
