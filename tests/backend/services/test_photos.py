"""A photo is taken for what it is, or refused with the reason."""

import io
import tracemalloc

import numpy as np
import pytest
from PIL import Image

from backend.errors import PhotoRefused
from backend.services.photos import CheckedPhoto, check_photo
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_BYTES
from shared.uploads import PhotoType
from tests.fakes import photo_files

JPEG, PNG, WEBP = PhotoType.JPEG, PhotoType.PNG, PhotoType.WEBP


def pixels_of(photo: CheckedPhoto) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(io.BytesIO(photo.png)) as image:
        assert image.mode == "RGB"
        return np.asarray(image)


def refusal_of(data: bytes, announced: PhotoType) -> PhotoRefused:
    with pytest.raises(PhotoRefused) as caught:
        check_photo(data, announced)
    assert caught.value.message.endswith("You were not charged.")
    return caught.value


@pytest.mark.parametrize(("name", "announced"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_each_accepted_format_becomes_plain_pixels(name: str, announced: PhotoType) -> None:
    photo = check_photo(photo_files.make_photo(name), announced)

    assert (photo.width, photo.height) == (320, 240)
    assert np.abs(pixels_of(photo)[120, 160].astype(int) - (220, 150, 80)).max() < 8


@pytest.mark.parametrize(
    ("data", "announced"),
    [
        (b"", PNG),
        (b"This is only a note called photo.png", PNG),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', PNG),
        (b"GIF89a" + bytes(100), PNG),
        (b"RIFF\x10\0\0\0WAVEfmt ", WEBP),
        (photo_files.make_photo("PNG"), JPEG),
        (photo_files.make_photo("JPEG"), WEBP),
    ],
    ids=["nothing", "text", "svg", "gif", "a sound", "png called jpeg", "jpeg called webp"],
)
def test_anything_else_than_the_announced_type_is_refused(
    data: bytes, announced: PhotoType
) -> None:
    assert refusal_of(data, announced).code is ErrorCode.UNSUPPORTED_PHOTO_TYPE


@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
@pytest.mark.parametrize(("name", "announced"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_a_truncated_photo_is_refused(name: str, announced: PhotoType, part: float) -> None:
    data = photo_files.make_photo(name)

    cut = data[: max(20, int(len(data) * part))]

    assert refusal_of(cut, announced).code is ErrorCode.PHOTO_UNREADABLE


def test_a_photo_of_damaged_bytes_is_refused() -> None:
    data = bytearray(photo_files.make_photo("PNG"))
    data[len(data) // 2] ^= 0xFF

    assert refusal_of(bytes(data), PNG).code is ErrorCode.PHOTO_UNREADABLE


def test_a_file_over_the_limit_is_refused() -> None:
    data = photo_files.make_photo("PNG").ljust(PHOTO_MAX_BYTES + 1, b"\0")

    assert refusal_of(data, PNG).code is ErrorCode.PHOTO_TOO_LARGE


@pytest.mark.parametrize(("width", "height"), [(1, 1), (63, 500), (500, 63)])
def test_a_tiny_photo_is_refused(width: int, height: int) -> None:
    data = photo_files.make_photo("PNG", width=width, height=height)

    assert refusal_of(data, PNG).code is ErrorCode.PHOTO_TOO_SMALL


def test_the_smallest_photo_that_is_taken_has_64_pixels_a_side() -> None:
    photo = check_photo(photo_files.make_photo("PNG", width=64, height=64), PNG)

    assert (photo.width, photo.height) == (64, 64)


@pytest.mark.parametrize(
    ("data", "announced"),
    [
        (photo_files.make_huge_png(7072, 7072), PNG),
        (photo_files.make_huge_png(30000, 30000)[:60], PNG),
        (photo_files.make_webp_header(16000, 16000), WEBP),
    ],
    ids=["50 megapixels", "900 megapixels", "a webp canvas of 256 megapixels"],
)
def test_too_many_pixels_are_refused_before_any_is_decoded(
    data: bytes, announced: PhotoType
) -> None:
    tracemalloc.start()
    refusal = refusal_of(data, announced)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refusal.code is ErrorCode.PHOTO_TOO_MANY_PIXELS
    assert peak_bytes < 10_000_000


@pytest.mark.parametrize(("name", "announced"), [("PNG", PNG), ("WEBP", WEBP)])
def test_an_animation_is_refused(name: str, announced: PhotoType) -> None:
    refusal = refusal_of(photo_files.make_animation(name), announced)

    assert refusal.code is ErrorCode.PHOTO_ANIMATED


def test_of_a_phones_multi_picture_jpeg_the_first_is_taken() -> None:
    photo = check_photo(photo_files.make_animation("MPO"), JPEG)

    assert pixels_of(photo)[48, 48].tolist() == pytest.approx([254, 0, 0], abs=3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright(orientation: int) -> None:
    photo = check_photo(photo_files.make_corners_jpeg(orientation), JPEG)

    pixels = pixels_of(photo)
    assert (photo.width, photo.height) == (128, 64)
    assert pixels[8, 8].tolist() == pytest.approx([254, 0, 0], abs=12)
    for far in (pixels[8, 120], pixels[56, 8], pixels[56, 120]):
        assert far.tolist() == pytest.approx([255, 255, 255], abs=12)


def test_no_metadata_survives() -> None:
    data = photo_files.make_corners_jpeg(6)

    photo = check_photo(data, JPEG)

    assert b"A camera" in data
    assert b"A camera" not in photo.png
    with Image.open(io.BytesIO(photo.png)) as image:
        assert not image.getexif()
        assert not image.info


def test_a_large_photo_is_scaled_to_what_an_engine_needs() -> None:
    photo = check_photo(photo_files.make_photo("JPEG", width=4000, height=3000), JPEG)

    assert (photo.width, photo.height) == (2048, 1536)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white(mode: str) -> None:
    image = Image.new("RGBA", (100, 100), (10, 200, 30, 255))
    image.paste((255, 0, 0, 0), (0, 0, 50, 100))

    photo = check_photo(photo_files.encode(image.convert(mode), "PNG"), PNG)

    pixels = pixels_of(photo)
    assert pixels[50, 20].tolist() == [255, 255, 255]
    assert pixels[50, 80].tolist() != [255, 255, 255]


def test_sixteen_bit_greys_keep_their_brightness() -> None:
    ramp = np.linspace(0, 65535, 100 * 100, dtype=np.uint16).reshape(100, 100)

    photo = check_photo(photo_files.encode(Image.fromarray(ramp), "PNG"), PNG)

    pixels = pixels_of(photo)
    assert pixels[0, 0].tolist() == [0, 0, 0]
    assert pixels[50, 0].tolist() == pytest.approx([127, 127, 127], abs=2)
    assert pixels[99, 99].tolist() == [255, 255, 255]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_every_kind_of_colour_becomes_rgb(mode: str) -> None:
    name, announced = ("JPEG", JPEG) if mode == "CMYK" else ("PNG", PNG)
    image = Image.new("RGB", (100, 100), "white").convert(mode)

    photo = check_photo(photo_files.encode(image, name), announced)

    assert pixels_of(photo)[50, 50].tolist() == pytest.approx([255, 255, 255], abs=2)


def test_an_embedded_colour_profile_is_applied() -> None:
    image = Image.new("L", (100, 100), 128)
    linear = _grey_profile_with_gamma_one()

    photo = check_photo(photo_files.encode(image, "PNG", icc_profile=linear), PNG)

    # Half of the light is 188 of 255 in sRGB.
    assert pixels_of(photo)[50, 50].tolist() == pytest.approx([188, 188, 188], abs=2)


def _grey_profile_with_gamma_one() -> bytes:
    """A minimal ICC version 2 profile: grey, gamma 1.0. Source: ICC.1:2001-04."""
    curve = b"curv\0\0\0\0" + (1).to_bytes(4, "big") + (0x0100).to_bytes(2, "big") + b"\0\0"
    white = b"XYZ \0\0\0\0" + bytes.fromhex("0000f6d600010000 0000d32d".replace(" ", ""))
    tags = [(b"wtpt", white), (b"kTRC", curve)]
    offset = 128 + 4 + 12 * len(tags)
    table, body = len(tags).to_bytes(4, "big"), b""
    for name, data in tags:
        table += name + (offset + len(body)).to_bytes(4, "big") + len(data).to_bytes(4, "big")
        body += data
    size = (offset + len(body)).to_bytes(4, "big")
    header = size + b"none" + b"\x02\x10\0\0" + b"mntrGRAYXYZ " + bytes(12) + b"acsp" + bytes(28)
    header += bytes.fromhex("0000f6d6000100000000d32d")
    return header.ljust(128, b"\0") + table + body


def test_a_broken_colour_profile_is_ignored() -> None:
    image = Image.new("RGB", (100, 100), (10, 20, 30))

    photo = check_photo(photo_files.encode(image, "PNG", icc_profile=b"not a profile"), PNG)

    assert pixels_of(photo)[50, 50].tolist() == [10, 20, 30]
