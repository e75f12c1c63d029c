"""A state with its transition table, as every model with states uses it."""

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

S = TypeVar("S", bound=Enum)


class StateMachine(Generic[S]):
    """Holds one state and refuses every change that is not in the table."""

    def __init__(self, initial: S, transitions: Mapping[S, frozenset[S]]) -> None:
        self._state = initial
        self._transitions = transitions

    @property
    def state(self) -> S:
        """Where it stands."""
        return self._state

    def may(self, state: S) -> bool:
        """Whether the table has this change."""
        return state in self._transitions[self._state]

    def change(self, state: S) -> bool:
        """Go there; False when it stands there already.

        Raises:
            ValueError: The table has no such change: a mistake in the program.
        """
        if state is self._state:
            return False
        if not self.may(state):
            message = f"{self._state.name} cannot become {state.name}"
            raise ValueError(message)
        self._state = state
        return True
