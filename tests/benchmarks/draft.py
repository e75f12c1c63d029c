"""The offline plush renderer: how long a photo's analysis and its pictures take.

All but the row of two cores is measured on one: the figure is the time that the core worked, so
that other programs on the machine do not count; how long it took on the clock stands below it. The
anchor is a fixed piece of the same kind of work (blurs and look-ups on a 1024 px picture), so that
ratios can be compared between machines.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from typing import Final, TypeVar

import cv2
import numpy as np

from shared.draft import analyse, render
from shared.draft.pixels import Bytes
from shared.draft.sheet import read_photo
from shared.resources import resource_path
from shared.styles import Style
from tests.benchmarks.rows import Goal, Row, Spread, measure

SUITE: Final = "draft"
Thing = TypeVar("Thing")

_SAMPLES: Final = ("astronaut.jpg", "chelsea.jpg", "coffee.jpg")
_ANCHOR: Final = "blur and remap 1024 px"
_FRESH_PROCESSES: Final = 3

_COLD_START: Final = """
import json, time
start = time.perf_counter()
import cv2
cv2.setNumThreads(1)
from shared.draft import analyse, render
from shared.draft.sheet import read_photo
from shared.resources import resource_path
from shared.styles import Style
subject = analyse(read_photo(resource_path("samples", "astronaut.jpg")))
render(subject, Style.CUTE_FLUFFY, 320)
print(json.dumps([time.process_time(), time.perf_counter() - start]))
"""

_PEAK_MEMORY: Final = """
import json, sys
import resource
from shared.draft import analyse, render
from shared.draft.sheet import read_photo
from shared.resources import resource_path
from shared.styles import Style
for name in json.loads(sys.argv[1]):
    subject = analyse(read_photo(resource_path("samples", name)))
    for style in Style:
        render(subject, style, 1024)
if sys.platform == "linux":
    # The counter of getrusage starts with what the parent process had in use.
    lines = open("/proc/self/status").read().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak /= 1 << 20 if sys.platform == "darwin" else 1 << 10
print(json.dumps([peak]))
"""


def run() -> list[Row]:
    """Measure analysis, all styles at two sides, a cold start, four drafts and peak memory."""
    photos = [read_photo(resource_path("samples", name)) for name in _SAMPLES]
    rows: list[Row] = []
    with _cores(1):
        anchor = measure(_anchor_work(), repeats=7)

        def add(name: str, worked: Spread, clock: Spread | None, goal_s: float) -> None:
            goal = Goal("value", "<=", goal_s * 1000)
            beside = (_ANCHOR, anchor.scaled(1000))
            rows.append(Row(name, worked.scaled(1000), "ms", *beside, goal))
            if clock is not None:
                rows.append(Row(f"  {name}, by the clock", clock.scaled(1000), "ms", *beside))

        add("analyse a photo", *_timed(_each(photos, analyse)), 0.5)
        subjects = [analyse(photo) for photo in photos]
        for side_px, goal_s in ((1024, 1.2), (320, 0.13)):
            for style in Style:
                # Several subjects take turns: they differ by a good part.
                draw = _each(subjects, partial(render, style=style, side_px=side_px))
                add(f"{style.value}, {side_px} px", *_timed(draw), goal_s)
        add("longest wait of who cancels", _longest_waits(photos[0]), None, 0.2)
        worked, clock = _in_new_processes(_COLD_START)
        add("new process to first 320 px draft", worked, clock, 1.5)
    with _cores(2):
        four = measure(_each(photos, _four_drafts), repeats=6)
        goal = Goal("value", "<=", 1000)
        name = "four 320 px drafts of a new photo, 2 cores"
        rows.append(Row(name, four.scaled(1000), "ms", _ANCHOR, anchor.scaled(1000), goal))
    if sys.platform != "win32":
        (peak,) = _in_new_processes(_PEAK_MEMORY, json.dumps(_SAMPLES))
        goal = Goal("value", "<=", 500)
        rows.append(Row("peak memory, 3 photos, all styles, 1024 px", peak, "MB", goal=goal))
    return rows


def _timed(work: Callable[[], object], repeats: int = 6) -> tuple[Spread, Spread]:
    """How long the core works, and how long it takes on the clock, both in seconds."""
    work()
    worked, clock = [], []
    for _ in range(repeats):
        start, begun = time.process_time(), time.perf_counter()
        work()
        worked.append(time.process_time() - start)
        clock.append(time.perf_counter() - begun)
    return Spread.of(worked), Spread.of(clock)


def _longest_waits(photo: Bytes) -> Spread:
    """The longest work between two questions whether it is still wanted, of several rounds."""

    def longest() -> float:
        moments = [time.thread_time()]

        def note() -> bool:
            moments.append(time.thread_time())
            return False

        subject = analyse(photo, note)
        for style in Style:
            render(subject, style, 1024, cancelled=note)
        return float(np.diff([*moments, time.thread_time()]).max())

    return Spread.of([longest() for _ in range(5)])


@contextmanager
def _cores(count: int) -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(count)
    yield
    cv2.setNumThreads(before)


def _anchor_work() -> Callable[[], object]:
    picture = np.random.default_rng(5).random((1024, 1024, 3), dtype=np.float32)
    rows, columns = np.mgrid[0:1024, 0:1024].astype(np.float32)

    def work() -> Bytes:
        soft = cv2.GaussianBlur(picture, (0, 0), 4)
        moved = cv2.remap(soft, columns + 0.5, rows + 0.25, cv2.INTER_LINEAR)
        return np.asarray(np.clip(moved * 255, 0, 255), dtype=np.uint8)

    return work


def _each(things: Sequence[Thing], act: Callable[[Thing], object]) -> Callable[[], object]:
    """A function that acts on the next thing at each call."""
    endless = cycle(things)
    return lambda: act(next(endless))


def _four_drafts(photo: Bytes) -> list[Bytes]:
    """What the app does with a photo that was just dropped on it."""
    subject = analyse(photo)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda style: render(subject, style, 320), Style))


def _in_new_processes(script: str, *arguments: str) -> list[Spread]:
    """The figures of the JSON list that a script prints, over several processes."""
    command = [sys.executable, "-c", script, *arguments]
    printed = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(_FRESH_PROCESSES)
    ]
    return [Spread.of(list(values)) for values in zip(*printed, strict=True)]
