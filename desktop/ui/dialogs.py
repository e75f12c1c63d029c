"""The system's file dialogs; tests put their own in their place."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


class Dialogs:
    """Asks for file names."""

    def photo(self, parent: QWidget) -> str:
        """A photo to open, or ""."""
        say = QCoreApplication.translate
        path, _ = QFileDialog.getOpenFileName(
            parent,
            say("Dialogs", "Choose a photo"),
            _pictures_folder(),
            say("Dialogs", "Photos (*.jpg *.jpeg *.png *.webp);;All files (*)"),
        )
        return path

    def save(self, parent: QWidget, name: str) -> str:
        """Where to save a picture, or ""; the suffix decides the format."""
        say = QCoreApplication.translate
        path, chosen = QFileDialog.getSaveFileName(
            parent,
            say("Dialogs", "Save your plushie"),
            str(Path(_pictures_folder()) / f"{name}.png"),
            "PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)",
        )
        if path and not Path(path).suffix:
            path += {"JPEG": ".jpg", "WebP": ".webp"}.get(chosen.partition(" ")[0], ".png")
        return path


def _pictures_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
