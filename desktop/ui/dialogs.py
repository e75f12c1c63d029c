"""The system's file dialogs; tests put their own in their place."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.ui.user_folders import downloads_folder, pictures_folder
from desktop.ui.widgets.buttons import ButtonKind
from desktop.ui.widgets.text import restyle


class Dialogs:
    """Asks for file names, and whether to do what cannot be undone."""

    def photos(self, parent: QWidget) -> list[str]:
        """Photos to open."""
        say = QCoreApplication.translate
        paths, _ = QFileDialog.getOpenFileNames(
            parent,
            say("Dialogs", "Choose photos"),
            str(pictures_folder()),
            say(
                "Dialogs", "Photos (*.jpg *.jpeg *.png *.webp *.heic *.heif *.avif);;All files (*)"
            ),
        )
        return paths

    def save(self, parent: QWidget, name: str) -> str:
        """Where to save a picture, or ""; the suffix decides the format."""
        say = QCoreApplication.translate
        path, chosen = QFileDialog.getSaveFileName(
            parent,
            say("Dialogs", "Save your plushie"),
            str(pictures_folder() / f"{name}.png"),
            "PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)",
        )
        if path and not Path(path).suffix:
            path += {"JPEG": ".jpg", "WebP": ".webp"}.get(chosen.partition(" ")[0], ".png")
        return path

    def save_clip(self, parent: QWidget, name: str) -> str:
        """Where to save a clip, or ""; the suffix decides the format."""
        say = QCoreApplication.translate
        path, chosen = QFileDialog.getSaveFileName(
            parent,
            say("Dialogs", "Save the clip"),
            str(pictures_folder() / f"{name}.webp"),
            "WebP (*.webp);;GIF (*.gif)",
        )
        if path and not Path(path).suffix:
            path += ".gif" if chosen.startswith("GIF") else ".webp"
        return path

    def save_export(self, parent: QWidget) -> str:
        """Where to save everything that is kept of a person, or ""."""
        say = QCoreApplication.translate
        path, _ = QFileDialog.getSaveFileName(
            parent,
            say("Dialogs", "Export my data"),
            str(downloads_folder() / "plushifyme-data.zip"),
            say("Dialogs", "Zip files (*.zip)"),
        )
        return path

    def folder(self, parent: QWidget, begin: str) -> str:
        """A folder to save into, or ""."""
        say = QCoreApplication.translate
        return QFileDialog.getExistingDirectory(parent, say("Dialogs", "Choose a folder"), begin)

    def confirm(self, parent: QWidget, words: str, action: str) -> bool:
        """Whether something that cannot be undone is to be done."""
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(words)
        button = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        for each, kind in ((button, ButtonKind.DANGER), (cancel, ButtonKind.PLAIN)):
            each.setProperty("kind", kind.value)
            # Some styles put a red cross on Cancel, which makes it look like the dangerous one.
            each.setIcon(QIcon())
            restyle(each)
        box.setDefaultButton(cancel)
        box.exec()
        return box.clickedButton() is button
