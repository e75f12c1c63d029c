"""A person as a doll: their hair and skin on the head, their clothes on the body."""

import cv2
import numpy as np

from shared.draft.colours import as_tuple, median_colour, shift_lab
from shared.draft.composition import Composition, FacePlace
from shared.draft.faces import OVAL, Face
from shared.draft.pixels import Floats, blur, fill_outside, mix, smoothstep, to_lab
from shared.draft.subject import Subject
from shared.draft.template import HEAD_RX, HEAD_RY, HEAD_X, HEAD_Y, polygon_mask, toy_parts
from shared.generations import EarShape, SubjectKind

_DEFAULT_CLOTH = np.array([0.45, 0.52, 0.66], dtype=np.float32)
_DEFAULT_SKIN = np.array([0.87, 0.70, 0.60], dtype=np.float32)


def compose_person(subject: Subject, face: Face, side_px: int) -> Composition:
    """Build the doll of a face that was found."""
    toy = Composition.empty(side_px)
    into = _head_transform(subject, face, side_px)
    head = _warp(subject.colours, into, side_px)
    mapped_mask = _warp(subject.mask[:, :, None], into, side_px, outside=0)
    points = face.points @ into[:, :2].T + into[:, 2]
    parts = toy_parts(SubjectKind.PERSON, EarShape.NONE)
    head_part = parts[-1]
    ellipse = head_part.mask(side_px)
    silhouette = _with_hair(ellipse, mapped_mask, side_px)
    skin_colour = _skin_colour(subject, face)
    head_colour, skin = _clean_head(head, points, silhouette, skin_colour, side_px)
    cloth, torso = _clothes(subject, face, side_px)
    for part in parts[:-1]:
        match part.name:
            case "hand":
                toy.add_part(part, skin_colour)
            case "foot":
                toy.add_part(part, shift_lab(cloth, -16))
            case "body":
                toy.add_part(part, torso)
            case _:
                toy.add_part(part, cloth)
    toy.add_part(head_part, head_colour, silhouette)
    # A face has short pile, or nobody would be recognised.
    toy.pile = 1 - 0.68 * blur(skin, side_px * 0.006)
    spread = float(
        np.clip(np.linalg.norm(face.right_eye - face.left_eye), 0.36 * face.width_px, 1e9)
    )
    scale = float(np.linalg.norm(into[:, 0]))
    eyes = (face.left_eye + face.right_eye) / 2 @ into[:, :2].T + into[:, 2]
    toy.face = FacePlace(
        x=float(np.clip(eyes[0] / side_px, HEAD_X - 0.05, HEAD_X + 0.05)),
        y=float(np.clip(eyes[1] / side_px, HEAD_Y - 0.03, HEAD_Y + 0.07)),
        spread=min(spread * scale / side_px, 1.0 * HEAD_RX),
        smile=face.smile,
        is_pet=False,
        iris=(0.26, 0.16, 0.10),
        skin=as_tuple(skin_colour),
    )
    return toy


def _head_transform(subject: Subject, face: Face, side_px: int) -> Floats:
    """`(2, 3)`: from the photo's pixels to the picture's, the head filling its ellipse."""
    eyes = (face.left_eye + face.right_eye) / 2
    across = face.right_eye - face.left_eye
    angle = float(np.arctan2(across[1], across[0]))
    cos, sin = np.cos(-angle), np.sin(-angle)
    level = np.array([[cos, -sin], [sin, cos]], dtype=np.float32)
    oval = (face.outline("oval")[0] - eyes) @ level.T
    above, below = float(oval[:, 1].min()), float(oval[:, 1].max())
    height, width = subject.mask.shape
    ys, xs = np.mgrid[0:height:3, 0:width:3]
    inside = subject.mask[::3, ::3] > 0.5
    turned = np.stack([xs[inside], ys[inside]], axis=1).astype(np.float32) - eyes
    turned = turned @ level.T
    near = np.abs(turned[:, 0]) < face.width_px * 0.45
    top_of_mask = float(turned[near, 1].min()) if near.any() else above
    face_height = below - above
    top = float(np.clip(top_of_mask, above - 0.45 * face_height, above - 0.10 * face_height))
    bottom = below + 0.04 * face_height
    scale_y = 2 * HEAD_RY * side_px / (bottom - top)
    beside = np.abs(turned[:, 1]) < 0.15 * face_height
    half = np.quantile(np.abs(turned[beside, 0]), 0.97) if beside.any() else face.width_px / 2
    half = float(np.clip(half, 0.48 * face.width_px, 0.85 * face.width_px))
    scale_x = float(np.clip(HEAD_RX * side_px / half, 0.85 * scale_y, 1.22 * scale_y))
    stretch = np.diag([scale_x, scale_y]).astype(np.float32) @ level
    target = np.array([HEAD_X * side_px, (HEAD_Y - HEAD_RY) * side_px - top * scale_y])
    shift = target - stretch @ eyes
    return np.concatenate([stretch, shift[:, None]], axis=1).astype(np.float32)


def _warp(image: Floats, into: Floats, side_px: int, *, outside: float | None = None) -> Floats:
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    warped = cv2.warpAffine(
        image, into, (side_px, side_px), flags=cv2.INTER_LINEAR, borderMode=border
    )
    return np.asarray(warped, dtype=np.float32)


def _with_hair(ellipse: Floats, mapped_mask: Floats, side_px: int) -> Floats:
    """The head's outline: its ellipse, and the hair or hat that reaches beyond it."""
    ys, xs = np.mgrid[0:side_px, 0:side_px].astype(np.float32) / side_px
    reach = ((xs - HEAD_X) / (HEAD_RX * 1.22)) ** 2 + ((ys - HEAD_Y) / (HEAD_RY * 1.20)) ** 2
    allowed = (reach < 1) & (ys < HEAD_Y + 0.62 * HEAD_RY)
    hair = (allowed & (mapped_mask > 0.5)).astype(np.uint8)
    size = max(3, side_px // 12) | 1
    hair = cv2.morphologyEx(
        hair, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    )
    grown = blur(np.maximum(ellipse, hair.astype(np.float32)), side_px * 0.022)
    return np.maximum(ellipse, smoothstep(grown, 0.46, 0.54))


def _skin_colour(subject: Subject, face: Face) -> Floats:
    """The even tone of the lit part of the face, `(3,)` RGB."""
    height, width = subject.mask.shape
    oval = np.zeros((height, width), dtype=np.uint8)
    cv2.fillPoly(oval, [np.round(face.outline("oval")[0]).astype(np.int32)], 1)
    for part in ("eyes", "mouth", "brows"):
        cv2.fillPoly(oval, list(np.round(face.outline(part)).astype(np.int32)), 0)
    chosen = subject.photo[oval > 0].astype(np.float32) / 255
    if len(chosen) < 30:
        return _DEFAULT_SKIN
    lightness = chosen.mean(axis=1)
    lit = chosen[lightness > np.quantile(lightness, 0.40)]
    return np.asarray(np.median(lit, axis=0), dtype=np.float32)


def _clean_head(
    head: Floats, points: Floats, silhouette: Floats, skin_colour: Floats, side_px: int
) -> tuple[Floats, Floats]:
    """Hair as one fabric and skin as another, with the photo's own features taken off.

    Returns:
        The head's colours `(side, side, 3)`, and where skin is `(side, side)`.
    """
    oval = polygon_mask(_grow(points[list(OVAL)], 1.03), side_px)
    width = float(np.ptp(points[:, 0]))
    features = np.zeros((side_px, side_px), dtype=np.uint8)
    shell = Face(points.astype(np.float32), 1)
    for part, grow in (("eyes", 0.16), ("mouth", 0.10), ("brows", 0.07), ("nose", 0.04)):
        drawn = np.zeros_like(features)
        cv2.fillPoly(drawn, list(np.round(shell.outline(part)).astype(np.int32)), 1)
        size = max(3, int(width * grow)) | 1
        features |= cv2.dilate(
            drawn, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        ).astype(np.uint8)
    skin = _skin_region(head, oval, silhouette, skin_colour, side_px)
    known = skin * (features == 0)
    face = fill_outside(head, np.clip(known, 0, 1).astype(np.float32))
    face = blur(face, width * 0.075)
    even = np.broadcast_to(skin_colour, face.shape).astype(np.float32)
    face = mix(face, even, 0.62)
    hair_known = silhouette * (1 - blur(np.maximum(skin, oval), side_px * 0.01))
    hair_known = np.where(hair_known > 0.6, hair_known, 0).astype(np.float32)
    hair = fill_outside(head, hair_known) if hair_known.sum() > 40 else face
    tone = median_colour(hair, hair_known, skin_colour)
    hair = mix(hair, np.broadcast_to(tone, hair.shape).astype(np.float32), 0.45)
    return mix(hair, face, skin), skin


def _grow(points: Floats, factor: float) -> Floats:
    centre = points.mean(axis=0)
    return np.asarray(centre + (points - centre) * factor, dtype=np.float32)


def _skin_region(
    head: Floats, oval: Floats, silhouette: Floats, skin_colour: Floats, side_px: int
) -> Floats:
    """The face, down to the edge of the head: a jaw has no shadow and no collar.

    What lies beside or below the oval counts as skin unless it looks like hair, and is never a
    ragged band.
    """
    ys = np.mgrid[0:side_px, 0:side_px][0].astype(np.float32) / side_px
    rows = np.flatnonzero(oval.max(axis=1) > 0.5)
    bottom = rows[-1] / side_px if len(rows) else HEAD_Y + HEAD_RY
    columns = np.flatnonzero(oval.max(axis=0) > 0.5)
    xs = np.mgrid[0:side_px, 0:side_px][1]
    # Straight down from the oval's widest half: what is there is neck, never hair.
    widest = np.zeros_like(oval)
    if len(columns):
        centre = columns.mean()
        half = np.ptp(columns) * 0.47
        drop = (ys > bottom - 0.16) & (
            np.abs(xs - centre) < half * (1 - 0.9 * (ys - bottom + 0.16))
        )
        widest[drop] = 1
    lab = to_lab(blur(head, side_px * 0.008))
    target = to_lab(skin_colour.reshape(1, 1, 3)).reshape(3)
    distance = np.linalg.norm((lab - target) * (0.55, 1, 1), axis=2).astype(np.float32)
    alike = (1 - smoothstep(distance, 14, 24)) * (ys > HEAD_Y + 0.02)
    region = np.clip(np.maximum(np.maximum(oval, widest), alike), 0, 1) * silhouette
    region = blur(region.astype(np.float32), side_px * 0.016)
    return smoothstep(region, 0.42, 0.58) * silhouette


def _clothes(subject: Subject, face: Face, side_px: int) -> tuple[Floats, Floats]:
    """The median colour of the clothes `(3,)`, and the torso as it covers the body."""
    chin = face.points[152]
    eyes = (face.left_eye + face.right_eye) / 2
    down = (chin - eyes) / max(float(np.linalg.norm(chin - eyes)), 1)
    top = chin + down * 0.30 * face.height_px
    half, depth = 1.15 * face.width_px, 2.0 * face.width_px
    height, width = subject.mask.shape
    y0, y1 = round(float(top[1])), round(min(float(top[1]) + depth, height))
    x0, x1 = round(max(float(top[0]) - half, 0)), round(min(float(top[0]) + half, width))
    if y1 - y0 < 0.35 * face.height_px or x1 - x0 < 8 or y0 >= height:
        return _DEFAULT_CLOTH, np.broadcast_to(_DEFAULT_CLOTH, (side_px, side_px, 3)).astype(
            np.float32
        )
    patch = subject.colours[y0:y1, x0:x1]
    known = subject.mask[y0:y1, x0:x1]
    cloth = median_colour(patch, known, _DEFAULT_CLOTH)
    left, upper = 0.5 - 0.185, 0.705 - 0.205
    size = (round(0.37 * side_px), round(0.41 * side_px))
    torso = np.broadcast_to(cloth, (side_px, side_px, 3)).astype(np.float32).copy()
    placed = np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    row, column = round(upper * side_px), round(left * side_px)
    torso[row : row + size[1], column : column + size[0]] = blur(placed, side_px * 0.004)
    return cloth, torso
