"""Eyes, noses, mouths and other things sewn onto a finished fabric."""

from typing import Final

import numpy as np

from shared.draft.canvas import Canvas
from shared.draft.looks import Features, Look
from shared.draft.pieces import FacePlace, Rgb, rgb
from shared.draft.pixels import Floats, floats

_BLACK: Final[Rgb] = (0.085, 0.065, 0.06)
_WHITE: Final[Rgb] = (1, 1, 1)
_RED: Final = np.array([0.93, 0.36, 0.38], dtype=np.float32)

_Eyes = tuple[tuple[float, float], tuple[float, float]]


def sew_face(image: Floats, face: FacePlace, look: Look) -> None:
    """Sew a face onto `(side, side, 3)`, 0 to 1, in place."""
    canvas, features = Canvas(image), look.features
    left, right = eye_places(face, features)
    radius = face.spread * features.eye_radius
    if features.blush:
        _blush(canvas, face, features)
    if face.is_pet:
        if face.whiskers and not features.is_matte:
            _whiskers(canvas, face)
        _muzzle_mouth(canvas, face, features)
        _animal_nose(canvas, face, features)
    else:
        _smile(canvas, face, features)
        if face.nose_y is not None:
            _human_nose(canvas, face, face.nose_y)
    for eye in (left, right):
        if face.glasses is not None:
            canvas.disc(eye, _lens(radius, face), (0.97, 0.98, 1), amount=0.30, soft=0.08)
        _eye(canvas, eye, radius, face.iris, features)
    if face.brow is not None and not features.is_matte:
        _brows(canvas, (left, right), radius, face, face.brow)
    if face.glasses is not None:
        rims = (left, right)
        _glasses(canvas, rims, _lens(radius, face), face.glasses, raised=not features.is_matte)


def eye_places(face: FacePlace, features: Features) -> _Eyes:
    """Where the eyes are sewn on, the left one first; fractions of the side."""
    apart, y = face.spread * features.eye_spread, face.y + face.spread * features.eye_drop
    return (face.x - apart, y), (face.x + apart, y)


def _eye(
    canvas: Canvas, at: tuple[float, float], radius: float, iris: Rgb, features: Features
) -> None:
    x, y = at
    tall = radius * features.eye_stretch
    if features.is_matte:
        canvas.disc(at, (radius, tall), (0.17, 0.14, 0.13))
        return
    socket = (radius * 1.22, tall * 1.22)
    depth = 0.42 if features.has_iris else 0.26
    canvas.disc((x, y + 0.10 * radius), socket, (0.12, 0.07, 0.05), amount=depth, soft=0.45)
    canvas.disc(at, (radius, tall), _BLACK)
    if features.has_iris:
        canvas.disc((x, y + 0.06 * radius), (radius * 0.86, tall * 0.86), iris, soft=0.10)
        lid = (radius * 0.90, tall * 0.62)
        canvas.disc((x, y - 0.42 * radius), lid, _BLACK, amount=0.6, soft=0.7)
        canvas.disc(at, (radius * 0.58, tall * 0.60), _BLACK, soft=0.14)
        gleam = (radius * 0.42, tall * 0.20)
        canvas.disc((x, y + 0.60 * radius), gleam, (1, 0.97, 0.9), amount=0.4, soft=0.7)
    else:
        gleam = (radius * 0.62, tall * 0.36)
        canvas.disc((x, y + 0.45 * tall), gleam, (0.42, 0.36, 0.36), amount=0.45, soft=0.7)
    light = (radius * 0.30, radius * 0.30)
    canvas.disc((x - 0.30 * radius, y - 0.36 * tall), light, _WHITE, soft=0.16)
    light = (radius * 0.13, radius * 0.13)
    canvas.disc((x + 0.36 * radius, y + 0.36 * tall), light, _WHITE, amount=0.85, soft=0.3)


def _blush(canvas: Canvas, face: FacePlace, features: Features) -> None:
    skin = floats(face.skin)
    share = 0.45 if float(skin.mean()) < 0.45 else 0.58
    warm = rgb(skin * (1 - share) + _RED * share)
    y = face.y + face.spread * (0.62 if face.is_pet else 0.70)
    radii = (face.spread * 0.42, face.spread * 0.30)
    for sign in (-1, 1):
        at = (face.x + sign * face.spread * 1.5, y)
        canvas.disc(at, radii, warm, amount=features.blush, soft=0.9)


def _thread_colour(face: FacePlace) -> Rgb:
    """Dark thread on light cloth, light thread on dark."""
    cloth = face.skin if face.lips is None else face.lips
    return (0.20, 0.11, 0.10) if float(np.mean(cloth)) > 0.30 else (0.93, 0.80, 0.74)


def _muzzle_mouth(canvas: Canvas, face: FacePlace, features: Features) -> None:
    """A stem below the nose and a bow to each side."""
    spread, colour = face.spread, _thread_colour(face)
    top = (face.nose_y or face.y) + spread * 0.20
    width, drop = spread * 0.34, spread * 0.24
    turn = np.linspace(0, 1, 24)
    stem = np.stack([np.full(6, face.x), np.linspace(top, top + drop * 0.75, 6)], axis=1)
    canvas.thread(floats(stem), colour, features.thread_px)
    for sign in (-1, 1):
        y = top + drop * (0.75 + 0.62 * np.sin(turn * np.pi * 0.80) - 0.12 * turn)
        bow = np.stack([face.x + sign * width * turn, y], axis=1)
        canvas.thread(floats(bow), colour, features.thread_px)


def _smile(canvas: Canvas, face: FacePlace, features: Features) -> None:
    """A curved thread; a bold style opens a broad smile."""
    spread = face.spread
    y = face.y + spread * features.mouth_drop
    half = spread * features.mouth_width * (0.85 + 0.3 * face.smile)
    depth = min(spread * (0.12 + 0.20 * face.smile), half * 0.78)
    turn = np.linspace(-1, 1, 40)
    line = np.stack([face.x + half * turn, y + depth * (0.7 - turn * turn)], axis=1)
    if face.smile > 0.62 and features.opens_mouth:
        lid = np.stack([line[::-1, 0], np.full(40, y - depth * 0.34)], axis=1)
        canvas.shape(floats(np.concatenate([line, lid])), (0.45, 0.10, 0.12))
        tongue = (half * 0.5, depth * 0.30)
        canvas.disc((face.x, y + depth * 0.46), tongue, (0.93, 0.45, 0.47), soft=0.3)
    canvas.thread(floats(line), _thread_colour(face), features.thread_px)


def _human_nose(canvas: Canvas, face: FacePlace, y: float) -> None:
    spread, skin = face.spread, floats(face.skin)
    radii = (spread * 0.15, spread * 0.11)
    canvas.disc((face.x, y + spread * 0.04), radii, rgb(skin * 0.8), amount=0.75, soft=0.7)
    radii = (spread * 0.12, spread * 0.09)
    at = (face.x - spread * 0.03, y - spread * 0.02)
    canvas.disc(at, radii, rgb(skin * 1.06), amount=0.8, soft=0.6)


def _animal_nose(canvas: Canvas, face: FacePlace, features: Features) -> None:
    """A rounded triangle, shining unless the style is matte."""
    spread, y = face.spread, face.nose_y or face.y
    half, tall = spread * 0.27, spread * 0.20
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    wide = 1 - 0.42 * np.clip(np.sin(turn), 0, 1) ** 1.3
    points = np.stack([face.x + half * np.cos(turn) * wide, y + tall * np.sin(turn)], axis=1)
    if not features.is_matte:
        shadow = floats(points + np.array([0, spread * 0.05]))
        canvas.shape(shadow, (0.10, 0.05, 0.04), amount=0.45, soft_px=4)
    canvas.shape(floats(points), face.nose)
    if not features.is_matte:
        colour = floats(face.nose)
        at, radii = (face.x - half * 0.25, y - tall * 0.42), (half * 0.34, tall * 0.22)
        canvas.disc(at, radii, rgb(colour + (1 - colour) * 0.55), amount=0.8, soft=0.7)


def _brows(canvas: Canvas, eyes: _Eyes, radius: float, face: FacePlace, colour: Rgb) -> None:
    turn = np.linspace(-1, 1, 20)
    half = face.spread * 0.30
    for sign, (x, y) in zip((-1, 1), eyes, strict=True):
        lift = radius * 1.32 + face.spread * (0.15 + 0.07 * (1 - turn * turn) + 0.03 * turn * -sign)
        arc = np.stack([x + half * turn + sign * 0.03 * face.spread, y - lift], axis=1)
        canvas.thread(floats(arc), colour, 8)


def _whiskers(canvas: Canvas, face: FacePlace) -> None:
    base = (face.nose_y or face.y) + face.spread * 0.16
    turn = np.linspace(0, 1, 20)
    for sign in (-1, 1):
        for lift in (-0.20, 0.0, 0.20):
            x = face.x + sign * face.spread * (0.62 + 1.05 * turn)
            y = base + face.spread * (lift * (0.5 + turn) - 0.10 * turn + 0.14 * turn * turn)
            canvas.thread(floats(np.stack([x, y], axis=1)), (0.97, 0.95, 0.92), 3, amount=0.85)


def _lens(radius: float, face: FacePlace) -> tuple[float, float]:
    """The radii of a lens around an eye of `radius`; two lenses must fit side by side."""
    wide = min(max(radius * 1.6, face.spread * 0.52), face.spread * 0.80)
    return wide, wide * 0.94


def _glasses(
    canvas: Canvas, eyes: _Eyes, lens: tuple[float, float], colour: Rgb, *, raised: bool
) -> None:
    turn = np.linspace(0, 2 * np.pi, 80)
    wide, tall = lens
    for x, y in eyes:
        ring = np.stack([x + wide * np.cos(turn), y + tall * np.sin(turn)], axis=1)
        canvas.thread(floats(ring), colour, 11, raised=raised)
    (left, y), (right, _) = eyes
    arc = np.linspace(-1, 1, 20)
    across = (left + right) / 2 + arc * (right - left - 2 * wide) / 2
    bridge = np.stack([across, y - tall * (0.26 - 0.16 * arc * arc)], axis=1)
    canvas.thread(floats(bridge), colour, 10, raised=raised)
