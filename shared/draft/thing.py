"""A thing as a toy: its own outline, simplified until it could be sewn."""

from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.colours import shift_lab
from shared.draft.palette import main_colour
from shared.draft.pieces import FacePlace, Piece, Texture, Toy, rgb
from shared.draft.pixels import Bytes, Floats, blur
from shared.draft.subject import Subject

_WIDTH: Final = 0.78
_HEIGHT: Final = 0.74
_FLOOR: Final = 0.885


def sew_thing(subject: Subject, *, friendly_face: bool) -> Toy:
    """Cut a thing out of its photo; `friendly_face` sews eyes and a smile onto it."""
    solid, pad = _sewable(subject)
    outline = outlines.around(solid.astype(np.float32), max(5, round(np.sqrt(solid.sum()) * 0.05)))
    height, width = subject.mask.shape
    if outline is None:
        outline = outlines.ellipse(width / 2 + pad, height / 2 + pad, width * 0.4, height * 0.4)
    low, high = outline.min(axis=0), outline.max(axis=0)
    scale = float(min(_WIDTH / (high[0] - low[0]), _HEIGHT / (high[1] - low[1])))
    shift = np.array([0.5 - scale * (low[0] + high[0]) / 2, _FLOOR - scale * high[1]])
    placed = (outline * scale + shift).astype(np.float32)
    corner = shift + scale * pad
    box = (
        float(corner[0]), float(corner[1]),
        float(corner[0] + scale * width), float(corner[1] + scale * height),
    )  # fmt: skip
    image = subject.colours
    factor = min(1.0, 288 / (max(high - low)))
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    print_ = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.float32)
    piece = Piece("thing", placed, Texture(print_, box, is_sewn=True), puff=0.85, pile=0.8)
    faces: tuple[FacePlace, ...] = ()
    pieces: tuple[Piece, ...] = (piece,)
    if friendly_face:
        place, patch = _face(solid, image, pad, scale, shift)
        faces = (place,)
        pieces = (piece, patch)
    return Toy(pieces, faces)


def _sewable(subject: Subject) -> tuple[Bytes, int]:
    """The mask without thin bits and notches, in one piece, with an empty border of `pad` px."""
    height, width = subject.mask.shape
    pad = max(height, width) // 6 + 4
    padded = cv2.copyMakeBorder(subject.mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0.0)
    solid: Bytes = (padded > 0.5).astype(np.uint8)
    radius = float(np.sqrt(max(int(solid.sum()), 1) / np.pi))
    edge = (
        float(
            cv2.arcLength(
                max(
                    cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0], key=len
                ),
                True,
            )
        )
        if solid.any()
        else 0.0
    )
    # A disc has 1; the more ragged the outline, the more it is simplified.
    ragged = float(np.clip(edge / (2 * np.pi * radius) - 1, 0, 2.5))
    solid = _morph(solid, cv2.MORPH_CLOSE, radius * (0.08 + 0.16 * ragged))
    opened = _morph(solid, cv2.MORPH_OPEN, radius * (0.06 + 0.04 * ragged))
    if opened.sum() > 0.75 * solid.sum():
        solid = opened
    solid = (blur(solid.astype(np.float32), radius * (0.05 + 0.11 * ragged)) > 0.45).astype(
        np.uint8
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count > 1:
        solid = (labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)
    if subject.is_close_up:
        _round_off(solid)
    return solid, pad


def _round_off(solid: Bytes) -> None:
    """Where the frame cut the thing, let a rounded rectangle end it."""
    ys, xs = np.nonzero(solid)
    if not len(xs):
        return
    centre_y, centre_x = (ys.min() + ys.max()) / 2, (xs.min() + xs.max()) / 2
    half_y, half_x = np.ptp(ys) / 2 + 1, np.ptp(xs) / 2 + 1
    rows, columns = np.mgrid[0 : solid.shape[0], 0 : solid.shape[1]]
    inside = (np.abs(rows - centre_y) / half_y) ** 3 + (np.abs(columns - centre_x) / half_x) ** 3
    solid[inside > 1] = 0


def _morph(solid: Bytes, operation: int, radius_px: float) -> Bytes:
    size = max(3, round(radius_px) * 2 + 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.morphologyEx(solid, operation, kernel), dtype=np.uint8)


def _face(
    solid: Bytes, image: Floats, pad: int, scale: float, shift: Floats
) -> tuple[FacePlace, Piece]:
    """Where a face fits best: well inside, near the middle; and the calm patch under it."""
    depth = np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 5), dtype=np.float32)
    ys, xs = np.nonzero(solid)
    rows, columns = np.mgrid[0 : solid.shape[0], 0 : solid.shape[1]].astype(np.float32)
    away = np.abs(columns - xs.mean()) * 0.9 + np.abs(rows - ys.mean() - 0.04 * np.ptp(ys)) * 0.5
    score = np.minimum(depth, 0.62 * float(depth.max())) - away
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    room = float(depth[row, column])
    inside = solid[pad:-pad, pad:-pad].astype(np.float32)
    skin = main_colour(image, inside, np.array([0.7, 0.6, 0.5], dtype=np.float32))
    skin = shift_lab(skin, 5)
    x, y = float(column) * scale + float(shift[0]), float(row) * scale + float(shift[1])
    spread = float(np.clip(room * scale * 0.50, 0.055, 0.115))
    place = FacePlace(
        x=x, y=y - spread * 0.3, spread=spread, smile=0.6, iris=(0.30, 0.18, 0.10), skin=rgb(skin)
    )
    patch = Piece(
        "face patch", outlines.ellipse(x, y + spread * 0.12, spread * 1.9, spread * 1.30, squareness=2.4), rgb(skin),
        puff=0.25, pile=0.4, follows=0.85, shades=0.25,
    )  # fmt: skip
    return place, patch
