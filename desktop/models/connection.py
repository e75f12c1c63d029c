"""Whether the server is heard right now."""

from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from desktop.models.states import StateMachine


class ConnectionState(Enum):
    """How changes reach the app."""

    CONNECTING = auto()
    ONLINE = auto()
    """By the event stream, at once."""
    POLLING = auto()
    """By asking every few seconds: the stream does not get through."""
    OFFLINE = auto()
    """Not at all."""


_ALL = frozenset(ConnectionState)
CONNECTION_TRANSITIONS: Mapping[ConnectionState, frozenset[ConnectionState]] = {
    state: _ALL - {state} for state in ConnectionState
}


class ConnectionModel(QObject):
    """Shows what the feed of changes says of the line.

    Signals:
        state_changed(): `state` is new.
    """

    state_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._machine = StateMachine(ConnectionState.CONNECTING, CONNECTION_TRANSITIONS)

    @property
    def state(self) -> ConnectionState:
        """How changes reach the app."""
        return self._machine.state

    def change(self, state: ConnectionState) -> None:
        """The feed says where it stands."""
        if self._machine.change(state):
            self.state_changed.emit()
