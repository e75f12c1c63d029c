"""What is sewn on last: button eyes, nose, a thread smile, blushing cheeks."""

from dataclasses import dataclass

import cv2
import numpy as np

from shared.draft.colours import shift_lab
from shared.draft.composition import FacePlace
from shared.draft.looks import Face, Rgb
from shared.draft.pixels import Floats, blur, mix

_BUTTON: Rgb = (0.075, 0.060, 0.065)
_THREAD: Rgb = (0.16, 0.10, 0.09)
_LIGHT_THREAD: Rgb = (0.95, 0.88, 0.82)
"""For a mouth on dark cloth."""
_BLUSH: Rgb = (0.93, 0.42, 0.42)


@dataclass(slots=True)
class _Sheet:
    """The picture that is sewn on, and its side."""

    image: Floats
    side_px: int

    def dot(  # noqa: PLR0917 - a place, a size and a paint, as one reads them
        self, x: float, y: float, rx: float, ry: float, colour: Rgb, amount: float, soft: float
    ) -> None:
        """Lay an ellipse on the picture; all lengths in pixels, `soft` is the edge's blur."""
        reach = max(rx, ry) + 3 * soft + 2
        x0, x1 = max(0, int(x - reach)), min(self.side_px, int(x + reach) + 2)
        y0, y1 = max(0, int(y - reach)), min(self.side_px, int(y + reach) + 2)
        if x1 <= x0 or y1 <= y0:
            return
        rows, columns = np.mgrid[y0:y1, x0:x1].astype(np.float32)
        away = np.hypot((columns - x) / max(rx, 0.3), (rows - y) / max(ry, 0.3))
        width = max(soft, 0.6) / max(min(rx, ry), 0.5)
        cover = np.clip((1 - away) / width + 0.5, 0, 1) * amount
        window = self.image[y0:y1, x0:x1]
        tone = np.broadcast_to(np.array(colour, dtype=np.float32), window.shape)
        self.image[y0:y1, x0:x1] = mix(
            window, np.asarray(tone, dtype=np.float32), cover.astype(np.float32)
        )

    def thread(self, points: Floats, width: float, colour: Rgb) -> None:
        """Sew a line through `(n, 2)` points in pixels, with a soft shadow under it."""
        line = np.zeros((self.side_px, self.side_px), dtype=np.uint8)
        fixed = [np.round(points * 16).astype(np.int32)]
        cv2.polylines(line, fixed, False, 255, max(1, round(width)), cv2.LINE_AA, 4)
        cover = np.asarray(line, dtype=np.float32) / np.float32(255)
        shadow = np.roll(blur(cover, width * 0.6), max(1, round(width * 0.45)), axis=0)
        self.image[:] = self.image * (1 - 0.35 * np.clip(shadow, 0, 1))[:, :, None]
        tone = np.broadcast_to(np.array(colour, dtype=np.float32), self.image.shape)
        self.image[:] = mix(self.image, np.asarray(tone, dtype=np.float32), cover)
        gleam = np.roll(cover, -max(1, round(width * 0.25)), axis=0) * cover
        thin = np.clip(gleam - 0.75, 0, 1)[:, :, None]
        self.image[:] = np.clip(self.image + thin * 0.25, 0, 1)


def sew_face(image: Floats, place: FacePlace, face: Face) -> Floats:
    """Sew the features on.

    Args:
        image: `(side, side, 3)` RGB, 0 to 1.
        place: Where.
        face: How, in this style.

    Returns:
        A new picture.
    """
    side = image.shape[0]
    sheet = _Sheet(image.copy(), side)
    unit = place.spread * side
    x, y = place.x * side, (place.y + place.spread * face.eye_drop) * side
    half = unit * face.eye_spread * (0.98 if place.is_pet else 1.0)
    radius = unit * face.eye_radius * (0.92 if place.is_pet else 1.0)
    if face.blush and not place.is_pet:
        for direction in (-1, 1):
            sheet.dot(
                x + direction * half * 1.42, y + unit * 0.42,
                unit * 0.20, unit * 0.14, _BLUSH, 0.42 * face.blush, unit * 0.12,
            )  # fmt: skip
    iris = place.iris if face.has_iris or (place.is_pet and radius > 0.012 * side) else None
    for direction in (-1, 1):
        _sew_eye(sheet, x + direction * half, y, radius, iris if face.eye_radius > 0.1 else None)
    if place.is_pet:
        _sew_snout(sheet, x, (place.nose_y or place.y + 0.1) * side, unit, face)
    else:
        mouth_y = y + unit * (face.mouth_drop - face.eye_drop)
        width = unit * face.mouth_width * (0.85 + 0.45 * place.smile)
        depth = width * (0.34 + 0.26 * place.smile)
        around = image[int(min(mouth_y, side - 1)), int(min(x, side - 1))]
        colour = _THREAD if float(around.mean()) > 0.26 else _LIGHT_THREAD
        _sew_smile(sheet, x, mouth_y, width, depth, unit, colour)
    return sheet.image


def _sew_eye(sheet: _Sheet, x: float, y: float, radius: float, iris: Rgb | None) -> None:
    sheet.dot(
        x, y + radius * 0.22, radius * 1.10, radius * 1.08, (0.1, 0.06, 0.05), 0.42, radius * 0.35
    )
    sheet.dot(x, y, radius, radius * 1.04, _BUTTON, 1, 0.8)
    if iris is not None:
        vivid = np.clip(np.array(iris) * 1.15 + 0.02, 0, 1)
        tone = (float(vivid[0]), float(vivid[1]), float(vivid[2]))
        sheet.dot(x, y, radius * 0.84, radius * 0.88, tone, 0.92, radius * 0.10)
        sheet.dot(x, y + radius * 0.02, radius * 0.56, radius * 0.60, _BUTTON, 1, radius * 0.10)
    sheet.dot(
        x, y + radius * 0.62, radius * 0.42, radius * 0.16, (0.55, 0.50, 0.52), 0.40, radius * 0.16
    )
    sheet.dot(
        x - radius * 0.32, y - radius * 0.36, radius * 0.27, radius * 0.27, (1, 1, 1), 0.96, 0.8
    )
    sheet.dot(
        x + radius * 0.34, y + radius * 0.36, radius * 0.12, radius * 0.12, (1, 1, 1), 0.80, 0.8
    )


def _sew_smile(  # noqa: PLR0917 - a place, a size and a thread
    sheet: _Sheet, x: float, y: float, half: float, depth: float, unit: float, colour: Rgb
) -> None:
    t = np.linspace(-1, 1, 32, dtype=np.float32)
    points = np.stack([x + t * half, y + depth * (0.5 - t**2 * 1.0) * 0.9], axis=1)
    sheet.thread(points.astype(np.float32), max(1.2, unit * 0.052), colour)


def _sew_snout(sheet: _Sheet, x: float, y: float, unit: float, face: Face) -> None:
    """A rounded triangle for a nose, and the mouth's two curves under it."""
    width, height = unit * 0.20, unit * 0.145
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    narrow = 1 - 0.52 * np.clip(np.sin(turn), 0, 1)
    points = np.stack([x + np.cos(turn) * width * narrow, y + np.sin(turn) * height], axis=1)
    stem = y + height + unit * 0.14
    sheet.thread(
        np.array([[x, y + height * 0.6], [x, stem]], dtype=np.float32),
        max(1.2, unit * 0.042),
        _THREAD,
    )
    for direction in (-1, 1):
        t = np.linspace(0, 1, 20, dtype=np.float32)
        curve_x = x + direction * t * unit * 0.26
        curve_y = stem + np.sin(t * np.pi) * unit * 0.085 - t * unit * 0.02
        sheet.thread(
            np.stack([curve_x, curve_y], axis=1).astype(np.float32), max(1.2, unit * 0.042), _THREAD
        )
    cover = np.zeros((sheet.side_px, sheet.side_px), dtype=np.uint8)
    cv2.fillPoly(cover, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    soft = np.asarray(cover, dtype=np.float32) / np.float32(255)
    nose = shift_lab(np.array([0.36, 0.20, 0.20], dtype=np.float32), 2 if face.has_iris else -4)
    sheet.image[:] = mix(
        sheet.image, np.broadcast_to(nose, sheet.image.shape).astype(np.float32), soft
    )
    sheet.dot(
        x - width * 0.28, y - height * 0.42, width * 0.34, height * 0.22, (1, 0.9, 0.9), 0.55, 1.2
    )
