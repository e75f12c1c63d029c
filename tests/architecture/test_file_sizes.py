"""A file has one subject; one that grows long has usually found a second."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("desktop", "backend", "shared", "packaging", "tests")
LONGEST_LINES = 400
REASONS: dict[str, str] = {}
"""Files that may be longer, each with the reason."""


def test_no_file_is_long_without_a_reason() -> None:
    long = {path: lines for path, lines in _line_counts().items() if lines > LONGEST_LINES}

    assert {path: lines for path, lines in long.items() if path not in REASONS} == {}


def test_every_reason_is_still_needed() -> None:
    counts = _line_counts()

    assert [path for path in REASONS if counts.get(path, 0) <= LONGEST_LINES] == []


def _line_counts() -> dict[str, int]:
    return {
        file.relative_to(ROOT).as_posix(): len(file.read_text(encoding="utf-8").splitlines())
        for folder in SOURCES
        for file in (ROOT / folder).rglob("*.py")
    }
