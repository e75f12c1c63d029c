"""From a subject to a picture of a plush toy, stage by stage."""

from collections.abc import Callable
from enum import StrEnum

import cv2
import numpy as np

from shared.draft import features, fur, patches, relief, stage, stitches
from shared.draft.composition import Composition
from shared.draft.errors import DraftCancelled
from shared.draft.looks import LOOKS, Fur, Look
from shared.draft.noise import felt_fibres
from shared.draft.person import compose_person
from shared.draft.pet import compose_pet
from shared.draft.pixels import Bytes, Floats, blur, enlarge, mix
from shared.draft.subject import Subject
from shared.draft.thing import compose_thing
from shared.generations import EarShape, Hints, SubjectKind
from shared.styles import Style

_COMPOSE_SIDE_PX = 512
_LEAST_SIDE_PX = 64


class Stage(StrEnum):
    """How far a picture is."""

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
    """Make the picture. The same subject, hints and version give the same bytes.

    Args:
        subject: From `analyse`.
        style: One of the four.
        side_px: Side of the square picture, at least 64.
        hints: What a person told about the photo.
        on_stage: Called with each stage and a `(side, side, 3) uint8 RGB` picture of it.
        cancelled: Asked between the stages.

    Returns:
        `(side, side, 3) uint8 RGB`.

    Raises:
        DraftCancelled: `cancelled` answered True.
        ValueError: The side is too small.
    """
    if side_px < _LEAST_SIDE_PX:
        raise ValueError(f"A picture of {side_px} px is too small to show a toy.")
    hints = hints or Hints()
    look = LOOKS[style]

    def report(reached: Stage, picture: Floats) -> None:
        if on_stage is not None:
            on_stage(reached, to_bytes(picture))
        check()

    def check() -> None:
        if cancelled is not None and cancelled():
            raise DraftCancelled("The draft is no longer wanted.")

    check()
    toy = _enlarge(_compose(subject, hints, min(side_px, _COMPOSE_SIDE_PX)), side_px)
    studio = stage.backdrop(side_px, look.backdrop)
    report(Stage.SHAPE, mix(studio, toy.colour, toy.mask))
    cloth = patches.gather(toy.colour, toy.mask, look.palette, side_px)
    if look.layer_shadow:
        toy.shade *= _layer_shade(cloth.areas, toy.mask, look.layer_shadow)
    if look.fur is None or look.stitch is not None:
        toy.height -= 0.006 * stitches.groove(cloth.seams, side_px) * toy.mask
    factors, rim = relief.light_map(toy.mask, toy.height, toy.shade, look.light)
    stuffed = np.clip(cloth.colour * factors + rim[:, :, None], 0, 1).astype(np.float32)
    report(Stage.STUFFED, mix(studio, stuffed, toy.mask))
    fabric, cover = _with_fabric(toy, cloth, stuffed, look, hints.seed)
    check()
    if toy.face is not None:
        fabric = features.sew_face(fabric, toy.face, look.face)
    report(Stage.FABRIC, mix(studio, fabric, cover))
    picture = mix(stage.cast_shadow(studio, toy.mask), fabric, cover)
    if on_stage is not None:
        on_stage(Stage.STUDIO, to_bytes(picture))
    return to_bytes(picture)


def to_bytes(picture: Floats) -> Bytes:
    """0 to 1 as 8 bit."""
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def _compose(subject: Subject, hints: Hints, side_px: int) -> Composition:
    kind = hints.kind or subject.kind
    if hints.kind is None and hints.left_eye is not None and hints.right_eye is not None:
        kind = SubjectKind.PET
    if kind is SubjectKind.PERSON and subject.face is not None:
        return compose_person(subject, subject.face, side_px)
    if kind is SubjectKind.PERSON:
        # Nobody's face was found: a doll in the photo's colours.
        return compose_pet(subject, hints.model_copy(update={"ears": EarShape.NONE}), side_px)
    if kind is SubjectKind.PET:
        return compose_pet(subject, hints, side_px)
    return compose_thing(subject, side_px, friendly_face=hints.friendly_face)


def _enlarge(toy: Composition, side_px: int) -> Composition:
    """The composition at the picture's side; it is drawn at 512 px, where everything is soft."""
    if toy.side_px == side_px:
        return toy

    def large(layer: Floats) -> Floats:
        return enlarge(layer, side_px, side_px)

    mask = np.clip((blur(large(toy.mask), 1.2) - 0.5) * 2.2 + 0.5, 0, 1).astype(np.float32)
    return Composition(
        side_px, mask, large(toy.colour), large(toy.height), large(toy.shade),
        large(toy.pile), toy.face, toy.notes,
    )  # fmt: skip


def _layer_shade(areas: Floats, mask: Floats, strength: float) -> Floats:
    """Sheets of felt laid on each other, the largest at the bottom, each with a small shadow."""
    side = mask.shape[0]
    unit = side / 1024
    shade = np.ones_like(mask)
    for index in range(1, areas.shape[2]):
        sheet = areas[:, :, index] * mask
        moved = np.roll(blur(sheet, 5 * unit), (round(5 * unit), round(3 * unit)), axis=(0, 1))
        shade *= 1 - strength * np.clip(moved - sheet, 0, 1)
    return shade.astype(np.float32)


def _with_fabric(
    toy: Composition, cloth: patches.Patches, stuffed: Floats, look: Look, seed: int
) -> tuple[Floats, Floats]:
    """Give the stuffed shape its surface; returns the picture and what of it is covered."""
    side = toy.side_px
    if look.fur is not None:
        fabric, cover = _furry(toy, cloth, look, look.fur, seed)
        if look.stitch is not None:
            seams = stitches.groove(cloth.seams, side) * toy.mask
            fabric = np.asarray(fabric * (1 - 0.20 * seams)[:, :, None], dtype=np.float32)
        return fabric, cover
    fibres = felt_fibres(side, seed)
    fabric = stuffed * (1 + 0.10 * look.felt * fibres)[:, :, None]
    fabric = np.clip(fabric, 0, 1).astype(np.float32)
    cover = toy.mask
    if look.stitch is not None:
        line = stitches.dashes(toy.mask, look.stitch_inset_px, 16, 10, 3.4)
        fabric = stitches.sew(fabric, line, look.stitch)
    if look.outline_px:
        ink = np.array([0.20, 0.13, 0.12], dtype=np.float32)
        seams = np.clip(stitches.groove(cloth.seams, side) * 1.1, 0, 1) * toy.mask * 0.55
        tone = np.broadcast_to(ink, fabric.shape).astype(np.float32)
        fabric = mix(fabric, tone, seams)
        line = stitches.outline(toy.mask, look.outline_px)
        fabric = mix(fabric, tone, line)
        cover = np.maximum(cover, line)
    return fabric, cover


def _furry(
    toy: Composition, cloth: patches.Patches, look: Look, kind: Fur, seed: int
) -> tuple[Floats, Floats]:
    side = toy.side_px
    coat = fur.grow(toy.mask, toy.height, toy.pile, kind, seed)
    factors, rim = relief.light_map(coat.cover, toy.height, toy.shade, look.light)
    colour = fur.comb(cloth.colour, coat)
    strands = blur(coat.strands, 0.8 * side / 1024)
    relief_x = np.asarray(cv2.Sobel(strands, cv2.CV_32F, 1, 0), dtype=np.float32)
    relief_y = np.asarray(cv2.Sobel(strands, cv2.CV_32F, 0, 1), dtype=np.float32)
    bumps = np.clip((relief_x * 0.6 + relief_y * 0.8) * kind.relief * 1.6, -0.12, 0.12)
    depth = kind.root + (1 - kind.root) * np.clip(coat.strands * 1.25, 0, 1)
    depth = 1 - (1 - depth) * (0.35 + 0.65 * toy.pile)
    tips = kind.tip * np.clip(coat.strands - 0.55, 0, 1)
    lit = colour * factors * (depth * (1 - bumps))[:, :, None]
    lit = lit + (tips + rim)[:, :, None] * np.array([1, 0.97, 0.93], dtype=np.float32)
    return np.clip(lit, 0, 1).astype(np.float32), coat.cover
