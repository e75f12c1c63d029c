"""Which endpoint serves a path: one look-up for most of them, however many routes there are."""

from collections.abc import Iterable, Mapping
from re import Pattern
from types import MappingProxyType
from typing import Final, Generic, Protocol, TypeVar

from starlette.routing import compile_path

_NO_PARAMETERS: Final[Mapping[str, str]] = MappingProxyType({})


class HasPath(Protocol):
    """What can be found by its path."""

    @property
    def path(self) -> str:
        """A template such as `/api/generate/{id}`."""
        ...


Served = TypeVar("Served", bound=HasPath)


class PathTable(Generic[Served]):
    """Endpoints by their paths. A path without parameters wins over one that has some."""

    def __init__(self, endpoints: Iterable[Served]) -> None:
        self._fixed: dict[str, Served] = {}
        by_beginning: dict[str, list[tuple[Pattern[str], Served]]] = {}
        for endpoint in endpoints:
            beginning, parameter, _ = endpoint.path.partition("{")
            if parameter:
                pattern, _, _ = compile_path(endpoint.path)
                by_beginning.setdefault(beginning, []).append((pattern, endpoint))
            else:
                self._fixed[endpoint.path] = endpoint
        self._by_beginning = tuple(by_beginning.items())

    def find(self, path: str) -> tuple[Served, Mapping[str, str]] | None:
        """The endpoint of a path, and the path's parameters; None: nothing is there."""
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed, _NO_PARAMETERS
        for beginning, alike in self._by_beginning:
            if path.startswith(beginning):
                for pattern, endpoint in alike:
                    match = pattern.match(path)
                    if match is not None:
                        return endpoint, match.groupdict()
        return None
