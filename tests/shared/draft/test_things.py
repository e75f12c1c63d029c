"""Things: plump, in one piece, and still what they are."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shared.draft import Subject, analyse
from shared.draft.looks import LOOKS
from shared.draft.palette import simplify
from shared.draft.pieces import Texture, Toy
from shared.draft.pixels import Bytes, Floats, to_lab
from shared.draft.relief import sew
from shared.draft.symmetry import even_out, mirror_lit_half
from shared.draft.thing import sew_thing
from shared.generations import SubjectKind
from shared.styles import Style

GOLD = (190, 150, 40)
GREY = (235, 235, 235)


def _thing(mask: Bytes, colour: tuple[int, int, int] = GOLD) -> Subject:
    """A thing of one colour whose mask was found exactly."""
    photo = np.where(mask[:, :, None] > 0, np.array(colour), np.array(GREY)).astype(np.uint8)
    colours = np.broadcast_to(np.array(colour, np.float32) / 255, photo.shape).copy()
    return Subject(photo, mask.astype(np.float32), colours, SubjectKind.THING, (), False)


def _chair() -> Bytes:
    mask = np.zeros((600, 450), np.uint8)
    for start, end in (((120, 80), (120, 560)), ((320, 330), (320, 560)), ((120, 330), (320, 330))):
        cv2.line(mask, start, end, 1, 16)
    return mask


def _stick() -> Bytes:
    mask = np.zeros((500, 300), np.uint8)
    cv2.line(mask, (150, 40), (150, 460), 1, 14)
    return mask


def _drawn(toy: Toy, side_px: int = 256) -> Bytes:
    """Where the first piece is."""
    picture = np.zeros((side_px, side_px), np.uint8)
    points = np.round(toy.pieces[0].outline * side_px).astype(np.int32)
    return np.asarray(cv2.fillPoly(picture, [points], 1), dtype=np.uint8)


def _thickness(shape: Bytes) -> float:
    """Of the thinnest part that is still there after rounding: the median over the middle line."""
    depth: Floats = np.asarray(cv2.distanceTransform(shape, cv2.DIST_L2, 5), dtype=np.float32)
    ridge = depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)) - 1e-3
    return float(np.median(depth[ridge & (depth > 2)])) * 2


def test_a_chair_keeps_its_back_and_its_legs_and_they_can_be_stuffed() -> None:
    shape = _drawn(sew_thing(_thing(_chair()), friendly_face=False))
    rows = np.flatnonzero(shape.any(axis=1))
    tenth = len(rows) // 10
    back, legs = rows[0] + tenth, rows[-1] - tenth
    assert len(np.unique(cv2.connectedComponents(shape)[1])) == 2
    assert np.count_nonzero(np.diff(shape[back].astype(int))) == 2
    assert np.count_nonzero(np.diff(shape[legs].astype(int))) == 4
    assert _thickness(shape) > 12


def test_a_stick_becomes_plump() -> None:
    outline = sew_thing(_thing(_stick()), friendly_face=False).pieces[0].outline
    width, height = np.ptp(outline, axis=0)
    assert 0.3 < width / height < 0.6


@pytest.mark.parametrize("draw", [_chair, _stick])
def test_a_thing_stands_on_the_floor_and_inside_the_picture(draw: object) -> None:
    mask = draw() if callable(draw) else None
    assert isinstance(mask, np.ndarray)
    outline = sew_thing(_thing(mask), friendly_face=True).pieces[0].outline
    assert outline.min() > 0.08
    assert outline.max() < 0.9
    assert outline[:, 1].max() == pytest.approx(0.885, abs=0.01)


def test_a_friendly_face_lies_on_the_thing() -> None:
    mask = np.zeros((400, 600), np.uint8)
    cv2.ellipse(mask, (200, 200), (120, 150), 0, 0, 360, 1, -1)
    cv2.line(mask, (200, 200), (560, 200), 1, 40)
    toy = sew_thing(_thing(mask), friendly_face=True)
    shape, [face] = _drawn(toy), toy.faces
    for x in (face.x - face.spread, face.x + face.spread):
        assert shape[round(face.y * 256), round(x * 256)] == 1


def test_what_is_seen_through_a_ring_does_not_become_cloth() -> None:
    photo = np.full((400, 400, 3), GREY, np.uint8)
    cv2.circle(photo, (200, 200), 110, GOLD, 44, cv2.LINE_AA)
    subject = analyse(photo)
    assert subject.mask[200, 200] > 0.9
    assert subject.colours[200, 200] == pytest.approx(np.array(GOLD) / 255, abs=0.12)


@pytest.mark.parametrize("style", list(Style))
def test_cloth_of_one_colour_has_no_seams(style: Style) -> None:
    noise = np.random.default_rng(4).normal(0, 0.01, (120, 160, 3))
    image = (np.array(GOLD) / 255 + noise).astype(np.float32)
    _, seams = simplify(to_lab(image), LOOKS[style].palette)
    assert float(seams.max()) < 0.05


def test_cloth_of_two_colours_has_a_seam_between_them() -> None:
    image = np.zeros((120, 160, 3), np.float32)
    image[:, :80], image[:, 80:] = (0.8, 0.1, 0.1), (0.1, 0.2, 0.7)
    flat, seams = simplify(to_lab(image), LOOKS[Style.CARTOON_STYLE].palette)
    assert float(seams[:, 76:84].max()) > 0.7
    assert float(seams[:, :60].max()) < 0.05
    assert np.linalg.norm(flat[60, 20] - to_lab(image)[60, 20]) < 5


def test_a_things_cloth_covers_all_of_it() -> None:
    toy = sew_thing(_thing(_chair()), friendly_face=False)
    [piece] = toy.pieces
    assert isinstance(piece.cloth, Texture)
    left, top, right, bottom = piece.cloth.box
    assert left < piece.outline[:, 0].min()
    assert right > piece.outline[:, 0].max()
    assert top < piece.outline[:, 1].min()
    assert bottom > piece.outline[:, 1].max() - 0.05


def _teapot() -> Bytes:
    """A pot whose handle stands out on one side."""
    mask = np.zeros((400, 500), np.uint8)
    cv2.ellipse(mask, (220, 220), (130, 140), 0, 0, 360, 1, -1)
    cv2.ellipse(mask, (360, 210), (50, 60), 0, 0, 360, 1, 24)
    return mask


def test_a_handle_on_one_side_stays_on_one_side() -> None:
    shape, axis = even_out(_teapot())
    assert axis is None
    assert shape[210, 400:440].any()
    assert not shape[210, :60].any()


def test_a_wobbly_outline_of_a_symmetric_thing_becomes_even() -> None:
    tower = np.zeros((400, 300), np.uint8)
    cv2.fillPoly(tower, [np.array([[150, 20], [230, 380], [70, 380]])], 1)
    noise = np.random.default_rng(5).integers(-4, 5, (60, 2))
    for (dx, dy), y in zip(noise, np.linspace(60, 370, 60), strict=True):
        cv2.circle(tower, (round(150 + (y - 20) * 0.22 + dx), round(y + dy)), 4, 1, -1)
    shape, _ = even_out(tower)
    assert _unevenness(shape) < 0.35 * _unevenness(tower)


def _unevenness(shape: Bytes) -> float:
    """How much of a shape its best mirror image does not cover."""
    columns = np.flatnonzero(shape.any(axis=0))
    cut = shape[:, columns[0] : columns[-1] + 1]
    return float((cut ^ cut[:, ::-1]).sum() / shape.sum())


def test_a_ragged_symmetric_thing_is_mirrored_and_stands_on_an_even_base() -> None:
    pagoda = np.zeros((400, 400), np.uint8)
    for floor in range(6):
        half = 40 + 18 * floor
        y = 40 + 55 * floor
        cv2.rectangle(pagoda, (200 - half - 22, y), (200 + half + 22, y + 14), 1, -1)
        cv2.rectangle(pagoda, (200 - half, y), (200 + half, y + 55), 1, -1)
    pagoda[360:366, 70:150] = 0
    shape, axis = even_out(pagoda)
    assert axis == pytest.approx(200, abs=4)
    base = np.flatnonzero(shape.any(axis=1))[-1]
    assert np.ptp(np.flatnonzero(shape[base - 1])) > 200


def test_the_lit_half_of_a_mirrored_thing_is_shown_on_both_sides() -> None:
    image = np.full((100, 200, 3), 0.1, np.float32)
    image[:, 100:] = (0.8, 0.4, 0.2)
    mirrored = mirror_lit_half(image, np.ones((100, 200), np.float32), 99.5)
    assert mirrored[50, 20] == pytest.approx(np.array([0.8, 0.4, 0.2]), abs=0.01)
    assert mirrored[50, 180] == pytest.approx(np.array([0.8, 0.4, 0.2]), abs=0.01)


def test_a_ring_is_sewn_as_a_ring() -> None:
    mask = np.zeros((400, 400), np.uint8)
    cv2.circle(mask, (200, 200), 150, 1, -1)
    holes = np.zeros((400, 400), np.float32)
    cv2.circle(holes, (200, 200), 80, 1, -1)
    [piece] = sew_thing(replace(_thing(mask), holes=holes), friendly_face=False).pieces
    [hole] = piece.holes
    middle = (piece.outline.min(axis=0) + piece.outline.max(axis=0)) / 2
    assert hole.mean(axis=0) == pytest.approx(middle, abs=0.02)
    relief = sew((piece,), 128, LOOKS[Style.CARTOON_STYLE])
    x, y = np.round(middle * 128).astype(int)
    assert relief.cover[y, x] == 0
    assert relief.cover[y, round(float(piece.outline[:, 0].min()) * 128) + 5] > 0.9


def test_a_hole_that_leaves_no_cloth_around_it_is_sewn_up() -> None:
    mask = np.zeros((400, 400), np.uint8)
    cv2.circle(mask, (200, 200), 150, 1, -1)
    holes = np.zeros((400, 400), np.float32)
    cv2.circle(holes, (200, 200), 6, 1, -1)
    [piece] = sew_thing(replace(_thing(mask), holes=holes), friendly_face=False).pieces
    assert not piece.holes
