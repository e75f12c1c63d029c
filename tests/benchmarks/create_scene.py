"""The app at work, its figures as JSON on stdout.

`python -m tests.benchmarks.create_scene FOLDER PHOTOS [stalls]`: the app keeps its things below the one
folder, photos lie in the other; with `stalls` nothing else is measured.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PIL import Image as PillowImage
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageReader
from PySide6.QtWidgets import QApplication

from desktop.api.uploads import upload_photo
from desktop.app import Application
from desktop.garbage import GarbageCollector
from desktop.models.job import Job, JobState, job_from_elsewhere
from desktop.models.session import SessionState
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.main_window import MainWindow
from shared.gallery import Image
from shared.generations import GenerationStatus
from shared.resources import resource_path
from shared.styles import Style
from tests.benchmarks.rows import measure
from tests.benchmarks.stalls import Heartbeat, Stalls
from tests.benchmarks.ticking import Ticking
from tests.screenshots.camera import rest, wait_for
from tests.screenshots.key_ring import MemoryKeyRing

_SAMPLES: Final = ("chelsea.jpg", "astronaut.jpg", "coffee.jpg")
_LARGE: Final = (4000, 3000)
_DROPS: Final = 6
_PHOTOS: Final = 20
_REPORTING_JOBS: Final = 8
_PREVIEW_EVERY_MS: Final = 250
_UPLOADS: Final = 7
_UPLOAD_BYTES: Final = 10 * 1024 * 1024
_RESULTS: Final = 200
_BETWEEN_ACTIONS_MS: Final = 100
"""Nobody drops a photo in the moment in which they drag it in, or press a button."""
_COPY: Final = Qt.DropAction.CopyAction
_LEFT: Final = Qt.MouseButton.LeftButton
_NO_KEY: Final = Qt.KeyboardModifier.NoModifier
_MB: Final = 1 << 20


class CreateScene:
    """Plays what a person does, and measures it."""

    def __init__(self, application: Application, window: MainWindow, photos: Path) -> None:
        self._application = application
        self._models = application.models
        self._window = window
        self._photos = photos
        self.figures: dict[str, list[float]] = {}

    def play(self) -> None:
        """Measure everything but the end."""
        self._enter()
        self._drop_photos()
        self._upload()
        self._work_hard()
        self._remember_results()

    def play_stalls(self) -> None:
        """Measure how the window answers while everything is busy, and nothing else."""
        self._enter()
        self._drop_photos()
        self.figures.clear()
        self._work_hard()

    def leave_jobs_running(self) -> None:
        """Two plushies are being made, a third photo is on its way, when the person leaves."""
        for number in range(3):
            self._choose(self._photo_file(number, (1600, 1200)))
            self._models.studio.make()
        jobs = self._models.jobs
        wait_for(lambda: any(job.state is JobState.MAKING for job in jobs.jobs()), "a job is made")

    def _enter(self) -> None:
        session = self._models.session
        wait_for(lambda: self._models.startup.is_ready, "the local cloud is ready")
        wait_for(lambda: session.state is SessionState.SIGNED_OUT and session.service is not None,
                 "the sign-in page")  # fmt: skip
        session.use_demo_account()
        wait_for(lambda: self._window.is_inside, "the demo account is signed in")
        wait_for(lambda: self._models.gallery.is_loaded, "the gallery is loaded")

    def _drop_photos(self) -> None:
        studio, page = self._models.studio, self._window.studio.create_page
        previews, drafts, files = [], [], []
        for number in range(_DROPS):
            studio.clear()
            rest(200)
            path = self._photo_file(number, _LARGE)
            files.append(path)
            dragged = self._drag_in(path)
            began = time.perf_counter()
            self._drop(dragged)
            wait_for(lambda: page.has_photo and page.order.photo.image is not None, "the preview")
            page.order.photo.repaint()
            previews.append((time.perf_counter() - began) * 1000)
            wait_for(lambda: len(studio.drafts) == len(Style), "four drafts")
            drafts.append((time.perf_counter() - began) * 1000)
        # The first one loads the libraries; people drop more than one photo in an evening.
        self.figures["preview_ms"], self.figures["drafts_ms"] = previews[1:], drafts[1:]
        decode = measure(lambda: _decode(files[0]), repeats=5).scaled(1000)
        self.figures["decode_ms"] = [decode.median, decode.minimum, decode.maximum]

    def _upload(self) -> None:
        client = self._application.tools.client
        photo = secrets.token_bytes(_UPLOAD_BYTES)
        path = self._photos / "photo.bin"
        path.write_bytes(photo)
        ours, curls = [], []
        for number in range(_UPLOADS + 1):
            began = time.perf_counter()
            upload_photo(client, photo, "image/jpeg")
            seconds = time.perf_counter() - began
            # Ours asks for its address, too.
            began = time.perf_counter()
            signed = client.presign("image/jpeg", len(photo))
            signing_s = time.perf_counter() - began
            headers = [f"-H{name}: {value}" for name, value in signed.headers.items()]
            done = subprocess.run(
                ["curl", "-sf", "-o", os.devnull, "-w", "%{time_total}", "-HExpect:", *headers,
                 "-T", str(path), signed.url],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            if number:
                ours.append(len(photo) / 1e6 / seconds)
                curls.append(len(photo) / 1e6 / (signing_s + float(done.stdout)))
        self.figures["upload_mb_s"], self.figures["curl_mb_s"] = ours, curls

    def _work_hard(self) -> None:
        heartbeat = Heartbeat()
        heartbeat.start()
        rest(3_000)
        self._note("rest", heartbeat.stop())
        ticking = Ticking()
        studio, jobs = self._models.studio, self._models.jobs
        paths = [self._photo_file(number, (3000, 2250)) for number in range(_PHOTOS)]
        reports = _Reports(self._application)
        ticking.start()
        heartbeat.start()
        reports.start()
        ids = []
        for path in paths:
            self._choose(path)
            wait_for(lambda: len(studio.drafts) == len(Style), "four drafts")
            ids.append(studio.make())
            rest(_BETWEEN_ACTIONS_MS)
        made = {job_id: jobs.job(job_id) for job_id in ids}
        assert all(made.values())
        wait_for(lambda: all(_is_final(jobs.job(job_id)) for job_id in ids), "20 plushies", 300)
        reports.stop()
        self._note("busy", heartbeat.stop())
        self.figures["ticking_ms"] = [ticking.stop()]

    def _remember_results(self) -> None:
        """As many finished jobs as a long day brings, each with a picture of its own."""
        jobs = self._models.jobs
        finished = [job.image for job in jobs.jobs() if job.image is not None]
        assert all(image.result is not None for image in finished)
        before = _memory_mb()
        start = datetime.now(UTC)
        ids = []
        for number in range(_RESULTS):
            image = finished[number % len(finished)]
            copy = image.model_copy(update={"id": f"copy-{number}", "created_at": start})
            ids.append(self._finish(copy))
        wait_for(lambda: all(_is_final(jobs.job(job_id)) for job_id in ids), "200 results", 300)
        self._window.studio.show_job(ids[-1])
        rest(500)
        self.figures["memory_before_mb"] = [before]
        self.figures["memory_mb"] = [_memory_mb()]

    def _finish(self, image: Image) -> str:
        running = image.model_copy(update={"status": GenerationStatus.PENDING, "revision": 0})
        jobs = self._models.jobs
        jobs._insert(job_from_elsewhere(running))
        jobs.on_images_changed([image], [])
        return image.id

    def _choose(self, path: Path) -> None:
        studio = self._models.studio
        before = studio.photo
        self._drop(self._drag_in(path))
        wait_for(lambda: studio.photo is not before and studio.can_make, "the photo is prepared")

    def _drag_in(self, path: Path) -> QMimeData:
        """Drag a photo over the window, which says what will happen."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        enter = QDragEnterEvent(QPoint(400, 300), _COPY, data, _LEFT, _NO_KEY)
        QApplication.sendEvent(self._window, enter)
        rest(_BETWEEN_ACTIONS_MS)
        return data

    def _drop(self, dragged: QMimeData) -> None:
        drop = QDropEvent(QPointF(400, 300), _COPY, dragged, _LEFT, _NO_KEY)
        QApplication.sendEvent(self._window, drop)

    def _photo_file(self, number: int, size: tuple[int, int]) -> Path:
        """A sample as large as a camera makes it, with a camera's noise; no two are the same."""
        path = self._photos / f"photo-{number}-{size[0]}.jpg"
        if not path.exists():
            sample = resource_path("samples", _SAMPLES[number % len(_SAMPLES)])
            with PillowImage.open(sample) as opened:
                pixels = np.asarray(opened.convert("RGB").resize(size), dtype=np.int16)
            noise = np.random.default_rng(number).integers(-12, 13, pixels.shape, dtype=np.int16)
            noisy = np.clip(pixels + noise, 0, 255).astype(np.uint8)
            PillowImage.fromarray(noisy).save(path, "JPEG", quality=90)
        return path

    def _note(self, name: str, stalls: Stalls) -> None:
        self.figures[f"{name}_ms"] = [stalls.longest_ms]
        self.figures[f"{name}_cpu_ms"] = [stalls.longest_cpu_ms]


class _Reports:
    """Eight jobs whose pictures emerge, four times a second each."""

    def __init__(self, application: Application) -> None:
        self._jobs = application.models.jobs
        pictures = [
            QImage(str(resource_path("samples", name))).scaled(512, 512) for name in _SAMPLES
        ]
        self._ids = [f"reporting-{number}" for number in range(_REPORTING_JOBS)]
        # Copied here: in the app each comes from a worker thread.
        self._pictures = {each: [picture.copy() for picture in pictures] for each in self._ids}
        self._count = 0
        self._timer = QTimer()
        self._timer.setInterval(_PREVIEW_EVERY_MS)
        self._timer.timeout.connect(self._report)

    def start(self) -> None:
        """Show them as a server's reports would."""
        image = Image(
            id="", status=GenerationStatus.PROCESSING, style=Style.CUTE_FLUFFY, prompt="",
            title="", favourite=False, revision=0, attempt=1, created_at=datetime.now(UTC),
            cost_credits=1,
        )  # fmt: skip
        for each in self._ids:
            job = job_from_elsewhere(image.model_copy(update={"id": each}))
            self._jobs._insert(replace(job, state=JobState.MAKING))
        self._timer.start()

    def stop(self) -> None:
        """They go away."""
        self._timer.stop()
        for each in self._ids:
            self._jobs._remove(each)

    def _report(self) -> None:
        self._count += 1
        for each in self._ids:
            self._jobs._update(each, preview=self._pictures[each][self._count % len(_SAMPLES)])


def _is_final(job: Job | None) -> bool:
    """Whether it has ended; the oldest finished ones are in the gallery only."""
    return job is None or job.state.is_final


def _decode(path: Path) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setScaledSize(QSize(2048, 1536))
    return reader.read()


def _memory_mb() -> float:
    rss: int = psutil.Process().memory_info().rss
    return rss / _MB


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def main() -> int:
    """Play, and print the figures. Returns the exit code."""
    folder, photos = Path(sys.argv[1]), Path(sys.argv[2])
    qt = QApplication([])
    folders = Folders.below(folder / "app")
    application = Application(
        Settings(server_url="", folders=folders),
        PreferencesStore(folders.preferences_file),
        key_ring=MemoryKeyRing(),
    )
    window = application.create_window()
    window.show()
    collector = GarbageCollector(application)
    collector.start()
    application.start()
    scene = CreateScene(application, window, photos)
    try:
        if "stalls" in sys.argv[3:]:
            scene.play_stalls()
        else:
            scene.play()
            scene.leave_jobs_running()
            window.close()
            scene.figures["close_ms"] = [_milliseconds(application.close)]
    finally:
        collector.stop()
        application.close()
        qt.processEvents()
    sys.stdout.write(json.dumps(scene.figures))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
