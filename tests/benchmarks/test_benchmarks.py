"""The benchmark runner: what it finds, shows, writes and forgives."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import Suite, find_suites, main, run_suites, table
from tests.benchmarks.rows import Goal, Row, Spread, measure

FASTER_THAN_ANCHOR = Row(
    name="open 1,000 pictures",
    measured=Spread(median=20, minimum=18, maximum=31),
    unit="ms",
    anchor="list the folder",
    anchor_measured=Spread(median=10, minimum=9, maximum=11),
    goal=Goal("ratio", "<=", 3),
)


def test_a_row_stands_beside_its_anchor_and_says_whether_its_goal_holds() -> None:
    assert FASTER_THAN_ANCHOR.as_json("gallery") == {
        "suite": "gallery",
        "name": "open 1,000 pictures",
        "value": 20,
        "minimum": 18,
        "maximum": 31,
        "unit": "ms",
        "anchor": "list the folder",
        "anchorValue": 10,
        "ratio": 2,
        "goal": "ratio <= 3",
        "holds": True,
    }


@pytest.mark.parametrize(
    ("goal", "holds"),
    [
        (Goal("value", "<=", 20), True),
        (Goal("value", "<=", 19), False),
        (Goal("value", ">=", 21), False),
        (Goal("ratio", ">=", 1), None),
        (None, None),
    ],
)
def test_a_goal_is_about_the_median_or_the_ratio(*, goal: Goal | None, holds: bool | None) -> None:
    row = Row(name="x", measured=Spread(20, 10, 30), unit="ms", goal=goal)

    assert row.holds is holds


def test_measuring_warms_up_and_then_times_each_call() -> None:
    calls: list[int] = []

    spread = measure(lambda: calls.append(1), repeats=3, warm_up=2)

    assert len(calls) == 5
    assert 0 <= spread.minimum <= spread.median <= spread.maximum < 1


def test_the_table_shows_median_extremes_anchor_and_verdict() -> None:
    headings, line = table([FASTER_THAN_ANCHOR]).splitlines()

    assert headings.split()[:4] == ["figure", "median", "min", "max"]
    assert line.endswith("ratio <= 3  holds")
    assert line.removeprefix("open 1,000 pictures").split()[:4] == ["20", "18", "31", "ms"]


def test_a_missed_goal_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slow = Row(name="x", measured=Spread(9, 9, 9), unit="s", goal=Goal("value", "<=", 1))

    assert run_suites([Suite("slow", lambda: [slow])], tmp_path / "build" / "bench.json")

    assert "MISSED" in capsys.readouterr().out
    [written] = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    assert written["holds"] is False


def test_a_broken_suite_is_told_and_the_others_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down() -> list[Row]:
        raise RuntimeError("the disk is full")

    suites = [Suite("broken", break_down), Suite("whole", lambda: [FASTER_THAN_ANCHOR])]

    assert not run_suites(suites, tmp_path / "bench.json")

    assert "the disk is full" in capsys.readouterr().err
    assert [row["suite"] for row in json.loads((tmp_path / "bench.json").read_text())] == ["whole"]


def test_an_unknown_suite_is_refused_with_the_known_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["no-such-suite"]) == 1

    assert "'no-such-suite'" in capsys.readouterr().err


def test_every_suite_has_a_name_of_its_own() -> None:
    names = [suite.name for suite in find_suites()]

    assert len(set(names)) == len(names)
