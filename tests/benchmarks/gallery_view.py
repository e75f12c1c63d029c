"""The gallery's view at 1,000, 10,000 and 100,000 pictures: what a person waits for.

Real widgets in a window of 1280 x 800, painted by Qt's software renderer into memory, which is slower
than any screen. All of it happens on the thread of the window, and what is measured is that thread's
own time: another program that wants the processor changes nothing. The anchor is Qt's own list in
icon mode with the same pictures, painted for the first time.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtCore import QItemSelectionModel, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QListView, QWidget

from desktop.models.gallery import GalleryModel
from desktop.storage.gallery_filter import GalleryCounts
from desktop.storage.gallery_queries import SortKey
from desktop.storage.preferences import PreferencesStore
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.gallery_view import GalleryView
from desktop.workers.gallery_work import Found, Shown, Totals
from shared.gallery import Image, ImageFile
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.benchmarks.rows import Goal, Row, Spread
from tests.desktop.gallery_filling import change_gallery

SUITE = "gallery-view"
_COUNTS = (1_000, 10_000, 100_000)
_SIZE = QSize(1280, 800)
_REPEATS = 7
_STEPS = 240
_GOALS = {"first paint": 100, "resize": 10, "insert": 5, "scroll step p99": 16, "select all": 10}
_MEMORY_MB, _CACHE_MB = 150, 48
_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class _IdleRunner:
    """Nothing is loaded: everything is there."""

    def run(self, *_args: object, **_callbacks: object) -> None:
        """Never begins."""


def run() -> list[Row]:
    """Measure each size."""
    application = QApplication.instance() or QApplication([])
    theme = Theme(PreferencesStore(Path(os.devnull)))
    rows: list[Row] = []
    # The largest first: only then is its memory new.
    for count in reversed(_COUNTS):
        rows += _measure(theme, count)
    application.processEvents()
    return rows


def _measure(theme: Theme, count: int) -> list[Row]:
    gc.collect()
    before_mb = _resident_mb()
    gallery = _gallery(count)
    figures: dict[str, list[float]] = {}
    used_mb = 0.0
    for _ in range(_REPEATS):
        with _shown(theme, gallery) as (view, first_paint_ms):
            figures.setdefault("first paint", []).append(first_paint_ms)
            for name, seconds in _actions(view, gallery, count):
                figures.setdefault(name, []).append(seconds * 1000)
            # Once: what later rounds leave behind says nothing of one window.
            used_mb = used_mb or _resident_mb() - before_mb
    is_largest = count == _COUNTS[-1]
    anchor = _list_view_ms(gallery)
    rows = []
    for name, values in figures.items():
        compared = name == "first paint"
        rows.append(
            Row(
                f"view: {name}, {count:,} pictures",
                Spread.of(values),
                "ms",
                anchor="QListView" if compared else None,
                anchor_measured=anchor if compared else None,
                goal=Goal("value", "<=", _GOALS[name]) if is_largest else None,
            )
        )
    if is_largest:
        goal = Goal("value", "<=", _MEMORY_MB + _CACHE_MB)
        name = f"view: memory, caches filled, {count:,} pictures"
        rows.append(Row(name, Spread.of([used_mb]), "MB", goal=goal))
    return rows


def _actions(view: GalleryView, gallery: GalleryModel, count: int) -> Iterator[tuple[str, float]]:
    yield "resize", _timed(lambda: view.resize(_SIZE.width() - 150, _SIZE.height() - 60))
    view.resize(_SIZE)
    QApplication.processEvents()
    newer = _image(count + 1)
    yield "insert", _timed(lambda: change_gallery(gallery, [newer]))
    change_gallery(gallery, [], [newer.id])
    yield "select all", _timed(view.selectAll)
    view.picks.clear()
    QApplication.processEvents()
    bar = view.verticalScrollBar()
    steps = []
    for number in range(_STEPS):
        # Like a hand that turns the wheel, with a leap now and then.
        value = (bar.value() + (4_000 if number % 40 == 39 else 48)) % max(1, bar.maximum())
        steps.append(_timed(partial(bar.setValue, value)))
    bar.setValue(0)
    yield "scroll step p99", sorted(steps)[int(len(steps) * 0.99)]


def _timed(action: Callable[[], object]) -> float:
    """Until it is done and painted."""
    start = time.thread_time()
    action()
    QApplication.processEvents()
    return time.thread_time() - start


@contextmanager
def _shown(theme: Theme, gallery: GalleryModel) -> Iterator[tuple[GalleryView, float]]:
    window = QWidget()
    window.resize(_SIZE)
    window.show()
    QApplication.processEvents()
    start = time.thread_time()
    view = GalleryView(theme, window)
    view.setModel(gallery)
    view.resize(_SIZE)
    view.show()
    view.grab()
    taken_ms = (time.thread_time() - start) * 1000
    QApplication.processEvents()
    yield view, taken_ms
    window.close()
    shiboken6.delete(window)


def _list_view_ms(gallery: GalleryModel) -> Spread:
    values = []
    for _ in range(_REPEATS):
        start = time.thread_time()
        view = QListView()
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setGridSize(QSize(212, 212))
        view.setModel(gallery)
        view.setSelectionModel(QItemSelectionModel(gallery, view))
        view.resize(_SIZE)
        view.grab()
        values.append((time.thread_time() - start) * 1000)
        shiboken6.delete(view)
    return Spread.of(values)


def _gallery(count: int) -> GalleryModel:
    idle = _IdleRunner()
    gallery = GalleryModel(index=idle, pages=idle, thumbnails=idle, files=idle, sender=idle)  # type: ignore[arg-type]
    keys: list[SortKey] = [
        (-_made_at(number).timestamp(), _id(number)) for number in range(count, 0, -1)
    ]
    gallery._on_found(
        gallery.filter,
        Found(
            keys=keys,
            key_of={str(key[-1]): key for key in keys},
            entries=[],
            totals=Totals(GalleryCounts(all=count), waiting_count=0, is_kept=True),
            has_days=True,
        ),
    )
    _load_everything(gallery)
    return gallery


def _load_everything(gallery: GalleryModel) -> None:
    """Every entry is there when it is asked for, and so is its thumbnail."""
    pictures = [QImage(256, 256, QImage.Format.Format_RGB32) for _ in range(64)]
    for number, picture in enumerate(pictures):
        picture.fill(QColor.fromHsv(number * 5, 120, 200))
    gallery._thumbnails.get = lambda image: pictures[image.revision % len(pictures)]  # type: ignore[method-assign]
    gallery._shown = lambda row: Shown(  # type: ignore[method-assign]
        _image_of(gallery.id_at(row)), is_waiting=False, result_path=None
    )


@lru_cache(maxsize=2_000)
def _image_of(image_id: str) -> Image:
    """As many stay loaded as in the app."""
    return _image(int(image_id.rpartition("-")[2]))


def _image(number: int) -> Image:
    file = ImageFile(
        url="", content_type="image/png", size_bytes=10, sha256="0" * 64, width=256, height=256
    )
    return Image.model_construct(
        id=_id(number),
        status=GenerationStatus.COMPLETED,
        style=Style.CUTE_FLUFFY,
        prompt="with a scarf",
        title="",
        favourite=number % 7 == 0,
        tags=[],
        revision=number,
        attempt=1,
        created_at=_made_at(number),
        cost_credits=1,
        trashed_at=None,
        placeholder=None,
        thumbnail=file,
        result=file,
    )


def _id(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def _made_at(number: int) -> datetime:
    return _NOON - timedelta(minutes=11 * (200_000 - number))


def _resident_mb() -> float:
    try:
        fields = Path("/proc/self/statm").read_text("ascii").split()
    except OSError:
        return 0.0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
