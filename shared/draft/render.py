"""From a subject to a picture: cut the pieces, stuff them, let fur grow, light the studio."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

import cv2
import numpy as np

from shared.draft import features, fur, noise, stage
from shared.draft.cancelling import Check, check_for
from shared.draft.light import illuminate, shine
from shared.draft.looks import LOOKS, Look
from shared.draft.palette import dye_for
from shared.draft.person import sew_people
from shared.draft.pet import sew_pet
from shared.draft.pieces import Toy
from shared.draft.pixels import Bytes, Floats, floats
from shared.draft.relief import Relief, sew
from shared.draft.subject import Subject
from shared.draft.thing import sew_thing
from shared.generations import Hints, SubjectKind
from shared.styles import Style

LEAST_SIDE_PX: Final = 64
_REFERENCE_SIDE: Final = 1024
_SMALL_SIDE_PX: Final = 420


class Stage(StrEnum):
    """What a preview shows, in the order of making."""

    SHAPE = "shape"
    STUFFED = "stuffed"
    FABRIC = "fabric"
    STUDIO = "studio"


def render(  # noqa: PLR0917 - the app and the worker both call it by keyword
    subject: Subject,
    style: Style,
    side_px: int = 1024,
    hints: Hints | None = None,
    on_stage: Callable[[Stage, Bytes], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Bytes:
    """Make a picture of the subject as a plush toy.

    The same subject, style, side and hints give the same bytes. It may run in several threads.

    Args:
        subject: From `analyse`; rendering does not change it.
        style: Which of the four.
        side_px: The picture is square; at least 64.
        hints: What a person told about the photo.
        on_stage: Called in this thread with a preview `(side, side, 3) uint8 RGB` of each stage.
        cancelled: Asked between the steps; True ends the work.

    Returns:
        `(side_px, side_px, 3) uint8 RGB`.

    Raises:
        DraftCancelled: `cancelled` answered True.
        ValueError: The side is too small.
    """
    if side_px < LEAST_SIDE_PX:
        raise ValueError(f"A side of {side_px} px is too small to show a toy.")
    hints = hints or Hints()
    look = LOOKS[style]
    check = check_for(cancelled)

    def report(reached: Stage, draw: Callable[[], Floats]) -> None:
        if on_stage is not None:
            on_stage(reached, _to_bytes(draw(), side_px))
        check()

    check()
    toy = cut_toy(subject, hints, look)
    report(Stage.SHAPE, lambda: _cut_out(subject, side_px))
    relief = sew(toy.pieces, _drawn_side(side_px, look), look)
    report(Stage.STUFFED, lambda: _stuffed(relief, look))
    cover, image = _with_fabric(relief, look, hints.seed, check)
    check()
    for face in toy.faces:
        features.sew_face(image, face, look)
    report(Stage.FABRIC, lambda: _on_white(image, cover))
    scene = stage.backdrop(cover, relief.colour, look)
    check()
    image -= scene
    image *= cover[:, :, None]
    image += scene
    picture = _to_bytes(image, side_px)
    if on_stage is not None:
        on_stage(Stage.STUDIO, picture)
    return picture


def cut_toy(subject: Subject, hints: Hints, look: Look) -> Toy:
    """All pieces of the toy, dyed for the style."""
    has_eyes = hints.left_eye is not None and hints.right_eye is not None
    kind = hints.kind or (SubjectKind.PET if has_eyes else subject.kind)
    if kind is SubjectKind.PERSON:
        toy = sew_people(subject, look)
    elif kind is SubjectKind.THING:
        toy = sew_thing(subject, friendly_face=hints.friendly_face)
    else:
        toy = sew_pet(subject, _with_drawn_face(subject, hints), look)
    dye = dye_for(toy.pieces, look.palette)
    return Toy(
        pieces=tuple(replace(piece, cloth=dye.cloth(piece.cloth)) for piece in toy.pieces),
        faces=tuple(replace(face, skin=dye.colour(face.skin)) for face in toy.faces),
    )


def _with_drawn_face(subject: Subject, hints: Hints) -> Hints:
    """What was told, and the eyes that were drawn, unless others were tapped."""
    if subject.drawn is None or hints.left_eye is not None or hints.right_eye is not None:
        return hints
    left, right = subject.drawn.eyes
    nose = hints.nose or subject.drawn.nose
    return hints.model_copy(update={"left_eye": left, "right_eye": right, "nose": nose})


def _with_fabric(relief: Relief, look: Look, seed: int, check: Check) -> tuple[Floats, Floats]:
    """Where the finished toy is, `(side, side)`, and its lit colours, `(side, side, 3)`."""
    side_px = relief.cover.shape[0]
    bright, rim = illuminate(relief, look.light, side_px / _REFERENCE_SIDE)
    check()
    if look.fur is not None:
        coat = fur.grow(relief, bright, look.fur, seed)
        check()
        image, cover = shine(coat.colour, coat.light, rim * 0.9), coat.cover
    else:
        image, cover = shine(relief.colour, bright, rim), relief.cover
        image *= (1 + noise.felt(side_px) * look.felt)[:, :, None]
    if look.stitch is not None:
        image += (floats(look.stitch) - image) * (relief.stitch * 0.85)[:, :, None]
    if look.outline_px:
        image += (relief.colour * 0.18 - image) * relief.ink[:, :, None]
        cover = np.maximum(cover, relief.ink)
    return cover, image


def _cut_out(subject: Subject, side_px: int) -> Floats:
    """The subject on white, in the middle of the square."""
    height, width = subject.mask.shape
    scale = side_px / max(height, width)
    into = floats(
        [[scale, 0, (side_px - scale * width) / 2], [0, scale, (side_px - scale * height) / 2]]
    )
    cut = _on_white(subject.photo.astype(np.float32) / 255, subject.mask)
    return floats(cv2.warpAffine(cut, into, (side_px, side_px), borderValue=(1, 1, 1)))


def _stuffed(relief: Relief, look: Look) -> Floats:
    bright, rim = illuminate(relief, look.light, relief.cover.shape[0] / _REFERENCE_SIDE)
    return _on_white(shine(relief.colour, bright, rim), relief.cover)


def _on_white(image: Floats, cover: Floats) -> Floats:
    return floats(1 + (image - 1) * cover[:, :, None])


def _drawn_side(side_px: int, look: Look) -> int:
    """Fur is finer than the pixels of a small picture: it is drawn larger, then scaled down."""
    return round(side_px * 1.4) if look.fur is not None and side_px <= _SMALL_SIDE_PX else side_px


def _to_bytes(image: Floats, side_px: int) -> Bytes:
    """As 8 bit, at the asked side; uses the image up."""
    if image.shape[0] != side_px:
        image = floats(cv2.resize(image, (side_px, side_px), interpolation=cv2.INTER_AREA))
    np.clip(image, 0, 1, out=image)
    return np.asarray(cv2.convertScaleAbs(image, alpha=255), dtype=np.uint8)
