"""Portraits of pets whose eyes and nose were tapped."""

import cv2
import numpy as np
import pytest

from shared.draft import Subject
from shared.draft.coat import PRINT_REACH, find_coat
from shared.draft.looks import LOOKS
from shared.draft.pet import sew_pet
from shared.draft.pieces import Texture
from shared.draft.pixels import Bytes, Floats
from shared.generations import Hints, Point, SubjectKind
from shared.styles import Style

SIDE_PX = 400
EYES_PX = 110
TAPS = Hints(
    left_eye=Point(x=145 / SIDE_PX, y=200 / SIDE_PX),
    right_eye=Point(x=255 / SIDE_PX, y=200 / SIDE_PX),
    nose=Point(x=200 / SIDE_PX, y=280 / SIDE_PX),
)


def _pet(draw_on: Bytes | None = None) -> Subject:
    """A round brown face with two dark eyes and a nose, alone on green."""
    photo = np.full((SIDE_PX, SIDE_PX, 3), (70, 140, 60), np.uint8)
    mask = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    cv2.circle(mask, (200, 200), 170, 1, -1)
    photo[mask > 0] = (160, 110, 60)
    if draw_on is not None:
        photo[draw_on > 0] = (50, 30, 20)
    for centre, radius in (((145, 200), 14), ((255, 200), 14), ((200, 280), 12)):
        cv2.circle(photo, centre, radius, (15, 12, 10), -1)
    colours = photo.astype(np.float32) / 255
    return Subject(photo, mask.astype(np.float32), colours, SubjectKind.PET, (), False)


def _print(subject: Subject, hints: Hints = TAPS) -> Floats:
    head = find_coat(subject, hints).head
    assert head is not None
    return head


def test_eyes_and_nose_of_the_photo_are_not_printed_beside_the_sewn_ones() -> None:
    lightness = _print(_pet()).mean(axis=2)
    assert float(lightness.min()) > 0.75 * float(np.median(lightness))


def test_a_stripe_on_the_forehead_stays_where_it_is() -> None:
    stripe = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    cv2.line(stripe, (170, 200 - EYES_PX // 2), (230, 200 - EYES_PX // 2), 1, 14)
    head = _print(_pet(stripe))
    half = head.shape[0] / 2 / PRINT_REACH
    middle = head[:, head.shape[1] // 2].mean(axis=1)
    above_the_eyes = (head.shape[0] / 2 + 0.06 * half - int(middle.argmin())) / half
    # Half an eye distance up, where an eye distance is 0.84 of the head's half.
    assert above_the_eyes == pytest.approx(0.42 / 1.15, abs=0.06)


def test_a_spot_on_one_side_is_sewn_on_both() -> None:
    spot = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    cv2.circle(spot, (110, 265), 22, 1, -1)
    cut = _pet(spot)
    # The other half is out of the picture, so the half with the spot counts for both.
    cut.mask[:, 215:] = 0
    lightness = _print(cut).mean(axis=2)
    assert np.abs(lightness - lightness[:, ::-1]).mean() < 0.01
    assert float(lightness.min()) < 0.7 * float(np.median(lightness))


def test_nothing_green_gets_into_the_fur() -> None:
    head = _print(_pet()).reshape(-1, 3)
    assert float((head[:, 1] > head[:, 0]).mean()) < 0.01


@pytest.mark.parametrize("nose", [Point(x=0.5, y=0.5), Point(x=0.99, y=0.01), None])
def test_a_slip_with_the_nose_still_gives_a_face(nose: Point | None) -> None:
    head = _print(_pet(), TAPS.model_copy(update={"nose": nose}))
    assert head.shape[2] == 3
    assert np.isfinite(head).all()


def test_markings_are_print_not_patchwork() -> None:
    toy = sew_pet(_pet(), TAPS, LOOKS[Style.CARTOON_STYLE])
    head = next(piece for piece in toy.pieces if piece.name == "head")
    assert isinstance(head.cloth, Texture)
    assert not head.cloth.is_sewn


def test_dark_patches_around_the_eyes_stay_there() -> None:
    """As a raccoon and a panda have them: the sewn eye sits on the patch."""
    patches = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    for x in (145, 255):
        cv2.ellipse(patches, (x, 200), (46, 40), 0, 0, 360, 1, -1)
    head = _print(_pet(patches)).mean(axis=2)
    half = head.shape[0] / 2 / PRINT_REACH
    row, column = round(head.shape[0] / 2 + 0.06 * half), round(head.shape[1] / 2 - 0.42 * half)
    assert head[row, column] < 0.6 * float(np.median(head))
