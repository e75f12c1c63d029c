"""`python -m tests.benchmarks.gallery_start FOLDER`: the app without a server, until it is seen.

Prints, as JSON, the seconds since `STARTED_AT` and the memory of the process.
"""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.garbage import GarbageCollector
from desktop.models.gallery import GalleryRole
from desktop.settings import Settings
from desktop.storage.folders import Folders
from desktop.storage.preferences import PreferencesStore
from tests.screenshots.key_ring import MemoryKeyRing

SERVER = "http://127.0.0.1:9"
"""Nobody listens there, and no network is asked."""
_LONGEST_MS = 60_000


def main() -> None:
    """Start, wait until every visible picture is there, tell, and end."""
    folder = Path(sys.argv[1])
    folders = Folders.below(folder)
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
    gallery = application.models.gallery

    def look() -> None:
        if not window.is_inside or not gallery.rowCount():
            return
        studio = window.studio
        if studio.current_page is not studio.gallery_page:
            studio.show_page("gallery")
            return
        rows = studio.gallery_page.view.visible_rows()
        entries = [gallery.index(row).data(GalleryRole.IMAGE) for row in rows]
        pictures = [gallery.index(row).data(GalleryRole.THUMBNAIL) for row in rows]
        if len(rows) and all(entries) and all(picture is not None for picture in pictures):
            window.grab()
            qt.quit()

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(_LONGEST_MS, qt.quit)
    qt.exec()
    seconds = time.time() - float(os.environ["STARTED_AT"])
    timer.stop()
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    told = {"seconds": seconds, "megabytes": resident * os.sysconf("SC_PAGE_SIZE") / 1e6}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    application.close()
    os._exit(0)


if __name__ == "__main__":
    main()
