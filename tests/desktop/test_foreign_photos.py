"""Photos of phones: HEIC and AVIF are converted, by the same rules as all others."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QColorSpace, QImage

from desktop.errors import PhotoRefused
from desktop.photo import Photo, encode, prepare_file
from shared.errors import ErrorCode
from tests.fakes import photo_files

HEIC = Path(__file__).parent / "samples" / "colours.heic"
"""160 x 120 pixels in four colours: made by us with pillow-heif 1.8.1."""


def _assert_four_colours(photo: Photo) -> None:
    width, height = photo.picture.width(), photo.picture.height()
    corners = [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)]
    wanted = ["red", "lime", "blue", "white"]
    for (x, y), name in zip(corners, wanted, strict=True):
        seen = photo.picture.pixelColor(round(x * width), round(y * height))
        colour = QColor(name)
        assert abs(seen.red() - colour.red()) < 30, name
        assert abs(seen.green() - colour.green()) < 30, name
        assert abs(seen.blue() - colour.blue()) < 30, name


def test_a_heic_photo_is_sent_as_a_jpeg() -> None:
    photo = prepare_file(HEIC)

    assert (photo.picture.width(), photo.picture.height()) == (160, 120)
    assert encode(photo).content_type == "image/jpeg"
    assert QImage.fromData(encode(photo).data).width() == 160
    _assert_four_colours(photo)


def test_a_heic_photo_can_be_cropped() -> None:
    whole = prepare_file(HEIC)

    photo = prepare_file(HEIC, whole.edit.turned(1).zoomed(1.5))

    assert (photo.picture.width(), photo.picture.height()) == (80, 107)


def test_an_avif_photo_is_turned_upright(tmp_path: Path) -> None:
    lying = Image.new("RGB", (160, 120), "red")
    lying.paste("blue", (80, 0, 160, 120))
    exif = Image.Exif()
    exif[274] = 6  # a quarter turn clockwise
    path = tmp_path / "phone.avif"
    path.write_bytes(photo_files.encode(lying, "AVIF", exif=exif))

    photo = prepare_file(path)

    assert (photo.picture.width(), photo.picture.height()) == (120, 160)
    assert photo.picture.pixelColor(60, 20).red() > 200
    assert photo.picture.pixelColor(60, 140).blue() > 200


def test_the_vivid_colours_of_a_phone_are_converted(tmp_path: Path) -> None:
    vivid = QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data()
    picture = Image.new("RGB", (80, 80), (100, 200, 100))
    path = tmp_path / "vivid.avif"
    path.write_bytes(photo_files.encode(picture, "AVIF", icc_profile=bytes(vivid)))

    seen = prepare_file(path).picture.pixelColor(40, 40)

    assert seen.red() < 85
    assert seen.green() > 195


def test_a_transparent_avif_keeps_its_holes(tmp_path: Path) -> None:
    path = tmp_path / "hole.avif"
    path.write_bytes(photo_files.make_photo("AVIF", mode="RGBA"))
    opaque = prepare_file(path)
    image = Image.open(io.BytesIO(path.read_bytes())).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 40, 40))
    path.write_bytes(photo_files.encode(image, "AVIF"))

    assert encode(opaque).content_type == "image/jpeg"
    assert encode(prepare_file(path)).content_type == "image/webp"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: HEIC.read_bytes()[:400], ErrorCode.PHOTO_UNREADABLE),
        (lambda: photo_files.make_photo("AVIF")[:-100], ErrorCode.PHOTO_UNREADABLE),
        (lambda: photo_files.make_photo("AVIF", width=20, height=20), ErrorCode.PHOTO_TOO_SMALL),
        (
            lambda: photo_files.encode(
                Image.new("RGB", (80, 80)),
                "AVIF",
                save_all=True,
                append_images=[Image.new("RGB", (80, 80), "red")],
            ),
            ErrorCode.PHOTO_ANIMATED,
        ),
    ],
    ids=["cut heic", "cut avif", "small avif", "moving avif"],
)
def test_what_is_damaged_small_or_moving_is_refused(
    make: "object", code: ErrorCode, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(make())  # type: ignore[operator]  # each of them is a function

    with pytest.raises(PhotoRefused) as refused:
        prepare_file(path)

    assert refused.value.code == code
