"""The bundled SVG icons and illustrations, tinted with the theme's colours."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from shared.resources import resource_path

_DENSITIES = (1.0, 2.0, 3.0)
"""Screens are at most so dense; icons are drawn for each, unless all screens are plain."""


def icon(
    name: str, colour: str, *, size_px: int = 20, gap_px: int = 0, disabled: str | None = None
) -> QIcon:
    """A Phosphor icon in one colour, sharp on every screen; `gap_px` is empty space behind it."""
    is_dense = any(screen.devicePixelRatio() > 1 for screen in QGuiApplication.screens())
    densities = _DENSITIES if is_dense else _DENSITIES[:1]
    return _drawn(name, colour, size_px, gap_px, disabled, densities)


@lru_cache(maxsize=256)
def _drawn(  # noqa: PLR0917 - all that an icon's look depends on
    name: str,
    colour: str,
    size_px: int,
    gap_px: int,
    disabled: str | None,
    densities: tuple[float, ...],
) -> QIcon:
    made = QIcon()
    for ratio in densities:
        made.addPixmap(_rendered(_tinted_icon(name, colour), size_px, gap_px, ratio))
        if disabled is not None:
            faded = _rendered(_tinted_icon(name, disabled), size_px, gap_px, ratio)
            made.addPixmap(faded, QIcon.Mode.Disabled)
    return made


def illustration_renderer(name: str, colours: dict[str, str]) -> QSvgRenderer:
    """A drawing of ours whose `{token}` colours are the theme's."""
    drawing = _source("illustrations", name)
    for token, colour in colours.items():
        drawing = drawing.replace("{" + token + "}", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


@lru_cache(maxsize=256)
def _tinted_icon(name: str, colour: str) -> bytes:
    return _source("icons", name).replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def _source(folder: str, name: str) -> str:
    return resource_path(folder, f"{name}.svg").read_text("utf-8")


def _rendered(source: bytes, size_px: int, gap_px: int, ratio: float) -> QPixmap:
    side = round(size_px * ratio)
    image = QImage(side + round(gap_px * ratio), side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
