"""`python -m tests.benchmarks.gallery_start FOLDER [WORD...]`: the app without a server.

Prints, as JSON, the seconds from `STARTED_AT` until every visible picture is there, and the memory
of the process then. Each word is typed into the search field after that; what is printed of it are
the milliseconds from the key until the pictures that it finds are painted in the window.
"""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.garbage import GarbageCollector
from desktop.models.gallery import GalleryModel, GalleryRole
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.gallery import GalleryPage
from tests.screenshots.key_ring import MemoryKeyRing

SERVER = "http://127.0.0.1:9"
"""Nobody listens there, and no network is asked."""
_LONGEST_MS = 60_000
_SEARCHES = 9
_REST_MS = 200


def main() -> None:
    """Start, wait until every visible picture is there, search, tell, and end."""
    folders = Folders.below(Path(sys.argv[1]))
    ring = MemoryKeyRing()
    session = {"token": "expired", "user_json": os.environ["USER_JSON"]}
    ring.set_password("PlushifyMe", SERVER, json.dumps(session))
    qt = QApplication(sys.argv[:1])
    settings = Settings(server_url=SERVER, folders=folders)
    preferences = PreferencesStore(folders.preferences_file)
    application = Application(settings, preferences, key_ring=ring)
    window = application.create_window()
    window.show()
    collector = GarbageCollector(application)
    collector.start()
    application.start()
    _wait_for_pictures(qt, window, application.models.gallery)
    seconds = time.time() - float(os.environ["STARTED_AT"])
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    told = {
        "seconds": seconds,
        "megabytes": resident * os.sysconf("SC_PAGE_SIZE") / 1e6,
        "searches": {word: _search(window.studio.gallery_page, word) for word in sys.argv[2:]},
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    application.close()
    os._exit(0)


def _wait_for_pictures(qt: QApplication, window: MainWindow, gallery: GalleryModel) -> None:
    def look() -> None:
        if not window.is_inside or not gallery.rowCount():
            return
        studio = window.studio
        if studio.current_page is not studio.gallery_page:
            studio.show_page("gallery")
            return
        page = studio.gallery_page
        rows = page.view.visible_rows()
        pictures = [gallery.index(row).data(GalleryRole.THUMBNAIL) for row in rows]
        if _are_rows_loaded(page) and all(picture is not None for picture in pictures):
            window.grab()
            qt.quit()

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(_LONGEST_MS, qt.quit)
    qt.exec()
    timer.stop()


def _are_rows_loaded(page: GalleryPage) -> bool:
    gallery = page.view.gallery
    assert gallery is not None
    rows = page.view.visible_rows()
    return len(rows) > 0 and all(gallery.index(row).data(GalleryRole.IMAGE) for row in rows)


def _search(page: GalleryPage, word: str) -> list[float]:
    """Milliseconds of each time; the whole gallery is shown before each."""
    gallery = page.view.gallery
    assert gallery is not None
    return [_type(page, gallery, word) for _ in range(_SEARCHES)]


def _type(page: GalleryPage, gallery: GalleryModel, word: str) -> float:
    loop = QEventLoop()
    if page.filter_bar.search.text():
        gallery.completeness_changed.connect(loop.quit)
        page.filter_bar.clear()
        loop.exec()
        gallery.completeness_changed.disconnect(loop.quit)
    # What the last search left to do is not part of this one.
    QTimer.singleShot(_REST_MS, loop.quit)
    loop.exec()
    gallery.filter_changed.connect(loop.quit)
    began_at = time.perf_counter()
    page.filter_bar.search.setText(word)
    loop.exec()
    assert _are_rows_loaded(page)
    page.view.viewport().repaint()
    taken_ms = (time.perf_counter() - began_at) * 1000
    gallery.filter_changed.disconnect(loop.quit)
    QTimer.singleShot(_REST_MS, loop.quit)
    loop.exec()
    return taken_ms


if __name__ == "__main__":
    main()
