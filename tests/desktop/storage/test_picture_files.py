"""Writing pictures in the format their name asks for."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from desktop.errors import DownloadRefused, FileNotWritten
from desktop.storage.picture_files import checked_target, decode_picture, write_picture
from tests.fakes import photo_files

PNG = photo_files.make_photo("PNG", width=300, height=200)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.png", "png"), ("a.jpg", "jpeg"), ("a.JPEG", "jpeg"), ("a.webp", "webp"), ("a", "png")],
)
def test_the_suffix_chooses_the_format(name: str, expected: str, tmp_path: Path) -> None:
    written = write_picture(PNG, "image/png", tmp_path / name)

    reader = QImageReader(str(written))
    reader.setDecideFormatFromContent(True)
    assert reader.format().toStdString() == expected
    assert (reader.size().width(), reader.size().height()) == (300, 200)


def test_the_same_format_is_written_byte_by_byte(tmp_path: Path) -> None:
    assert write_picture(PNG, "image/png", tmp_path / "a.png").read_bytes() == PNG


@pytest.mark.parametrize("name", ["a.gif", "a.txt", "missing/a.png"])
def test_a_place_that_cannot_be_written_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        checked_target(tmp_path / name)


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()

    with pytest.raises(FileNotWritten, match="folder of that name"):
        checked_target(tmp_path / "a.png")


def test_a_damaged_picture_is_refused() -> None:
    with pytest.raises(DownloadRefused):
        decode_picture(b"no picture at all")


def test_a_picture_is_scaled_while_it_is_read() -> None:
    picture = decode_picture(PNG, 100)

    assert (picture.width(), picture.height()) == (100, 66)
