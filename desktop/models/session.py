"""Who is signed in, and at which server."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.models.states import StateMachine
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.workers.sessions import Opened
    from shared.accounts import User
    from shared.service import ServiceInfo


class SessionState(Enum):
    """Where signing in stands."""

    STARTING = auto()
    """The stored session is being looked up; show neither the sign-in page nor the app."""
    SIGNED_OUT = auto()
    SIGNING_IN = auto()
    SIGNED_IN = auto()
    EXPIRED = auto()
    """Signed out by the server; the sign-in page says so."""


SESSION_TRANSITIONS: Mapping[SessionState, frozenset[SessionState]] = {
    SessionState.STARTING: frozenset(
        {SessionState.SIGNED_OUT, SessionState.SIGNED_IN, SessionState.EXPIRED}
    ),
    SessionState.SIGNED_OUT: frozenset({SessionState.SIGNING_IN, SessionState.STARTING}),
    SessionState.SIGNING_IN: frozenset(
        {SessionState.SIGNED_IN, SessionState.SIGNED_OUT, SessionState.EXPIRED}
    ),
    SessionState.SIGNED_IN: frozenset(
        {SessionState.SIGNED_OUT, SessionState.EXPIRED, SessionState.STARTING}
    ),
    SessionState.EXPIRED: frozenset({SessionState.SIGNING_IN, SessionState.STARTING}),
}


class SessionModel(QObject):
    """Signing in, up and out.

    Signals:
        state_changed(): `state` and `user` are new.
        service_changed(): `service` is new: which server, and its demo account if it has one.
        failed(AppError): A sign-in, sign-up or sign-out did not work; `state` tells where we are.
        token_not_kept(): This computer has no key ring: the sign-in lasts until the app closes.
    """

    state_changed = Signal()
    service_changed = Signal()
    failed = Signal(object)
    token_not_kept = Signal()

    def __init__(self, calls: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._machine = StateMachine(SessionState.STARTING, SESSION_TRANSITIONS)
        self._user: User | None = None
        self._service: ServiceInfo | None = None
        self._task: Task[Opened] | None = None

    @property
    def state(self) -> SessionState:
        """Where signing in stands."""
        return self._machine.state

    @property
    def user(self) -> "User | None":
        """The signed-in person; None while signed out."""
        return self._user

    @property
    def service(self) -> "ServiceInfo | None":
        """What the server says of itself; None until it has answered."""
        return self._service

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; ends in SIGNED_IN, or where it began with `failed`."""

    def sign_up(self, name: str, email: str, password: str) -> None:
        """Create an account and sign in to it."""

    def use_demo_account(self) -> None:
        """Sign in with the demo account of a local cloud (`service.demo_account`)."""

    def sign_out(self) -> None:
        """Forget the token here and end the session at the server; works offline too."""
