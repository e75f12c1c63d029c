"""A pet's coat: its colours and markings, straightened by its eyes when they are known."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from shared.draft.colours import median_of, shift_lab, tone_of
from shared.draft.pixels import (
    Floats,
    blur,
    fill_outside,
    floats,
    mix,
    smoothstep,
    to_lab,
    to_unit_rgb,
)
from shared.draft.subject import Subject
from shared.generations import EarShape, Hints, Point

EYE_X: Final = 0.42
EYE_Y: Final = 0.06
NOSE_Y: Final = 0.46
"""Where eyes and nose lie on a head, as shares of its half width and half height."""
PRINT_REACH: Final = 1.05
"""The head's print covers this much of its half width and half height."""

_SIDE: Final = 224
_HALF: Final = _SIDE / 2 / PRINT_REACH
_MIDDLE: Final = _SIDE / 2
_FUR: Final = np.array([0.62, 0.48, 0.36], dtype=np.float32)
_BROWN: Final = np.array([0.30, 0.18, 0.10], dtype=np.float32)
_EYE: Final = 0.21
"""The radius of what is taken out around an eye, as a share of the head's half width."""
_LEAST_PATCH: Final = 0.14
_LUMA: Final = np.array([0.30, 0.59, 0.11], dtype=np.float32)
_FOREHEAD: Final = 1.15
"""How much of the forehead's height the print has room for."""
_MOST_SKEW: Final = 3.2
"""A face turned away further than this is not pulled straight: the tap was a slip."""


@dataclass(frozen=True, slots=True, eq=False)
class Coat:
    """A pet's colours, RGB `(3,)`.

    `head` is a print for the head if its markings are known; `is_tabby` tells that the coat has
    stripes or patches, and none of them are seen on the crown.
    """

    main: Floats
    light: Floats
    dark: Floats
    muzzle: Floats
    nose: Floats
    iris: Floats
    head: Floats | None
    is_tabby: bool


def find_ears(subject: Subject, hints: Hints) -> EarShape:
    """The ears that the silhouette around tapped eyes shows, else those of the animal's kind."""
    usual = EarShape.POINTY if subject.drawn is None else EarShape.ROUND
    usual = usual if subject.animal is None else subject.animal.ears
    if hints.left_eye is None or hints.right_eye is None:
        return usual
    height, width = subject.mask.shape
    eyes = np.array([[tap.x * width, tap.y * height] for tap in (hints.left_eye, hints.right_eye)])
    eyes = eyes[np.argsort(eyes[:, 0])]
    along = (eyes[1] - eyes[0]) / (2 * EYE_X)
    down = np.array([-along[1], along[0]])

    def covered(x: float, y: float) -> float | None:
        """How much of both sides' places is animal; None where the photo ends."""
        places = [eyes.mean(axis=0) + side * x * along + y * down for side in (-1, 1)]
        if any((at < 0).any() or (at >= (width, height)).any() for at in places):
            return None
        return float(np.mean([subject.mask[int(row), int(column)] for column, row in places]))

    for shape, there, free in (
        (EarShape.LONG, (0.50, -2.0), (0.0, -1.7)),
        (EarShape.POINTY, (0.70, -1.05), (0.0, -1.20)),
        (EarShape.FLOPPY, (1.18, 0.25), (0.95, -1.35)),
    ):
        ear, gap = covered(*there), covered(*free)
        if ear is not None and gap is not None and ear > 0.7 and gap < 0.5:
            return shape
    return usual


def find_coat(subject: Subject, hints: Hints) -> Coat:
    """The coat of the animal; tapped eyes make it a portrait."""
    if hints.left_eye is None or hints.right_eye is None:
        return _guessed(subject)
    return _portrait(subject, (hints.left_eye, hints.right_eye), hints.nose)


def _guessed(subject: Subject) -> Coat:
    """Coat colours without knowing where the face is."""
    mask = subject.mask
    image = subject.photo.astype(np.float32) / 255
    rows, columns = np.nonzero(mask > 0.5)
    inside = np.zeros_like(mask)
    if len(rows):
        # The middle of the animal: its border may hold leaves or a sofa.
        reach = 0.75 * np.sqrt(len(rows) / np.pi)
        y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]]
        away = np.hypot(y - np.median(rows), x - np.median(columns))
        inside = floats((away < reach) & (mask > 0.5))
    main = median_of(image, inside, _FUR)
    light = tone_of(image, inside, 0.75, 0.96, main)
    dark = tone_of(image, inside, 0.04, 0.25, main)
    return Coat(
        main=main,
        light=light,
        dark=dark,
        muzzle=_lighter(light, main),
        nose=shift_lab(dark, -14, 6, 2),
        iris=_BROWN,
        head=None,
        is_tabby=_is_tabby(light, dark, 0.20),
    )


def _portrait(subject: Subject, eyes: tuple[Point, Point], nose: Point | None) -> Coat:
    """Straighten the face by its tapped eyes and nose, and print it on the head."""
    into, wanted = _straightening(subject, eyes, nose)
    image = _printed(subject.photo.astype(np.float32) / 255, into, wanted, cv2.BORDER_REFLECT_101)
    inside_photo = _printed(np.ones_like(subject.mask), into, wanted, cv2.BORDER_CONSTANT)
    known = _printed(subject.mask, into, wanted, cv2.BORDER_CONSTANT)
    known = floats(cv2.erode(known, np.ones((9, 9), np.uint8)))
    face = _disc(_MIDDLE, _MIDDLE + _HALF * 0.2, 0.5)
    if float((known * face).sum()) < 0.5 * float(face.sum()):
        # The taps know better than a mask that misses the face.
        known = np.maximum(known, face)
    known = known * inside_photo
    # Ears begin here; theirs are sewn on.
    known[: round(_MIDDLE - 0.82 * _HALF)] = 0
    for side in (-1, 1):
        known = known * (1 - _disc(_MIDDLE + side * _HALF * 0.50, _MIDDLE - _HALF * 0.76, 0.36))
    jowls = sum(
        (_disc(_MIDDLE + side * _HALF * 0.22, _MIDDLE + _HALF * 0.66, 0.16) for side in (-1, 1)),
        np.zeros_like(known),
    )
    muzzle = tone_of(image, jowls * known, 0.45, 0.95, _FUR)
    nose_colour = median_of(image, _disc(wanted[2][0], wanted[2][1], 0.07), _FUR)
    patches = [_eye_patch(image, known, x, y) for x, y in wanted[:2]]
    for (x, y), radius in zip(wanted, (_EYE, _EYE, 0.20), strict=True):
        known = known * (1 - _disc(x, y, radius))
    known = floats(blur(known, 1.5) > 0.85)
    for (x, y), patch in zip(wanted[:2], patches, strict=True):
        if patch is not None:
            within = _disc(x, y, _EYE + 0.03)
            image = mix(image, np.broadcast_to(patch, image.shape), blur(within, 2))
            known = np.maximum(known, within)
    crown = _disc(_MIDDLE, _MIDDLE - _HALF * 0.62, 0.15)
    is_crown_seen = float((known * crown).sum()) > 0.5 * float(crown.sum())
    whole = _symmetric(image, known)
    head = _disc(_MIDDLE, _MIDDLE, 1.0)
    main = median_of(whole, head, _FUR)
    light = tone_of(whole, head, 0.75, 0.97, main)
    dark = tone_of(whole, head, 0.03, 0.25, main)
    return Coat(
        main=main,
        light=light,
        dark=dark,
        muzzle=_lighter(main if _is_leaf(muzzle, main) else muzzle, main),
        nose=_nose_colour(nose_colour, dark),
        iris=_iris_colour(image, wanted),
        head=_marked(whole),
        is_tabby=_is_tabby(light, dark, 0.13) and not is_crown_seen,
    )


def _eye_patch(image: Floats, known: Floats, x: float, y: float) -> Floats | None:
    """The colour of a dark patch around an eye, such as a raccoon's mask; None without one."""
    near = (_disc(x, y, _EYE + 0.08) - _disc(x, y, _EYE)) * known
    far = (_disc(x, y, _EYE + 0.50) - _disc(x, y, _EYE + 0.16)) * known
    patch, around = tone_of(image, near, 0.1, 0.6, _FUR), tone_of(image, far, 0.3, 0.7, _FUR)
    return patch if float((around - patch) @ _LUMA) > _LEAST_PATCH else None


def _straightening(
    subject: Subject, taps: tuple[Point, Point], nose: Point | None
) -> tuple[Floats, list[tuple[float, float]]]:
    """The `(2, 3)` transform onto the print, and where eyes and nose come to lie."""
    height, width = subject.mask.shape
    eyes = np.array([[tap.x * width, tap.y * height] for tap in taps], dtype=np.float32)
    eyes = eyes[np.argsort(eyes[:, 0])]
    if np.linalg.norm(eyes[1] - eyes[0]) < 4:
        eyes[:, 0] += (-4, 4)
    across = eyes[1] - eyes[0]
    down = np.array([-across[1], across[0]], dtype=np.float32)
    below = eyes.mean(axis=0) + down * 0.85
    wanted = [
        (_MIDDLE - EYE_X * _HALF, _MIDDLE + EYE_Y * _HALF),
        (_MIDDLE + EYE_X * _HALF, _MIDDLE + EYE_Y * _HALF),
        (_MIDDLE, _MIDDLE + NOSE_Y * _HALF),
    ]
    target = np.array(wanted, dtype=np.float32)
    if nose is not None:
        tapped = np.array([[nose.x * width, nose.y * height]], dtype=np.float32)
        into = floats(cv2.getAffineTransform(np.concatenate([eyes, tapped]), target))
        if _skew(into) < _MOST_SKEW and np.linalg.det(into[:, :2]) > 0:
            return into, wanted
    level = np.concatenate([eyes, below[None]])
    return floats(cv2.getAffineTransform(floats(level), target)), wanted


def _printed(image: Floats, into: Floats, wanted: list[tuple[float, float]], border: int) -> Floats:
    """The image on the print; `into` shortens the snout, and the forehead is to keep its height."""
    frame = (_SIDE, _SIDE)
    below = floats(cv2.warpAffine(image, into, frame, flags=cv2.INTER_AREA, borderMode=border))
    target = floats(wanted)
    back = cv2.invertAffineTransform(into)
    eyes = target[:2] @ back[:, :2].T + back[:, 2]
    across = eyes[1] - eyes[0]
    down = eyes.mean(axis=0) + floats([-across[1], across[0]]) * _FOREHEAD
    target[2] = target[:2].mean(axis=0) + floats([0, target[1, 0] - target[0, 0]])
    level = cv2.getAffineTransform(floats(np.concatenate([eyes, down[None]])), target)
    above = floats(cv2.warpAffine(image, level, frame, flags=cv2.INTER_AREA, borderMode=border))
    brow = round(wanted[0][1])
    return np.concatenate([above[:brow], below[brow:]])


def _skew(into: Floats) -> float:
    """How unevenly a transform stretches; 1 is even."""
    stretch = np.linalg.svd(into[:, :2].astype(np.float64), compute_uv=False)
    return float(stretch[0] / max(stretch[1], 1e-6))


def _disc(x: float, y: float, radius: float) -> Floats:
    """A disc on the print; its radius is a share of the head's half width."""
    rows, columns = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float32)
    return floats(np.hypot(columns - x, rows - y) < radius * _HALF)


def _symmetric(image: Floats, known: Floats) -> Floats:
    """Mirror the better seen half of the face onto the other: markings look sewn."""
    half = _SIDE // 2
    if known[:, half:].sum() > known[:, :half].sum():
        image, known = image[:, ::-1], known[:, ::-1]
    columns = np.repeat(np.arange(_SIDE, dtype=np.float32)[None], _SIDE, axis=0)
    own = 1 - smoothstep(columns, half - 9, half + 9)
    weight, mirrored = own * known, (1 - own) * known[:, ::-1]
    total = weight + mirrored
    both = image * weight[:, :, None] + image[:, ::-1] * mirrored[:, :, None]
    merged = both / np.maximum(total, 1e-3)[:, :, None]
    return fill_outside(floats(merged), floats(np.clip(total, 0, 1)))


def _marked(image: Floats) -> Floats:
    """Bring out the markings: stripes and masks stronger, hairs and light weaker."""
    lab = to_lab(floats(cv2.bilateralFilter(image, 9, 0.10, 5)))
    fine = cv2.GaussianBlur(lab, (0, 0), 1.6)
    wide = cv2.GaussianBlur(lab, (0, 0), 26)
    lab = floats(wide + (fine - wide) * np.array([1.75, 1.12, 1.12], dtype=np.float32))
    lab[..., 0] += (float(np.median(lab[..., 0])) - wide[..., 0]) * 0.35
    return to_unit_rgb(lab)


def _iris_colour(image: Floats, wanted: list[tuple[float, float]]) -> Floats:
    """The eyes' own colour: the most colourful part of a disc around the pupils."""
    chosen = np.concatenate([image[_disc(x, y, 0.15) > 0.5] for x, y in wanted[:2]])
    lab = to_lab(chosen.reshape(1, -1, 3))[0]
    vivid = np.hypot(lab[:, 1], lab[:, 2]) * (lab[:, 0] > 18)
    if float(np.quantile(vivid, 0.9)) < 8:
        return _BROWN
    found = floats(np.median(chosen[vivid >= np.quantile(vivid, 0.7)], axis=0))
    _, a, b = to_lab(found.reshape(1, 1, 3))[0, 0]
    # Glass eyes are more colourful than real ones.
    return shift_lab(found, 9, float(a) * 0.5 - 2, float(b) * 0.45)


def _is_tabby(light: Floats, dark: Floats, least: float) -> bool:
    """Whether light and dark fur differ as stripes do, not as light and shade."""
    return float((light - dark) @ _LUMA) > least


def _lighter(muzzle: Floats, main: Floats) -> Floats:
    """A muzzle must stand out a little from the fur around it."""
    gap = float((muzzle - main) @ _LUMA)
    return shift_lab(muzzle, max(0.0, 9 - gap * 100))


def _is_leaf(found: Floats, main: Floats) -> bool:
    """Whether a colour is green beside fur that is not: a leaf or grass before the muzzle."""
    pair = to_lab(np.stack([found, main]).reshape(1, 2, 3))[0]
    return bool(pair[0, 1] < -2.5 and pair[0, 1] < pair[1, 1] - 3)


def _nose_colour(found: Floats, dark: Floats) -> Floats:
    """The nose's own colour if it is a nose's: pink, liver or black."""
    lab = to_lab(found.reshape(1, 1, 3))[0, 0]
    return found if lab[0] < 30 or lab[1] > 10 else shift_lab(dark, -18)
