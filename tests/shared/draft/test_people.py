"""What is seen of a person: hair or a hat, glasses, a beard."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shared.draft import Subject
from shared.draft.faces import Face, is_somebody_else
from shared.draft.hair import Hair, hair_of
from shared.draft.looks import LOOKS
from shared.draft.person import sew_people
from shared.draft.pieces import Piece
from shared.draft.pixels import Bytes, floats, to_lab
from shared.draft.portrait import SIDE, beard_of, glasses_of, skin_of, turn_upright
from shared.styles import Style

# From one corner of the mouth around the jaw to the other, and back above the chin.
_BEARD = (172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 410, 405, 18, 181, 186)
DARK_SKIN = 0.42


def _face(subject: Subject) -> Face:
    assert subject.face is not None
    return subject.face


def _painted(subject: Subject, photo: Bytes) -> Subject:
    return replace(subject, photo=photo, colours=photo.astype(np.float32) / 255)


def _with_skin(subject: Subject, lightness: float) -> Subject:
    """The same face, lighter or darker."""
    oval = np.zeros(subject.mask.shape, np.uint8)
    cv2.fillPoly(oval, [np.round(_face(subject).outline("oval")[0]).astype(np.int32)], 1)
    scale = np.where(oval[:, :, None] > 0, lightness, 1)
    return _painted(subject, np.clip(subject.photo * scale, 0, 255).astype(np.uint8))


def _with_glasses(subject: Subject) -> Subject:
    photo, face = subject.photo.copy(), _face(subject)
    for x, y in (face.left_eye, face.right_eye):
        cv2.circle(photo, (round(float(x)), round(float(y)) + 2), 17, (20, 20, 24), 3, cv2.LINE_AA)
    return _painted(subject, photo)


def _with_beard(subject: Subject) -> Subject:
    photo = subject.photo.copy()
    jaw = np.round(_face(subject).points[list(_BEARD)]).astype(np.int32)
    cv2.fillPoly(photo, [jaw], (62, 42, 30), cv2.LINE_AA)
    return _painted(subject, photo)


def _crown(subject: Subject, colour: tuple[int, int, int]) -> Subject:
    """Everything of the person above the brows in one colour."""
    photo, face = subject.photo.copy(), _face(subject)
    above = np.zeros(subject.mask.shape, bool)
    above[: int(face.outline("brows").min(axis=(0, 1))[1]) - 3] = True
    photo[above & (subject.mask > 0.3)] = colour
    return _painted(subject, photo)


def _hair(subject: Subject) -> Hair:
    head = turn_upright(subject, _face(subject))
    return hair_of(head, skin_of(head))


@pytest.mark.parametrize("lightness", [1, DARK_SKIN])
def test_glasses_are_seen_on_fair_and_on_dark_skin(astronaut: Subject, lightness: float) -> None:
    bare = _with_skin(astronaut, lightness)
    for subject, has_glasses in ((bare, False), (_with_glasses(bare), True)):
        head = turn_upright(subject, _face(subject))
        assert (glasses_of(head, skin_of(head)) is not None) is has_glasses


def test_thin_rims_are_glasses_too(astronaut: Subject) -> None:
    photo, face = astronaut.photo.copy(), _face(astronaut)
    for x, y in (face.left_eye, face.right_eye):
        cv2.circle(
            photo, (round(float(x)), round(float(y)) + 2), 17, (120, 118, 122), 1, cv2.LINE_AA
        )
    head = turn_upright(_painted(astronaut, photo), face)
    frame = glasses_of(head, skin_of(head))
    assert frame is not None
    assert np.ptp(frame) < 0.25, "the frame's own grey, not the skin's colour"


def test_a_headscarf_goes_round_the_face_and_over_the_shoulders(astronaut: Subject) -> None:
    photo, face = astronaut.photo.copy(), _face(astronaut)
    oval = np.zeros(astronaut.mask.shape, np.uint8)
    cv2.fillPoly(oval, [np.round(face.outline("oval")[0]).astype(np.int32)], 1)
    x, y = (float(value) for value in face.points.mean(axis=0))
    scarf = np.zeros_like(oval)
    cv2.ellipse(scarf, (round(x), round(y)), (62, 82), 0, 0, 360, 1, -1)
    cv2.fillPoly(
        scarf,
        [
            np.array(
                [[x - 55, y + 30], [x + 55, y + 30], [x + 85, y + 150], [x - 85, y + 150]]
            ).astype(np.int32)
        ],
        1,
    )
    photo[(scarf > 0) & (cv2.erode(oval, np.ones((7, 7), np.uint8)) == 0)] = (40, 130, 140)
    covered = replace(_painted(astronaut, photo), mask=np.maximum(astronaut.mask, scarf))
    names = [piece.name for piece in sew_people(covered, LOOKS[Style.REALISTIC_PLUSH]).pieces]
    assert "hair" not in names
    assert "ear" not in names
    assert names.index("body") < names.index("scarf") < names.index("head") < names.index("face")


def test_hands_and_neck_are_no_print_on_the_clothes(astronaut: Subject) -> None:
    photo = astronaut.photo.copy()
    skin = np.median(photo[115:135, 215:235].reshape(-1, 3), axis=0)
    cv2.ellipse(photo, (225, 325), (42, 15), 0, 0, 360, tuple(skin.tolist()), -1)
    cloth = _piece(_painted(astronaut, photo), "body").cloth
    assert not isinstance(cloth, tuple)
    lab, wanted = to_lab(cloth.image), to_lab((skin / 255).astype(np.float32).reshape(1, 1, 3))
    assert float((np.linalg.norm(lab - wanted, axis=2) < 10).mean()) < 0.01


def test_grey_hair_above_a_high_forehead_is_grey(astronaut: Subject) -> None:
    """The forehead's skin must not mix into the hair's colour."""
    photo, face = astronaut.photo.copy(), _face(astronaut)
    top = int(face.outline("oval")[0][:, 1].min())
    above = (astronaut.mask > 0.3) & (np.arange(photo.shape[0]) < top)[:, None]
    photo[above] = (150, 150, 152)
    forehead = above & (np.arange(photo.shape[0]) > top - 32)[:, None]
    photo[forehead] = np.median(photo[115:135, 215:235].reshape(-1, 3), axis=0)
    assert np.ptp(_hair(_painted(astronaut, photo)).colour) < 0.08


def test_a_beard_is_kept_in_its_colour(astronaut: Subject) -> None:
    head = turn_upright(astronaut, _face(astronaut))
    assert beard_of(head, skin_of(head)) is None
    head = turn_upright(_with_beard(astronaut), _face(astronaut))
    beard = beard_of(head, skin_of(head))
    assert beard is not None
    assert beard == pytest.approx(np.array([62, 42, 30]) / 255, abs=0.08)


@pytest.mark.parametrize(
    ("colour", "is_cloth"),
    [
        pytest.param((24, 22, 22), False, id="black hair"),
        pytest.param((196, 196, 200), False, id="grey hair"),
        pytest.param((170, 92, 40), False, id="ginger hair"),
        pytest.param((200, 160, 100), False, id="blond hair"),
        pytest.param((180, 25, 40), True, id="red hat"),
        pytest.param((40, 130, 140), True, id="teal scarf"),
    ],
)
def test_hats_and_scarves_are_told_from_hair(
    astronaut: Subject, colour: tuple[int, int, int], *, is_cloth: bool
) -> None:
    hair = _hair(_crown(astronaut, colour))
    assert hair.front is not None
    assert hair.is_cloth is is_cloth


def test_a_bald_head_has_no_hair(astronaut: Subject) -> None:
    head = turn_upright(astronaut, _face(astronaut))
    red, green, blue = (round(float(part) * 255) for part in skin_of(head))
    assert _hair(_crown(astronaut, (red, green, blue))).front is None


def _piece(subject: Subject, name: str) -> Piece:
    pieces = sew_people(subject, LOOKS[Style.REALISTIC_PLUSH]).pieces
    return next(piece for piece in pieces if piece.name == name)


def test_a_hat_is_smoother_than_hair_and_has_no_locks(astronaut: Subject) -> None:
    hair, hat = _piece(astronaut, "hair"), _piece(_crown(astronaut, (180, 25, 40)), "hat")
    assert hair.lines
    assert not hat.lines
    assert hat.pile < hair.pile


def test_a_helmet_in_the_hands_is_no_stain_on_the_suit(astronaut: Subject) -> None:
    cloth = _piece(astronaut, "body").cloth
    assert not isinstance(cloth, tuple)
    lower_right = floats(cloth.image[80:, 100:].reshape(-1, 3))
    suit = np.median(cloth.image.reshape(-1, 3), axis=0)
    assert float((np.abs(lower_right - suit).max(axis=1) > 0.45).mean()) < 0.12


def test_a_shoulder_beside_a_turned_face_is_no_long_hair(astronaut: Subject) -> None:
    head = turn_upright(_crown(astronaut, (30, 26, 26)), _face(astronaut))
    image, mask = head.image.copy(), head.mask.copy()
    image[100:, :70] = np.array([30, 26, 26]) / 255
    mask[100:, :70] = 1
    beside = replace(head, image=image, mask=mask)
    points = head.points.copy()
    points[1, 0] += 0.5 * head.half_width
    turned = replace(beside, points=points)
    assert turned.turn > 0.4 > abs(beside.turn)
    assert hair_of(beside, skin_of(beside)).back is not None
    assert hair_of(turned, skin_of(turned)).back is None


def test_people_whose_faces_are_not_seen_are_told_of(astronaut: Subject) -> None:
    assert not astronaut.note
    face = astronaut.faces[0]
    alone = np.zeros((512, 900), np.float32)
    cv2.circle(alone, tuple(int(at) for at in face.points.mean(axis=0)), 70, 1.0, -1)
    assert not is_somebody_else(alone, [face], [face])
    together = alone.copy()
    cv2.circle(together, (650, int(face.points[:, 1].mean())), 60, 1.0, -1)
    assert is_somebody_else(together, [face], [face])
    assert is_somebody_else(alone, [face], [face, face])
    assert "more people" in replace(astronaut, is_crowded=True).note


def test_short_hair_above_a_shining_forehead_is_no_bald_head(astronaut: Subject) -> None:
    head = turn_upright(astronaut, astronaut.faces[0])
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    round_head = np.hypot(columns - 128, rows - 135) < 75
    image = np.full((SIDE, SIDE, 3), (0.80, 0.60, 0.50), np.float32)
    bald = replace(head, image=image, mask=round_head.astype(np.float32))
    skin = skin_of(bald)
    assert hair_of(bald, skin).front is None
    cropped = image.copy()
    cropped[np.hypot(columns - 128, rows - 135) > 65] = (0.22, 0.20, 0.20)
    short = hair_of(replace(bald, image=cropped), skin)
    assert short.front is not None
    assert short.colour.mean() < 0.4
