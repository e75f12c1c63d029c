"""Laying pieces on top of each other: colours, bulges, contact shade, outlines and stitches."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft import outlines
from shared.draft.looks import Look
from shared.draft.pieces import Piece, Texture
from shared.draft.pixels import Floats, blur, floats
from shared.draft.stuffing import bulge
from shared.draft.threads import draw_dashes, draw_line

_MARGIN: Final = 34
_REFERENCE_SIDE: Final = 1024


@dataclass(slots=True, eq=False)
class Relief:
    """What the toy looks like before fabric and light; all `(side, side[, n])`.

    `cover` 0 to 1 is where the toy is; `colour` RGB 0 to 1; `slope` `(side, side, 2)` the bulge's
    slope (x, y); `shade` 0 to 1 darkens creases; `pile` scales fur; `ink`, `stitch` and `groove`
    0 to 1.
    """

    cover: Floats
    colour: Floats
    slope: Floats
    shade: Floats
    pile: Floats
    ink: Floats
    stitch: Floats
    groove: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """The part of the picture around a piece, its shape in there and its outline in pixels."""

    here: tuple[slice, slice]
    shift: tuple[int, int]
    shape: Floats
    outline: Floats
    unit: float


def sew(pieces: tuple[Piece, ...], side_px: int, look: Look) -> Relief:
    """Lay all pieces, back to front, on a square of `side_px`."""
    flat = np.zeros((side_px, side_px), dtype=np.float32)
    relief = Relief(
        cover=flat.copy(),
        colour=np.zeros((side_px, side_px, 3), dtype=np.float32),
        slope=np.zeros((side_px, side_px, 2), dtype=np.float32),
        shade=np.ones_like(flat),
        pile=flat.copy(),
        ink=flat.copy(),
        stitch=flat.copy(),
        groove=flat.copy(),
    )
    for piece in pieces:
        window = _window(piece, side_px)
        if window is not None:
            _lay(relief, piece, window, look)
    if look.fur is not None:
        _carry_on(relief, look.fur.length_px * side_px / _REFERENCE_SIDE)
    return relief


def _window(piece: Piece, side_px: int) -> _Window | None:
    unit = side_px / _REFERENCE_SIDE
    points = floats(piece.outline * side_px)
    pad = int(_MARGIN * unit) + 2
    left, top = np.clip(np.floor(points.min(axis=0)) - pad, 0, side_px).astype(int).tolist()
    right, bottom = np.clip(np.ceil(points.max(axis=0)) + pad, 0, side_px).astype(int).tolist()
    if right - left < 3 or bottom - top < 3:
        return None
    shape = outlines.fill(points, right - left, bottom - top, (left, top))
    for hole in piece.holes:
        shape *= 1 - outlines.fill(floats(hole * side_px), right - left, bottom - top, (left, top))
    return _Window(np.s_[top:bottom, left:right], (left, top), shape, points, unit)


def _lay(relief: Relief, piece: Piece, window: _Window, look: Look) -> None:
    """Put one piece on top."""
    here, shape = window.here, window.shape
    beside = 1 - shape
    _shade_below(relief, piece, window, look)
    lifted = shape * (1 - piece.follows)
    relief.shade[here] += (1 - relief.shade[here]) * lifted
    slope = bulge(shape) * (piece.puff * look.light.roundness)
    kept = beside + shape * piece.follows
    for axis in (0, 1):
        own = relief.slope[here][:, :, axis]
        own *= kept
        own += slope[:, :, axis] * shape
    area = relief.colour[here]
    # At the soft edge the piece's colour must not mix with the empty background's.
    known = np.maximum(relief.cover[here], shape)
    weight = np.divide(shape, known, out=np.zeros_like(shape), where=known > 1e-4)
    side_px = relief.cover.shape[0]
    cloth: Floats = floats(piece.cloth) if not isinstance(piece.cloth, Texture) else (
        _stretch(piece.cloth.image, piece.cloth, window, side_px)
    )  # fmt: skip
    # Channel by channel: arrays of three take more than three times as long.
    for channel in range(3):
        own = area[:, :, channel]
        own += (cloth[..., channel] - own) * weight
    relief.pile[here] = relief.pile[here] * beside + piece.pile * shape
    relief.cover[here] = known
    for layer in (relief.ink, relief.stitch, relief.groove):
        layer[here] *= beside
    if isinstance(piece.cloth, Texture) and piece.cloth.is_sewn and piece.cloth.seams is not None:
        seams = _stretch(piece.cloth.seams, piece.cloth, window, side_px) * shape
        _sink_seams(relief, floats(seams), window, look)
    _edge(relief, piece, window, look)
    # Long fur would make cracks of fine lines.
    for line in piece.lines if look.fur is None or look.seam else ():
        points = floats(line * relief.cover.shape[0] - floats(window.shift))
        sunk = draw_line(shape.shape, points, 4 * window.unit, closed=False) * shape
        _sink_seams(relief, floats(sunk), window, look)


def _shade_below(relief: Relief, piece: Piece, window: _Window, look: Look) -> None:
    """Contact shade and drop shadow on what lies behind."""
    unit, shape = window.unit, window.shape
    for strength, down_px, right_px, soft_px in (
        (look.light.contact, 9, 0, 9),
        (look.drop_shadow, 7, 4, 6),
    ):
        if piece.shades and strength:
            dropped = np.zeros_like(shape)
            down, right = round(down_px * unit), round(right_px * unit)
            height, width = shape.shape
            dropped[down:, right:] = shape[: height - down, : width - right]
            depth = blur(dropped, soft_px * unit) * (1 - shape)
            relief.shade[window.here] *= 1 - strength * piece.shades * depth


def _stretch(image: Floats, texture: Texture, window: _Window, side_px: int) -> Floats:
    """The window of an image that is stretched over a texture's box."""
    left, top, right, bottom = (edge * side_px for edge in texture.box)
    rows, columns = image.shape[:2]
    scale_x, scale_y = (right - left) / columns, (bottom - top) / rows
    into = np.array(
        [
            [scale_x, 0, left - window.shift[0] + scale_x / 2 - 0.5],
            [0, scale_y, top - window.shift[1] + scale_y / 2 - 0.5],
        ],
        dtype=np.float32,
    )
    height, width = window.shape.shape
    return floats(
        cv2.warpAffine(
            image, into, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    )


def _sink_seams(relief: Relief, seams: Floats, window: _Window, look: Look) -> None:
    """Where two colours of a sewn cloth meet, the cloth sinks in, or is inked."""
    unit, here = window.unit, window.here
    deep = blur(seams, 5 * unit)
    for axis in (0, 1):
        step = cv2.Sobel(deep, cv2.CV_32F, 1 - axis, axis, scale=9 * unit / 8)
        relief.slope[here][:, :, axis] += step
    relief.groove[here] = np.maximum(relief.groove[here], seams)
    if look.outline_px:
        ink = np.clip(seams * 1.6 - 0.5, 0, 1) * 0.8
        relief.ink[here] = np.maximum(relief.ink[here], ink)


def _edge(relief: Relief, piece: Piece, window: _Window, look: Look) -> None:
    """Ink around the piece, stitches along its border."""
    if not piece.edged:
        return
    here, shape, unit = window.here, window.shape, window.unit
    points = floats(window.outline - floats(window.shift))
    is_patch = piece.follows > 0.3
    if look.outline_px:
        width = look.outline_px * unit * (0.55 if is_patch else 1)
        for loop in (points, *_holes(piece, window, relief)):
            relief.ink[here] = np.maximum(relief.ink[here], draw_line(shape.shape, loop, width))
    if look.seam and is_patch:
        line = draw_line(shape.shape, points, 5 * unit) * shape
        relief.groove[here] = np.maximum(relief.groove[here], line)
    if look.stitch is not None and piece.stitched and (is_patch or not look.seam):
        inner = outlines.inset(points, look.stitch_inset_px * unit)
        dashes = draw_dashes(shape.shape, inner, look.stitch_px * unit, 26 * unit) * shape
        relief.stitch[here] = np.maximum(relief.stitch[here], dashes)


def _holes(piece: Piece, window: _Window, relief: Relief) -> list[Floats]:
    """The outlines of a piece's holes, in pixels of its window."""
    side_px = relief.cover.shape[0]
    return [floats(hole * side_px - floats(window.shift)) for hole in piece.holes]


def _carry_on(relief: Relief, reach_px: float) -> None:
    """Let the colours go on beyond the silhouette, where strands will cross it."""
    side = relief.cover.shape[0]
    small = (side // 4, side // 4)
    cover = cv2.resize(relief.cover, small, interpolation=cv2.INTER_AREA)
    paint: Floats = relief.colour * relief.cover[:, :, None]
    paint = floats(cv2.resize(paint, small, interpolation=cv2.INTER_AREA))
    sigma = max(reach_px / 4, 1.5)
    weight = floats(cv2.GaussianBlur(cover, (0, 0), sigma))[:, :, None]
    paint = floats(cv2.GaussianBlur(paint, (0, 0), sigma) / np.maximum(weight, 1e-3))
    beyond = floats(cv2.resize(paint, (side, side), interpolation=cv2.INTER_LINEAR))
    beyond -= relief.colour
    beyond *= (1 - relief.cover)[:, :, None]
    relief.colour += beyond
