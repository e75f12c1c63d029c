"""Drawn creatures: their dots are eyes, and they become pets."""

import cv2
import numpy as np
import pytest

from shared.draft import Subject, analyse
from shared.draft.drawing import DrawnFace, find_drawn_face
from shared.draft.looks import LOOKS
from shared.draft.pixels import Bytes
from shared.draft.render import cut_toy
from shared.generations import Hints, SubjectKind
from shared.styles import Style

BROWN, BLACK, SKY = (170, 110, 60), (25, 20, 20), (225, 232, 240)
EYES = ((165, 150), (235, 150))


def _drawing(eyes: tuple[tuple[int, int], ...] = EYES) -> Bytes:
    """A bear: a round body below a round head."""
    drawn = np.full((500, 400, 3), SKY, np.uint8)
    for x, y, radius in ((200, 350, 130), (200, 170, 100), (120, 85, 40), (280, 85, 40)):
        cv2.circle(drawn, (x, y), radius, BROWN, -1, cv2.LINE_AA)
    for eye in eyes:
        cv2.circle(drawn, eye, 11, BLACK, -1, cv2.LINE_AA)
    cv2.circle(drawn, (200, 195), 14, (60, 30, 30), -1, cv2.LINE_AA)
    return drawn


def _mask(drawn: Bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray((drawn != np.array(SKY)).any(axis=2), dtype=np.float32)


def _face(drawn: Bytes) -> DrawnFace | None:
    return find_drawn_face(drawn, _mask(drawn))


def test_two_level_dots_above_a_third_are_a_face() -> None:
    face = _face(_drawing())
    assert face is not None
    assert face.nose is not None
    for eye, (x, y) in zip(face.eyes, EYES, strict=True):
        assert eye.x == pytest.approx(x / 400, abs=0.01)
        assert eye.y == pytest.approx(y / 500, abs=0.01)


@pytest.mark.parametrize(
    "eyes", [(), ((165, 150),), ((165, 150), (235, 230)), ((165, 400), (235, 400))]
)
def test_other_dots_are_no_eyes(eyes: tuple[tuple[int, int], ...]) -> None:
    assert _face(_drawing(eyes)) is None


def test_a_photo_is_no_drawing(cat: Subject, cup: Subject) -> None:
    for subject in (cat, cup):
        assert subject.drawn is None
        assert find_drawn_face(subject.photo, subject.mask) is None


def test_a_drawn_creature_becomes_a_pet_with_its_own_face() -> None:
    subject = analyse(_drawing())
    assert subject.kind is SubjectKind.PET
    toy = cut_toy(subject, Hints(), LOOKS[Style.CARTOON_STYLE])
    assert {"head", "ear", "muzzle"} <= {piece.name for piece in toy.pieces}
    assert toy.faces[0].is_pet
