"""A pet as a toy: its coat and markings on a head with ears and a muzzle."""

from typing import Final

import cv2
import numpy as np

from shared.draft.colours import as_tuple, lightest_colour, median_colour, shift_lab
from shared.draft.composition import Composition, FacePlace
from shared.draft.pixels import Floats, blur, fill_outside, mix, smoothstep
from shared.draft.subject import Subject
from shared.draft.template import Part, fit, head_of, toy_parts
from shared.generations import EarShape, Hints, Point, SubjectKind

_DEFAULT_COAT: Final = np.array([0.68, 0.52, 0.38], dtype=np.float32)
_AMBER: Final = (0.62, 0.42, 0.16)


def compose_pet(subject: Subject, hints: Hints, side_px: int) -> Composition:
    """Build the toy of a pet; tapped eyes put its own face on the head."""
    toy = Composition.empty(side_px)
    ears = hints.ears or EarShape.POINTY
    head_part = head_of(SubjectKind.PET, ears)
    coat = median_colour(subject.colours, subject.mask, _DEFAULT_COAT)
    light = lightest_colour(subject.colours, subject.mask, 0.25, coat)
    is_portrait = hints.left_eye is not None and hints.right_eye is not None
    if hints.left_eye is not None and hints.right_eye is not None:
        head, iris = _portrait(subject, hints.left_eye, hints.right_eye, head_part, side_px)
        chosen = head_part.mask(side_px)
        coat = median_colour(head, chosen, coat)
        light = lightest_colour(head, chosen, 0.20, light)
    else:
        head, iris = _coat_pattern(subject, coat, side_px), _AMBER
    belly = shift_lab(light, 5)
    pink = shift_lab(mix(coat, light, 0.5), 7, 12, 3)
    for part in toy_parts(SubjectKind.PET, ears):
        match part.name:
            case "head":
                toy.add_part(part, head)
            case "muzzle":
                toy.add_part(part, mix(belly, light, 0.4), _soft_muzzle(part, side_px))
            case "belly":
                toy.add_part(part, belly)
            case "inner ear" | "pad":
                toy.add_part(part, pink)
            case "body":
                toy.add_part(part, _body_pattern(head, coat, side_px))
            case _:
                toy.add_part(part, coat)
    muzzle = fit(Part("muzzle", 0.5, 0.452, 0.112, 0.080), ears)
    toy.pile = 1 - 0.45 * blur(muzzle.mask(side_px), side_px * 0.01)
    toy.face = FacePlace(
        x=head_part.x,
        y=head_part.y - 0.010,
        spread=head_part.rx * (0.86 if is_portrait else 0.82),
        smile=0.7,
        is_pet=True,
        iris=iris,
        skin=as_tuple(coat),
        nose_y=muzzle.y - muzzle.ry * 0.45,
    )
    return toy


def _soft_muzzle(part: Part, side_px: int) -> Floats:
    return part.mask(side_px)


def _portrait(
    subject: Subject, left: Point, right: Point, head: Part, side_px: int
) -> tuple[Floats, tuple[float, float, float]]:
    """The pet's own face with its eyes level, its better half mirrored onto the other.

    Returns:
        Colours `(side, side, 3)`, and the colour of the eyes.
    """
    height, width = subject.mask.shape
    extent = np.array([width, height], dtype=np.float32)
    eye_left = np.array([left.x, left.y], dtype=np.float32) * extent
    eye_right = np.array([right.x, right.y], dtype=np.float32) * extent
    across = eye_right - eye_left
    distance = max(float(np.linalg.norm(across)), 4.0)
    iris = _iris(subject, (eye_left, eye_right), distance)
    cleaned = _without_eyes(subject, (eye_left, eye_right), distance)
    half = 0.42 * head.rx * side_px
    scale = 2 * half / distance
    angle = np.arctan2(across[1], across[0])
    cos, sin = np.cos(-angle) * scale, np.sin(-angle) * scale
    turn = np.array([[cos, -sin], [sin, cos]], dtype=np.float32)
    target = np.array([head.x, head.y - 0.01], dtype=np.float32) * side_px
    shift = target - turn @ ((eye_left + eye_right) / 2)
    into = np.concatenate([turn, shift[:, None]], axis=1)
    size = (side_px, side_px)
    warped = np.asarray(
        cv2.warpAffine(cleaned, into, size, borderMode=cv2.BORDER_REFLECT), dtype=np.float32
    )
    known = cv2.warpAffine(subject.mask, into, size, borderMode=cv2.BORDER_CONSTANT)
    return _mirrored(warped, np.asarray(known, dtype=np.float32), head, side_px), iris


def _mirrored(image: Floats, known: Floats, head: Part, side_px: int) -> Floats:
    """Symmetric markings look sewn: the half that the photo shows better counts for both."""
    middle = round(head.x * side_px)
    reach = min(middle, side_px - middle)
    ellipse = head.mask(side_px)
    seen_left = float((known * ellipse)[:, middle - reach : middle].sum())
    seen_right = float((known * ellipse)[:, middle : middle + reach].sum())
    flipped = image.copy()
    window = image[:, middle - reach : middle + reach]
    flipped[:, middle - reach : middle + reach] = window[:, ::-1]
    xs = np.mgrid[0:side_px, 0:side_px][1].astype(np.float32)
    seam = 0.08 * head.rx * side_px
    keep_left = 1 - smoothstep(xs, middle - seam, middle + seam)
    keep = keep_left if seen_left >= seen_right else 1 - keep_left
    return mix(flipped, image, keep)


def _iris(
    subject: Subject, eyes: tuple[Floats, Floats], distance: float
) -> tuple[float, float, float]:
    """The most colourful tone around the pupils."""
    height, width = subject.mask.shape
    region = np.zeros((height, width), dtype=np.float32)
    for eye in eyes:
        centre = (round(float(eye[0])), round(float(eye[1])))
        cv2.circle(region, centre, max(2, round(distance * 0.13)), 1.0, cv2.FILLED)
    colours = subject.photo[region > 0.5].astype(np.float32) / 255
    if len(colours) < 5:
        return _AMBER
    chroma = colours.max(axis=1) - colours.min(axis=1)
    vivid = colours[chroma >= np.quantile(chroma, 0.6)]
    return as_tuple(np.median(vivid, axis=0).astype(np.float32))


def _without_eyes(subject: Subject, eyes: tuple[Floats, Floats], distance: float) -> Floats:
    known = (subject.mask > 0.5).astype(np.float32)
    for eye in eyes:
        centre = (round(float(eye[0])), round(float(eye[1])))
        cv2.circle(known, centre, max(2, round(distance * 0.24)), 0.0, cv2.FILLED)
    return fill_outside(subject.photo.astype(np.float32) / 255, known)


def _coat_pattern(subject: Subject, coat: Floats, side_px: int) -> Floats:
    """The coat of a pet whose face nobody has shown: its own tones, softly and evenly."""
    ys, xs = np.nonzero(subject.mask > 0.5)
    if len(ys) < 50:
        return np.broadcast_to(coat, (side_px, side_px, 3)).astype(np.float32)
    top, bottom = np.quantile(ys, [0.02, 0.80]).astype(int)
    left, right = np.quantile(xs, [0.04, 0.96]).astype(int)
    patch = subject.colours[top : max(bottom, top + 2), left : max(right, left + 2)]
    tones = np.asarray(
        cv2.resize(patch, (side_px, side_px), interpolation=cv2.INTER_AREA), dtype=np.float32
    )
    soft = blur(tones, side_px * 0.06)
    soft = (soft + soft[:, ::-1]) / 2
    return mix(soft, np.broadcast_to(coat, soft.shape).astype(np.float32), 0.45)


def _body_pattern(head: Floats, coat: Floats, side_px: int) -> Floats:
    tones = blur(np.roll(head, round(0.34 * side_px), axis=0), side_px * 0.03)
    return mix(tones, np.broadcast_to(coat, tones.shape).astype(np.float32), 0.6)
