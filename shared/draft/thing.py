"""A thing as a toy: a pattern of its kind, or its own outline, plump and simple enough to be sewn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.articles import Article
from shared.draft.colours import shift_lab
from shared.draft.cup import sew_cup
from shared.draft.palette import main_colour
from shared.draft.pieces import FacePlace, Piece, Texture, Toy, rgb
from shared.draft.pixels import Bytes, Floats, blur, floats, to_lab, to_unit_rgb
from shared.draft.plants import sew_flower, sew_pot_plant
from shared.draft.playthings import sew_ball, sew_guitar, sew_shoe
from shared.draft.subject import Subject
from shared.draft.swatches import Swatches
from shared.draft.symmetry import even_out, mirror_lit_half
from shared.draft.vehicles import sew_bus, sew_car, sew_motorcycle, sew_rocket

_WIDTH: Final = 0.78
_HEIGHT: Final = 0.74
_FLOOR: Final = 0.885

_SIDE: Final = 256
"""The longer side of a thing on its pattern, in px; the radii below are meant there."""
_PAD: Final = 40
_LEAST_ASPECT: Final = 0.42
"""Thinner things are widened: toys are plump."""
_STUFFABLE: Final = 13
"""What is thinner than this radius cannot be stuffed, and is made thicker, or left out."""
_LEAST_SPUR: Final = 0.6
_NOTCH: Final = 7
_WALL: Final = 17
"""How thick the cloth around a hole is at least."""
_LEAST_HOLE: Final = 6
"""What is smaller than this radius is sewn up."""
_SPARE: Final = 0.06
"""How much wider than the thing its print is, as a share of its longer side."""
_ALIKE: Final = 14
_PLAIN_SHARE: Final = 0.85
_BEIGE: Final = np.array([0.7, 0.6, 0.5], dtype=np.float32)


_PATTERNS: Final[dict[Article, Callable[[Swatches], tuple[tuple[Piece, ...], FacePlace]]]] = {
    Article.CUP: sew_cup,
    Article.BALL: sew_ball,
    Article.CAR: sew_car,
    Article.BUS: sew_bus,
    Article.MOTORCYCLE: sew_motorcycle,
    Article.ROCKET: sew_rocket,
    Article.POT_PLANT: sew_pot_plant,
    Article.FLOWER: sew_flower,
    Article.GUITAR: sew_guitar,
    Article.SHOE: sew_shoe,
}
"""How each article is cut, and where its face goes."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """A thing's simplified shape and its holes, `(h, w)`, and how the photo lies on them.

    The border is empty. A place of the photo lies at `photo * scale + shift` on the pattern, both
    in px. `mirror` is the column of the photo in which a ragged but symmetric thing is mirrored.
    """

    solid: Bytes
    holes: Bytes
    scale: Floats
    shift: Floats
    mirror: float | None


def sew_thing(subject: Subject, *, friendly_face: bool) -> Toy:
    """Cut a thing out of its photo; `friendly_face` sews eyes and a smile onto it."""
    if subject.article in _PATTERNS:
        longest = max(*cv2.boundingRect((subject.mask > 0.5).astype(np.uint8))[2:], 1)
        image, seen, _ = _print(subject, np.full(2, _SIDE / longest, dtype=np.float32), None)
        pieces, place = _PATTERNS[subject.article](Swatches(image, seen))
        return Toy(pieces, (place,) if friendly_face else ())
    pattern = _pattern(subject)
    outline = outlines.around(pattern.solid.astype(np.float32), 9)
    if outline is None:
        rows, columns = pattern.solid.shape
        outline = outlines.ellipse(columns / 2, rows / 2, columns * 0.3, rows * 0.3)
    low, high = outline.min(axis=0), outline.max(axis=0)
    size = float(min(_WIDTH / (high[0] - low[0]), _HEIGHT / (high[1] - low[1])))
    shift = floats([0.5 - size * (low[0] + high[0]) / 2, _FLOOR - size * high[1]])
    image, seen, (left, top, right, bottom) = _print(subject, pattern.scale, pattern.mirror)
    corners = (floats([[left, top], [right, bottom]]) * pattern.scale + pattern.shift) * size
    left, top, right, bottom = (corners + shift).reshape(-1).tolist()
    texture = Texture(image, (left, top, right, bottom), is_sewn=True)
    placed = (outline * size + shift).astype(np.float32)
    holes = tuple(floats(hole * size + shift) for hole in _outlines_of(pattern.holes))
    piece = Piece("thing", placed, texture, puff=0.85, pile=0.8, holes=holes)
    if not friendly_face:
        return Toy((piece,))
    place, patch = _face(pattern, main_colour(image, seen, _BEIGE), size, shift)
    if _is_plain(subject, pattern, (patch.outline - shift) / size):
        patch = replace(patch, puff=0.1, shades=0, edged=False)
    return Toy((piece, patch), (place,))


def _print(
    subject: Subject, scale: Floats, mirror: float | None
) -> tuple[Floats, Floats, tuple[float, float, float, float]]:
    """The thing's colours as cloth is printed with them: shadows a little lighter.

    Returns:
        `(h, w, 3)` RGB; where the thing is in it, `(h, w)`; and what part of the photo that is:
        left, top, right and bottom in px.
    """
    height, width = subject.mask.shape
    left, top, wide, tall = cv2.boundingRect((subject.mask > 0.5).astype(np.uint8))
    if not wide:
        left, top, wide, tall = 0, 0, width, height
    spare = round(_SPARE * max(wide, tall))
    x0, y0 = max(0, left - spare), max(0, top - spare)
    x1, y1 = min(width, left + wide + spare), min(height, top + tall + spare)
    shrink = np.minimum(1, scale)
    size = (max(8, round((x1 - x0) * shrink[0])), max(8, round((y1 - y0) * shrink[1])))
    colours = subject.colours
    if mirror is not None:
        colours = mirror_lit_half(colours, subject.mask, mirror)
    image = floats(cv2.resize(colours[y0:y1, x0:x1], size, interpolation=cv2.INTER_AREA))
    seen = floats(cv2.resize(subject.mask[y0:y1, x0:x1], size, interpolation=cv2.INTER_AREA))
    lab = to_lab(image)
    lightness = lab[:, :, 0][seen > 0.5]
    if len(lightness):
        dark, middle, bright = np.quantile(lightness, (0.10, 0.5, 0.90))
        if middle < 45 and bright - dark > 30:
            # A dark thing with bright parts is a thing in the shade.
            gamma = float(np.clip(np.log(0.48) / np.log(max(middle, 8) / 100), 0.6, 1))
            lab[:, :, 0] = 100 * (np.clip(lab[:, :, 0], 0, 100) / 100) ** gamma
    return to_unit_rgb(lab), seen, (x0, y0, x1, y1)


def _pattern(subject: Subject) -> _Pattern:
    """Lay the mask on a pattern of a fixed size, and make a shape of it that can be stuffed."""
    solid: Bytes = (subject.mask > 0.5).astype(np.uint8)
    left, top, width, height = cv2.boundingRect(solid)
    if not width:
        left, top, height, width = 0, 0, *solid.shape
    longest = max(width, height)
    wide, tall = (max(side / longest, _LEAST_ASPECT) * _SIDE for side in (width, height))
    scale = floats([wide / width, tall / height])
    shift = floats([_PAD - left * scale[0], _PAD - top * scale[1]])
    into = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]]], dtype=np.float32)
    size = (round(wide) + 2 * _PAD, round(tall) + 2 * _PAD)
    mask = cv2.warpAffine(subject.mask, into, size, flags=cv2.INTER_LINEAR)
    solid, axis = even_out((floats(mask) > 0.5).astype(np.uint8))
    solid = _morph(_stuffable(solid), cv2.MORPH_CLOSE, _NOTCH)
    # What was widened shows every wobble of its border larger.
    sigma = _NOTCH * 0.6 * float(np.clip(scale.max() / scale.min(), 1, 3))
    solid = (blur(solid.astype(np.float32), sigma) > 0.5).astype(np.uint8)
    if subject.is_close_up:
        _round_off(solid)
    mirror = None if axis is None else float((axis - shift[0]) / scale[0])
    solid = _largest(solid)
    seen_through = np.zeros_like(subject.mask) if subject.holes is None else subject.holes
    holes = _holes(floats(cv2.warpAffine(seen_through, into, size)), solid)
    return _Pattern(solid, holes, scale, shift, mirror)


def _holes(seen_through: Floats, solid: Bytes) -> Bytes:
    """The holes `(h, w)` that leave enough cloth around them, with smooth borders."""
    inside = _morph(solid, cv2.MORPH_ERODE, _WALL)
    holes = _morph((blur(seen_through, 2.5) > 0.5).astype(np.uint8), cv2.MORPH_CLOSE, _NOTCH * 2)
    holes &= inside
    return _morph(holes, cv2.MORPH_OPEN, _LEAST_HOLE)


def _outlines_of(holes: Bytes) -> list[Floats]:
    count, labels = cv2.connectedComponents(holes)
    found = (outlines.around(floats(labels == index), 7) for index in range(1, count))
    return [outline for outline in found if outline is not None]


def _stuffable(solid: Bytes) -> Bytes:
    """Make thin parts thick enough to be stuffed, and leave small spurs out."""
    thick = _morph(solid, cv2.MORPH_OPEN, _STUFFABLE)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid & (1 - thick))
    depth = cv2.distanceTransform(solid, cv2.DIST_L2, 5)
    plump = thick.copy()
    for index in range(1, count):
        if stats[index, cv2.CC_STAT_AREA] < _LEAST_SPUR * _STUFFABLE**2 and thick.any():
            continue
        part = (labels == index).astype(np.uint8)
        missing = _STUFFABLE - float(np.quantile(depth[part > 0], 0.95))
        plump |= _morph(part, cv2.MORPH_DILATE, max(missing, 0))
    return plump


def _largest(solid: Bytes) -> Bytes:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count < 3:
        return solid
    chosen = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return np.asarray(labels == chosen, dtype=np.uint8)


def _round_off(solid: Bytes) -> None:
    """Where the frame cut the thing, let a rounded rectangle end it."""
    left, top, width, height = cv2.boundingRect(solid)
    rows, columns = np.mgrid[0 : solid.shape[0], 0 : solid.shape[1]]
    down = np.abs(rows - top - height / 2 + 0.5) / (height / 2 + 1)
    across = np.abs(columns - left - width / 2 + 0.5) / (width / 2 + 1)
    solid[down**3 + across**3 > 1] = 0


def _morph(solid: Bytes, operation: int, radius_px: float) -> Bytes:
    size = round(radius_px) * 2 + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.morphologyEx(solid, operation, kernel), dtype=np.uint8)


def _is_plain(subject: Subject, pattern: _Pattern, outline: Floats) -> bool:
    """Whether the cloth inside an outline on the pattern has one colour: no patch is needed there."""
    on_photo = (outline - pattern.shift) / pattern.scale
    left, top = np.maximum(on_photo.min(axis=0), 0).astype(int)
    right, bottom = on_photo.max(axis=0).astype(int)
    lab = to_lab(floats(subject.colours[top:bottom, left:right])).reshape(-1, 3)
    if not len(lab):
        return True
    away = np.linalg.norm(lab - np.median(lab, axis=0), axis=1)
    return float((away < _ALIKE).mean()) > _PLAIN_SHARE


def _face(pattern: _Pattern, main: Floats, size: float, shift: Floats) -> tuple[FacePlace, Piece]:
    """Where a face fits best: well inside, near the middle; and the calm patch under it."""
    solid = pattern.solid & (1 - pattern.holes)
    depth = floats(cv2.distanceTransform(solid, cv2.DIST_L2, 5))
    ys, xs = np.nonzero(solid)
    rows, columns = np.mgrid[0 : solid.shape[0], 0 : solid.shape[1]].astype(np.float32)
    away = np.abs(columns - xs.mean()) * 0.9 + np.abs(rows - ys.mean() - 0.04 * np.ptp(ys)) * 0.5
    score = np.minimum(depth, 0.62 * float(depth.max())) - away
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    room = float(depth[row, column]) * size
    skin = shift_lab(main, 5)
    x, y = float(column) * size + float(shift[0]), float(row) * size + float(shift[1])
    spread = float(np.clip(room * 0.50, 0.045, 0.115))
    place = FacePlace(
        x=x, y=y - spread * 0.3, spread=spread, smile=0.6, iris=(0.30, 0.18, 0.10), skin=rgb(skin)
    )
    patch = Piece(
        "face patch",
        outlines.ellipse(x, y + spread * 0.12, spread * 1.9, spread * 1.30, squareness=2.4),
        rgb(skin),
        puff=0.25,
        pile=0.4,
        follows=0.85,
        shades=0.25,
    )
    return place, patch
