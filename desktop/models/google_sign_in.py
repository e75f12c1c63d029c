"""Signing in with Google: it happens in the browser, and the app waits for its end."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.errors import AppError
from desktop.models.session import SessionModel
from desktop.models.states import StateMachine
from desktop.workers import account_work
from desktop.workers.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from desktop.workers.sessions import Opened
    from shared.accounts import GoogleSignIn

_ASK_EVERY_S = 1.5


class GoogleState(Enum):
    """Where it stands."""

    IDLE = auto()
    STARTING = auto()
    WAITING = auto()
    """The person is in the browser."""


GOOGLE_TRANSITIONS: Mapping[GoogleState, frozenset[GoogleState]] = {
    GoogleState.IDLE: frozenset({GoogleState.STARTING}),
    GoogleState.STARTING: frozenset({GoogleState.WAITING, GoogleState.IDLE}),
    GoogleState.WAITING: frozenset({GoogleState.IDLE}),
}


class GoogleSignInModel(QObject):
    """From the button to the session.

    Signals:
        changed(): `state` is new.
        browser_wanted(str): This address is to be opened in the browser.
        failed(AppError): Nobody was signed in.
    """

    changed = Signal()
    browser_wanted = Signal(str)
    failed = Signal(object)

    def __init__(
        self, session: SessionModel, calls: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._calls = calls
        self._machine = StateMachine(GoogleState.IDLE, GOOGLE_TRANSITIONS)
        self._task: Task[GoogleSignIn] | Task[Opened] | None = None
        self._begun: GoogleSignIn | None = None

    @property
    def state(self) -> GoogleState:
        """Where it stands."""
        return self._machine.state

    @property
    def is_offered(self) -> bool:
        """Whether the server can do it."""
        service = self._session.service
        return service is not None and service.google_sign_in

    @property
    def url(self) -> str:
        """Where the person goes on; "" while not waiting."""
        return "" if self._begun is None else self._begun.url

    @property
    def match_code(self) -> str:
        """What the page in the browser has to show as well; "" while not waiting."""
        return "" if self._begun is None else self._begun.match_code

    def start(self) -> None:
        """Begin; the browser opens as soon as the server has answered."""
        service = self._session.service
        if service is None or not self._machine.may(GoogleState.STARTING):
            return
        terms_version = service.terms_version
        self._change(GoogleState.STARTING)
        self._task = self._calls.run(
            lambda task: account_work.start_google_sign_in(task, terms_version),
            self._on_started,
            self._on_failed,
        )

    def cancel(self) -> None:
        """Wait no more."""
        if self._task is not None:
            self._task.cancel()
        self._end()

    def _on_started(self, begun: "GoogleSignIn") -> None:
        self._begun = begun
        login_token = begun.login_token
        self._task = self._calls.run(
            lambda task: account_work.finish_google_sign_in(task, login_token, _ASK_EVERY_S),
            self._on_opened,
            self._on_failed,
        )
        self._change(GoogleState.WAITING)
        self.browser_wanted.emit(begun.url)

    def _on_opened(self, opened: "Opened") -> None:
        self._end()
        self._session.adopt(opened)

    def _on_failed(self, error: AppError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._task = None
        self._begun = None
        self._change(GoogleState.IDLE)

    def _change(self, state: GoogleState) -> None:
        if self._machine.change(state):
            self.changed.emit()
