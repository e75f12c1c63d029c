"""Every photo that works, and every one that does not with its own code and message."""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from PySide6.QtGui import QColor, QImage

from desktop.errors import FileNotRead, PhotoRefused
from desktop.photo import encode, prepare_file, prepare_image
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_BYTES, PHOTO_SEND_SIDE_PX
from tests.fakes import photo_files

GOOD_JPEG = photo_files.make_photo("JPEG")
GOOD_PNG = photo_files.make_photo("PNG")
GOOD_WEBP = photo_files.make_photo("WEBP")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><rect/></svg>'

BAD_FILES = {
    "empty.jpg": (b"", ErrorCode.UNSUPPORTED_PHOTO_TYPE, "not a photo"),
    "text.png": (b"I am a letter.", ErrorCode.UNSUPPORTED_PHOTO_TYPE, "not a photo"),
    "drawing.png": (SVG, ErrorCode.UNSUPPORTED_PHOTO_TYPE, "not a photo"),
    "page.jpg": (b"%PDF-1.7 ...", ErrorCode.UNSUPPORTED_PHOTO_TYPE, "a PDF"),
    "iphone.jpg": (
        b"\0\0\0\x18ftypheic\0\0\0\0mif1",
        ErrorCode.PHOTO_UNREADABLE,
        "damaged",
    ),
    "modern.jpg": (b"\0\0\0\x18ftypavif\0\0\0\0", ErrorCode.PHOTO_UNREADABLE, "damaged"),
    "cat.gif": (photo_files.make_photo("GIF"), ErrorCode.UNSUPPORTED_PHOTO_TYPE, "a GIF"),
    "cut.jpg": (GOOD_JPEG[:-200], ErrorCode.PHOTO_UNREADABLE, "end is missing"),
    "cut.png": (GOOD_PNG[: len(GOOD_PNG) // 2], ErrorCode.PHOTO_UNREADABLE, "end is missing"),
    "cut.webp": (GOOD_WEBP[:-30], ErrorCode.PHOTO_UNREADABLE, "end is missing"),
    "start.jpg": (b"\xff\xd8\xff", ErrorCode.PHOTO_UNREADABLE, "end is missing"),
    "noise.jpg": (
        b"\xff\xd8\xff\xe0" + b"\x07" * 500 + b"\xff\xd9",
        ErrorCode.PHOTO_UNREADABLE,
        "",
    ),
    "moving.webp": (photo_files.make_animation("WEBP"), ErrorCode.PHOTO_ANIMATED, "animated"),
    "moving.png": (photo_files.make_animation("PNG"), ErrorCode.PHOTO_ANIMATED, "animated"),
    "dot.png": (
        photo_files.make_photo("PNG", width=1, height=1),
        ErrorCode.PHOTO_TOO_SMALL,
        "1 x 1 pixels",
    ),
    "thread.png": (
        photo_files.make_huge_png(9000, 100),
        ErrorCode.PHOTO_TOO_SMALL,
        "9000 x 100 pixels",
    ),
    "wall.png": (
        photo_files.make_huge_png(8000, 6250),
        ErrorCode.PHOTO_TOO_MANY_PIXELS,
        "50 megapixels",
    ),
    "heavy.jpg": (
        GOOD_JPEG + bytes(11 * 2**20),
        ErrorCode.PHOTO_TOO_LARGE,
        "11.0 MiB",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_photo_is_refused_with_its_own_message(name: str, tmp_path: Path) -> None:
    data, code, words = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(PhotoRefused) as caught:
        prepare_file(path)

    told = caught.value.describe()
    assert told.code == code
    assert words in told.title
    assert told.charged == "You were not charged."
    assert told.advice.startswith("Please")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotRead, match="No such file"):
        prepare_file(tmp_path / "gone.jpg")


def test_a_folder_is_not_a_photo(tmp_path: Path) -> None:
    with pytest.raises(FileNotRead, match="not a file"):
        prepare_file(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no named pipes")
def test_a_pipe_does_not_hang_the_app(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")

    with pytest.raises(FileNotRead, match="not a file"):
        prepare_file(tmp_path / "pipe.jpg")


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_good_photo_is_scaled_and_sent_as_a_small_jpeg(image_format: str, tmp_path: Path) -> None:
    path = tmp_path / "Biscuit.anything"
    path.write_bytes(photo_files.make_photo(image_format, width=4000, height=3000))

    photo = prepare_file(path)

    assert photo.name == "Biscuit"
    assert (photo.original_width_px, photo.original_height_px) == (4000, 3000)
    assert (photo.picture.width(), photo.picture.height()) == (PHOTO_SEND_SIDE_PX, 1536)
    assert (photo.small.width(), photo.small.height()) == (512, 384)
    assert encode(photo).content_type == "image/jpeg"
    assert len(encode(photo).data) < 500_000


def test_a_small_photo_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "small.png"
    path.write_bytes(photo_files.make_photo("PNG", width=64, height=80))

    photo = prepare_file(path)

    assert (photo.picture.width(), photo.picture.height()) == (64, 80)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_tells_nothing_of_the_camera(
    orientation: int, tmp_path: Path
) -> None:
    path = tmp_path / "turned.jpg"
    path.write_bytes(photo_files.make_corners_jpeg(orientation))

    photo = prepare_file(path)

    assert (photo.original_width_px, photo.original_height_px) == (128, 64)
    assert photo.picture.pixelColor(10, 10).green() < 60
    assert photo.picture.pixelColor(110, 50).green() > 200
    assert b"A camera" not in encode(photo).data
    assert b"Exif" not in encode(photo).data


def test_a_partly_transparent_photo_stays_so(tmp_path: Path) -> None:
    image = Image.new("RGBA", (200, 200), (200, 80, 90, 255))
    image.paste((0, 0, 0, 0), (0, 0, 100, 100))
    path = tmp_path / "cut-out.png"
    path.write_bytes(photo_files.encode(image, "PNG"))

    photo = prepare_file(path)

    assert encode(photo).content_type == "image/webp"
    assert QImage.fromData(encode(photo).data).pixelColor(20, 20).alpha() == 0


def test_an_opaque_alpha_channel_does_not_count_as_transparent(tmp_path: Path) -> None:
    path = tmp_path / "opaque.png"
    path.write_bytes(photo_files.make_photo("PNG", mode="RGBA"))

    assert encode(prepare_file(path)).content_type == "image/jpeg"


def test_colours_of_another_space_become_srgb(tmp_path: Path) -> None:
    path = tmp_path / "profile.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (100, 100), (200, 80, 90))
    path.write_bytes(photo_files.encode(image, "JPEG", icc_profile=profile, quality=95))

    colour = prepare_file(path).picture.pixelColor(50, 50)

    assert abs(colour.red() - 200) < 4
    assert abs(colour.green() - 80) < 4


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printers_colours_work(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo_files.make_photo("JPEG", mode=mode))

    assert encode(prepare_file(path)).content_type == "image/jpeg"


def test_a_picture_with_a_film_behind_it_works(tmp_path: Path) -> None:
    path = tmp_path / "motion.jpg"
    path.write_bytes(GOOD_JPEG + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40)

    assert encode(prepare_file(path)).content_type == "image/jpeg"


def test_a_pasted_picture_is_prepared_like_a_file() -> None:
    image = QImage(3000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor(120, 60, 30))

    photo = prepare_image(image, "Pasted photo")

    assert (photo.picture.width(), photo.picture.height()) == (2048, 683)
    assert photo.original_width_px == 3000


def test_a_pasted_picture_that_is_none_is_refused() -> None:
    with pytest.raises(PhotoRefused) as caught:
        prepare_image(QImage(), "Pasted photo")

    assert caught.value.code == ErrorCode.PHOTO_UNREADABLE


def test_the_worst_photo_that_is_allowed_can_be_sent(tmp_path: Path) -> None:
    path = tmp_path / "noise.png"
    path.write_bytes(photo_files.make_noise_png(9_500_000))

    assert len(encode(prepare_file(path)).data) < PHOTO_MAX_BYTES
