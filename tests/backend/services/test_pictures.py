"""A result becomes the files that are kept, and a placeholder."""

import base64
import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from backend.errors import EngineTemporaryError
from backend.services.photos import check_photo
from backend.services.pictures import (
    EncodedFile,
    encode_photo,
    encode_picture,
    encode_preview,
)
from backend.services.thumbhash import encode_thumbhash
from shared.uploads import PhotoType
from tests.fakes import photo_files


def opened(file: EncodedFile) -> Image.Image:
    """Open a file and make sure that everything told about it is true."""
    image = Image.open(io.BytesIO(file.data))
    assert image.size == (file.width, file.height)
    assert Image.MIME[image.format or ""] == file.content_type
    assert hashlib.sha256(file.data).hexdigest() == file.sha256
    return image


def test_a_png_result_is_kept_byte_by_byte() -> None:
    data = photo_files.make_photo("PNG", width=1024, height=1024)

    picture = encode_picture(data)

    assert picture.original.data == data
    assert opened(picture.original).format == "PNG"


@pytest.mark.parametrize("name", ["JPEG", "WEBP"])
def test_any_other_result_becomes_a_png(name: str) -> None:
    picture = encode_picture(photo_files.make_photo(name, width=1024, height=1024))

    assert opened(picture.original).format == "PNG"
    assert picture.original.suffix == "png"


def test_a_large_result_is_shown_at_1440_and_256_pixels() -> None:
    picture = encode_picture(photo_files.make_photo("PNG", width=3000, height=2000))

    assert opened(picture.original).size == (3000, 2000)
    assert opened(picture.display).size == (1440, 960)
    assert opened(picture.thumbnail).size == (256, 171)
    assert picture.display.content_type == picture.thumbnail.content_type == "image/webp"


def test_a_small_result_is_not_enlarged() -> None:
    picture = encode_picture(photo_files.make_photo("PNG", width=200, height=100))

    assert opened(picture.display).size == opened(picture.thumbnail).size == (200, 100)


def test_the_smaller_files_show_the_same_picture() -> None:
    picture = encode_picture(photo_files.make_photo("PNG", width=1024, height=1024))

    thumbnail = np.asarray(opened(picture.thumbnail).convert("RGB")).astype(int)

    assert np.abs(thumbnail[140, 128] - (220, 150, 80)).max() < 12
    assert np.abs(thumbnail[10, 10] - (90, 140, 100)).max() < 12


def test_the_placeholder_is_a_thumbhash_of_the_average_colour() -> None:
    picture = encode_picture(photo_files.encode(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG"))

    placeholder = base64.b64decode(picture.placeholder)

    header = int.from_bytes(placeholder[:3], "little")
    assert header & 63 == round(63 / 3)  # brightness of pure red
    assert (header >> 12) & 63 == 63  # as red as can be
    assert header >> 23 == 0  # opaque


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (8, 6, "e217062d8a34704c29767855317c6c7300376991f3"),
        (5, 9, "e217061c0870795858548666a59500199692f8"),
        (7, 7, "e2170647085926367ae494706267319429b6477f97f7380f"),
    ],
)
def test_thumbhashes_equal_those_of_the_reference_implementation(
    width: int, height: int, expected: str
) -> None:
    values = [(i * 37 + i * i * 11) % 256 for i in range(width * height * 3)]
    pixels = np.array(values, np.uint8).reshape(height, width, 3)

    assert encode_thumbhash(pixels).hex() == expected


def test_a_thumbhash_is_made_of_small_pictures_only() -> None:
    with pytest.raises(ValueError, match="larger than 100"):
        encode_thumbhash(np.zeros((101, 10, 3), np.uint8))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        photo_files.make_photo("PNG")[:-200],
        photo_files.make_huge_png(9000, 9000),
    ],
    ids=["nothing", "text", "truncated", "81 megapixels"],
)
def test_a_broken_result_is_worth_another_attempt(data: bytes) -> None:
    with pytest.raises(EngineTemporaryError):
        encode_picture(data)
    with pytest.raises(EngineTemporaryError):
        encode_preview(data)


def test_a_preview_is_small() -> None:
    preview = encode_preview(photo_files.make_photo("PNG", width=1024, height=1024))

    assert opened(preview).size == (512, 512)
    assert preview.content_type == "image/webp"
    assert len(preview.data) < 30_000


def test_the_kept_photo_is_a_jpeg_of_pixels_only() -> None:
    photo = check_photo(photo_files.make_corners_jpeg(6), PhotoType.JPEG)

    kept = opened(encode_photo(photo))

    assert kept.format == "JPEG"
    assert not kept.getexif()
