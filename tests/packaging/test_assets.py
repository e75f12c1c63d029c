"""The bundled font and icons load in Qt, and the notice names every work of others."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QIcon, QImage, QRawFont
from PySide6.QtWidgets import QApplication

from shared.resources import resource_path

ROOT = Path(__file__).parents[2]
FONTS = resource_path("fonts")
ICONS = resource_path("icons")
EUROPEAN_LETTERS = "ÄÖÜäöüßẞéèêñçåøæœłżčřšžőűğşțăîþðŁđ„“”‚‘’«»–—…·€×"  # noqa: RUF001 - these very letters


@pytest.mark.parametrize(
    "weight", [QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold], ids=lambda w: w.name
)
def test_each_weight_of_nunito_is_one_family(qapp: QApplication, weight: QFont.Weight) -> None:
    for file in FONTS.glob("*.ttf"):
        assert "Nunito" in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(file))
        )

    found = QFontInfo(QFont("Nunito", 12, weight))

    assert found.family() == "Nunito"
    assert found.weight() == weight


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda file: file.stem)
def test_each_weight_has_the_letters_of_europe(qapp: QApplication, file: Path) -> None:
    font = QRawFont(str(file), 14)

    assert [letter for letter in EUROPEAN_LETTERS if not font.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("file", sorted(ICONS.glob("*.svg")), ids=lambda file: file.stem)
def test_each_icon_is_drawn(qapp: QApplication, file: Path) -> None:
    picture = QIcon(str(file)).pixmap(24, 24).toImage()

    assert any(
        picture.pixelColor(x, y).alpha() > 0
        for x in range(picture.width())
        for y in range(picture.height())
    )


def test_each_icon_takes_the_colour_of_its_place() -> None:
    own = {"plushifyme", "plushifyme-small"}
    fixed = [
        file.stem
        for file in ICONS.glob("*.svg")
        if ET.parse(file).getroot().get("fill") != "currentColor"
    ]

    assert set(fixed) == own


@pytest.mark.parametrize("side_px", [16, 24, 32, 48, 64, 128, 256, 512])
def test_the_app_icon_is_there_in_each_size(side_px: int) -> None:
    picture = QImage(str(ICONS / f"plushifyme-{side_px}.png"))

    assert (picture.width(), picture.height()) == (side_px, side_px)


def test_the_notice_names_every_work_of_others() -> None:
    notice = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
    shipped = [
        file.name
        for folder in ("samples", "models")
        for file in resource_path(folder).iterdir()
        if file.suffix in {".jpg", ".png", ".webp", ".tflite", ".onnx"}
    ]

    assert [name for name in shipped if f"`{name}`" not in notice] == []


@pytest.mark.parametrize("licence", ["fonts/LICENSE-nunito.txt", "icons/LICENSE-phosphor.txt"])
def test_licences_lie_beside_their_works(licence: str) -> None:
    assert licence in (ROOT / "NOTICE.md").read_text(encoding="utf-8")
    assert "Copyright" in (resource_path("fonts").parent / licence).read_text(encoding="utf-8")
