"""`python -m tests.screenshots FOLDER [en|de|pseudo]`: photograph the real app on a real local cloud."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.settings import Settings
from desktop.storage.folders import DATA_VARIABLE, Folders
from desktop.storage.preferences import PreferencesStore
from desktop.ui.language import speak
from tests.screenshots.camera import Camera
from tests.screenshots.key_ring import MemoryKeyRing
from tests.screenshots.pseudo import PseudoTranslator
from tests.screenshots.scenes import Scenes
from tests.temporary import run_together


def main() -> int:
    """Take all pictures. Returns the exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plushifyme-screenshots-") as data:
        Path(data).chmod(0o711)
        os.environ[DATA_VARIABLE] = data
        qt = QApplication([])
        _speak(qt, sys.argv[2] if len(sys.argv) > 2 else "en")
        folders = Folders.below(Path(data) / "app")
        application = Application(
            Settings(server_url="", folders=folders),
            PreferencesStore(folders.preferences_file),
            key_ring=MemoryKeyRing(),
        )
        window = application.create_window()
        window.show()
        camera = Camera(window, folder)
        try:
            Scenes(application, window, camera).play()
        finally:
            window.close()
            application.close()
            qt.processEvents()
    sys.stdout.write(f"{camera.count} pictures in {folder}, {time.monotonic() - began:.0f} s\n")
    return 0


def _speak(qt: QApplication, language: str) -> None:
    """Take the pictures in another language; "pseudo" shows what does not fit."""
    if language == "pseudo":
        QCoreApplication.installTranslator(PseudoTranslator(qt))
    else:
        speak(language, qt)


if __name__ == "__main__":
    sys.exit(run_together(main))
