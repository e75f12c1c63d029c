"""Renders the app icon's drawings into the PNG, ICO and ICNS files that systems ask for.

Run it after changing `resources/icons/plushifyme*.svg`: `.venv/bin/python packaging/app_icon.py`.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parent.parent / "resources" / "icons"
SIZES_PX = (16, 24, 32, 48, 64, 128, 256, 512)
LARGEST_SMALL_PX = 48
"""Up to here the drawing without stitches is used: they would turn into noise."""


def render(side_px: int) -> Image.Image:
    """The icon at one size, RGBA."""
    name = "plushifyme-small.svg" if side_px <= LARGEST_SMALL_PX else "plushifyme.svg"
    canvas = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(ICONS / name)).render(painter)
    painter.end()
    pixels = canvas.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (side_px, side_px), bytes(pixels.constBits()))


def main() -> int:
    """Write every file beside the drawings."""
    _application = QGuiApplication(sys.argv)
    pictures = {side_px: render(side_px) for side_px in SIZES_PX}
    for side_px, picture in pictures.items():
        picture.save(ICONS / f"plushifyme-{side_px}.png", optimize=True)
    ico = [pictures[side_px] for side_px in SIZES_PX if side_px <= 256]
    ico[-1].save(
        ICONS / "plushifyme.ico",
        sizes=[picture.size for picture in ico],
        append_images=ico[:-1],
    )
    icns = [pictures[side_px] for side_px in (32, 64, 128, 256, 512)]
    render(1024).save(ICONS / "plushifyme.icns", append_images=icns)
    return 0


if __name__ == "__main__":
    sys.exit(main())
