"""Runs the suites: `python -m tests.benchmarks [SUITE]`, or `make bench SUITE=...`.

A suite is a module of this folder with a name, `SUITE: str`, and `def run() -> list[Row]`. Prints
a table and writes `build/bench.json`. A goal that is missed is shown, and fails nothing; only an
unknown name or a suite that breaks ends with exit code 1.
"""

import argparse
import importlib
import json
import pkgutil
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tests.benchmarks
from tests.benchmarks.rows import Row
from tests.temporary import run_together

REPORT = Path("build") / "bench.json"
_COLUMNS = ("figure", "median", "min", "max", "unit", "anchor", "anchor is", "ratio", "goal", "")
_LEFT_ALIGNED = {"figure", "unit", "anchor", "goal", ""}
_VERDICTS = {True: "holds", False: "MISSED", None: ""}


@dataclass(frozen=True)
class Suite:
    """A named set of measurements."""

    name: str
    run: Callable[[], list[Row]]


def find_suites() -> list[Suite]:
    """Every suite of this folder, by name."""
    suites = []
    for found in pkgutil.iter_modules(tests.benchmarks.__path__):
        if found.name == "__main__" or found.name.startswith("test_"):
            continue
        module = importlib.import_module(f"{tests.benchmarks.__name__}.{found.name}")
        if hasattr(module, "SUITE"):
            suites.append(Suite(module.SUITE, module.run))
    return sorted(suites, key=lambda suite: suite.name)


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text, a line each below the headings."""
    lines = [_COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(_COLUMNS))]
    aligned = []
    for line in lines:
        cells = [
            cell.ljust(width) if title in _LEFT_ALIGNED else cell.rjust(width)
            for title, cell, width in zip(_COLUMNS, line, widths, strict=True)
        ]
        aligned.append("  ".join(cells).rstrip())
    return "\n".join(aligned)


def _cells(row: Row) -> tuple[str, ...]:
    anchor = row.anchor_measured
    return (
        row.name,
        _figure(row.measured.median),
        _figure(row.measured.minimum),
        _figure(row.measured.maximum),
        row.unit,
        row.anchor or "",
        _figure(anchor.median if anchor else None),
        _figure(row.ratio),
        str(row.goal) if row.goal else "",
        _VERDICTS[row.holds],
    )


def _figure(value: float | None) -> str:
    """Three digits that matter, without an exponent."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def run_suites(suites: Sequence[Suite], report: Path) -> bool:
    """Measure, print and write; whether every suite came to its end."""
    written: list[dict[str, str | float | bool | None]] = []
    complete = True
    for suite in suites:
        print(f"\n{suite.name}", flush=True)
        try:
            rows = suite.run()
        except Exception:  # noqa: BLE001 - one broken suite must not hide the others' figures
            traceback.print_exc()
            complete = False
            continue
        print(table(rows), flush=True)
        written += [row.as_json(suite.name) for row in rows]
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    print(f"\nWritten to {report}")
    return complete


def main(arguments: Sequence[str] | None = None) -> int:
    """Choose the suites and run them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("suite", nargs="?", help="run this one alone")
    chosen: str | None = parser.parse_args(arguments).suite
    suites = find_suites()
    names = [suite.name for suite in suites]
    if chosen is not None:
        suites = [suite for suite in suites if suite.name == chosen]
        if not suites:
            known = ", ".join(names) or "none yet"
            print(f"There is no suite {chosen!r}; there is: {known}.", file=sys.stderr)
            return 1
    return 0 if run_suites(suites, REPORT) else 1


if __name__ == "__main__":
    sys.exit(run_together(main))
