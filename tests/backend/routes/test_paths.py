"""Which endpoint serves a path."""

from dataclasses import dataclass

import pytest

from backend.routes.paths import PathTable


@dataclass(frozen=True)
class Place:
    path: str


PATHS = ("/live", "/api/images", "/api/images/bulk", "/api/images/{id}", "/api/images/{id}/share")
TABLE = PathTable(Place(path) for path in PATHS)


@pytest.mark.parametrize(
    ("path", "served", "parameters"),
    [
        ("/live", "/live", {}),
        ("/api/images", "/api/images", {}),
        ("/api/images/7", "/api/images/{id}", {"id": "7"}),
        ("/api/images/7/share", "/api/images/{id}/share", {"id": "7"}),
        ("/api/images/bulk", "/api/images/bulk", {}),
    ],
)
def test_a_path_leads_to_its_endpoint(path: str, served: str, parameters: dict[str, str]) -> None:
    assert TABLE.find(path) == (Place(served), parameters)


@pytest.mark.parametrize(
    "path", ["", "/", "/live/", "/liv", "/api/images/", "/api/images/7/", "/api/images/7/share/x"]
)
def test_nothing_else_leads_anywhere(path: str) -> None:
    assert TABLE.find(path) is None
