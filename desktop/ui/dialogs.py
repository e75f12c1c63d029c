"""The system's file dialogs; tests put their own in their place."""

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.storage.export_names import fit_for_files
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
        title = QCoreApplication.translate("Dialogs", "Save your plushie")
        formats = ("PNG (*.png)", "JPEG (*.jpg *.jpeg)", "WebP (*.webp)")
        return self._place(parent, title, name, formats)

    def save_clip(self, parent: QWidget, name: str) -> str:
        """Where to save a clip, or ""; the suffix decides the format."""
        title = QCoreApplication.translate("Dialogs", "Save the clip")
        return self._place(parent, title, name, ("WebP (*.webp)", "GIF (*.gif)"))

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

    def _place(self, parent: QWidget, title: str, name: str, formats: tuple[str, ...]) -> str:
        """Ask for a place in the pictures folder; the first format is proposed."""
        proposed = pictures_folder() / f"{fit_for_files(name)}{_suffixes(formats[0])[0]}"
        path, chosen = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(formats))
        completed = _completed(path, chosen, proposed.name)
        if completed == path or not Path(completed).exists():
            return completed
        # The file dialog has only asked about the name as it was typed.
        words = QCoreApplication.translate("Dialogs", "{name} is there already. Replace it?")
        replace = QCoreApplication.translate("Dialogs", "Replace")
        is_meant = self.confirm(parent, words.format(name=Path(completed).name), replace)
        return completed if is_meant else ""


def _suffixes(file_format: str) -> list[str]:
    """Of a dialog's format, such as `JPEG (*.jpg *.jpeg)`."""
    return re.findall(r"\*(\.\w+)", file_format)


def _completed(path: str, chosen: str, proposed_name: str) -> str:
    """The path with the suffix of the chosen format.

    A suffix that was typed counts more. One that was only proposed follows the format: not all
    systems' dialogs do that.
    """
    suffixes = _suffixes(chosen)
    if not path or not suffixes or path.lower().endswith(tuple(suffixes)):
        return path
    if Path(path).name == proposed_name:
        return str(Path(path).with_suffix(suffixes[0]))
    is_typed = re.search(r"\.\w{1,5}$", path) is not None
    return path if is_typed else path + suffixes[0]
