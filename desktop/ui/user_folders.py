"""Where people keep what they open and save; their home where the usual folder does not exist."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def pictures_folder() -> Path:
    """The folder of pictures."""
    return _existing(QStandardPaths.StandardLocation.PicturesLocation)


def downloads_folder() -> Path:
    """The folder of downloads."""
    return _existing(QStandardPaths.StandardLocation.DownloadLocation)


def _existing(location: QStandardPaths.StandardLocation) -> Path:
    folder = Path(QStandardPaths.writableLocation(location))
    return folder if folder.is_dir() else Path.home()
