"""What every log line of a request or a job carries: its id, and whose it is.

structlog has the same; to ask it costs a line as much as to spell it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final
from uuid import UUID

Id = str | int | UUID | None

_bound: Final[ContextVar[Mapping[str, Id]]] = ContextVar("log", default=MappingProxyType({}))


def bound_ids() -> Mapping[str, Id]:
    """What is bound in this task."""
    return _bound.get()


def begin(**ids: Id) -> None:
    """Bind these ids, and nothing else, to what this task logs from here on. None may be secret."""
    _bound.set(ids)


def bind(**ids: Id) -> None:
    """Bind more ids."""
    _bound.set({**_bound.get(), **ids})


@contextmanager
def bound(**ids: Id) -> Iterator[None]:
    """Bind more ids until the block ends."""
    token = _bound.set({**_bound.get(), **ids})
    try:
        yield
    finally:
        _bound.reset(token)
