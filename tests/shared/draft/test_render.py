"""Pictures of plush toys: what must be true of each."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from shared.draft import DraftCancelled, Stage, Subject, analyse, render
from shared.draft.coat import find_ears
from shared.draft.features import eye_places
from shared.draft.looks import LOOKS
from shared.draft.pieces import Texture
from shared.draft.pixels import Bytes, to_lab
from shared.draft.render import cut_toy
from shared.generations import EarShape, Hints, Point, SubjectKind
from shared.styles import Style
from tests.shared.draft.conftest import photo

SIDE_PX = 256
TAPPED = Hints(left_eye=Point(x=0.373, y=0.383), right_eye=Point(x=0.705, y=0.453))


def _lab(picture: Bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(to_lab(picture.astype(np.float32) / 255), dtype=np.float32)


def test_the_same_photo_gives_the_same_bytes(astronaut: Subject) -> None:
    again = analyse(photo("astronaut.jpg"))
    for style in Style:
        first, second = (render(subject, style, SIDE_PX) for subject in (astronaut, again))
        assert first.shape == (SIDE_PX, SIDE_PX, 3)
        assert first.dtype == np.uint8
        assert np.array_equal(first, second)


def test_drafts_made_at_the_same_time_do_not_disturb_each_other(cat: Subject, cup: Subject) -> None:
    expected = {style: render(cat, style, SIDE_PX) for style in Style}
    made: dict[Style, Bytes] = {}

    def draw(style: Style) -> None:
        render(cup, style, SIDE_PX)
        made[style] = render(cat, style, SIDE_PX)

    threads = [threading.Thread(target=draw, args=[style]) for style in Style]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(made[style], expected[style]) for style in Style)


DraftOf = Callable[[str, Style], Bytes]


@pytest.fixture(scope="module")
def draft_of(astronaut: Subject, cat: Subject, cup: Subject) -> DraftOf:
    """Their drafts, each drawn once."""
    subjects = {"astronaut": astronaut, "cat": cat, "cup": cup}
    return cache(lambda name, style: render(subjects[name], style, SIDE_PX))


@pytest.mark.parametrize("name", ["astronaut", "cat", "cup"])
def test_the_styles_differ(name: str, draft_of: DraftOf) -> None:
    pictures = [_lab(draft_of(name, style)) for style in Style]
    for index, one in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert np.linalg.norm(one - other, axis=2).mean() > 5


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("name", ["astronaut", "cat", "cup"])
def test_the_background_is_a_clean_studio(name: str, style: Style, draft_of: DraftOf) -> None:
    picture = _lab(draft_of(name, style))
    edge = SIDE_PX // 12
    corners = [picture[:edge, :edge], picture[:edge, -edge:]]
    assert all(corner.reshape(-1, 3).std(axis=0).max() < 4 for corner in corners)
    assert np.linalg.norm(np.diff(picture[:, 2], axis=0), axis=1).max() < 4


@pytest.mark.parametrize(
    ("style", "bound"),
    [
        (Style.CUTE_FLUFFY, 22),
        (Style.REALISTIC_PLUSH, 26),
        (Style.CARTOON_STYLE, 22),
        (Style.MINIMALIST, 34),
    ],
)
def test_clothes_and_coats_keep_their_colour(
    style: Style, bound: float, astronaut: Subject, cat: Subject, draft_of: DraftOf
) -> None:
    suit = astronaut.photo[380:480, 130:220].reshape(-1, 3)
    coat = cat.photo[cat.mask > 0.8]
    for name, pixels, place in (("astronaut", suit, (0.66, 0.345)), ("cat", coat, (0.20, 0.50))):
        own = np.median(pixels, axis=0).astype(np.float32).reshape(1, 1, 3) / 255
        picture = _lab(draft_of(name, style))
        row, column = round(place[0] * SIDE_PX), round(place[1] * SIDE_PX)
        patch = picture[row - 5 : row + 6, column - 5 : column + 6].reshape(-1, 3)
        assert np.linalg.norm(np.median(patch, axis=0) - to_lab(own).reshape(3)) < bound


@pytest.mark.parametrize("style", list(Style))
def test_two_dark_eyes_sit_level_on_the_head(style: Style, cat: Subject) -> None:
    picture = _lab(render(cat, style, 512, TAPPED))[:, :, 0]
    head = picture[120:240]
    left, right = head[:, 130:250], head[:, 262:382]
    for half in (left, right):
        assert half.min() < 16
    rows = [np.unravel_index(int(half.argmin()), half.shape)[0] for half in (left, right)]
    assert abs(int(rows[0]) - int(rows[1])) < 24


def test_ears_are_what_was_asked_for(cat: Subject) -> None:
    pictures = {ears: render(cat, Style.MINIMALIST, SIDE_PX, Hints(ears=ears)) for ears in EarShape}
    for ears, picture in pictures.items():
        for other, another in pictures.items():
            assert ears is other or not np.array_equal(picture, another)


@pytest.mark.parametrize("style", list(Style))
def test_each_of_a_group_becomes_a_doll(style: Style, two: Subject) -> None:
    toy = cut_toy(two, Hints(), LOOKS[style])
    assert [piece.name for piece in toy.pieces].count("head") == 2
    assert toy.faces[0].x < 0.5 < toy.faces[1].x


def test_nothing_of_a_toy_leaves_the_picture(
    astronaut: Subject, cat: Subject, cup: Subject
) -> None:
    with_ears = [(cat, Hints(ears=ears)) for ears in EarShape]
    for look in LOOKS.values():
        for subject, hints in ((astronaut, Hints()), (cup, Hints()), *with_ears):
            for piece in cut_toy(subject, hints, look).pieces:
                assert piece.outline.min() > 0, piece.name
                assert piece.outline.max() < 1, piece.name


@pytest.mark.parametrize("style", list(Style))
def test_eyes_lie_on_the_head(style: Style, astronaut: Subject, cat: Subject) -> None:
    for subject, hints in ((astronaut, Hints()), (cat, Hints()), (cat, TAPPED)):
        toy = cut_toy(subject, hints, LOOKS[style])
        head = next(piece for piece in toy.pieces if piece.name == "head")
        for eye in eye_places(toy.faces[0], LOOKS[style].features):
            inside = cv2.pointPolygonTest(head.outline, eye, measureDist=True)
            assert inside > 0.03


def test_skin_keeps_its_tone_from_fair_to_dark(astronaut: Subject) -> None:
    """A darker face gives a darker doll, by about as much."""
    assert astronaut.face is not None
    oval = np.zeros(astronaut.mask.shape, dtype=np.uint8)
    cv2.fillPoly(oval, [astronaut.face.outline("oval")[0].astype(np.int32)], 1)
    tone = np.where(cv2.dilate(oval, np.ones((9, 9), np.uint8))[:, :, None] > 0, 0.5, 1)
    darker = analyse((astronaut.photo * tone).astype(np.uint8))
    for style, look in LOOKS.items():
        fair, dark = (
            next(
                piece.cloth for piece in cut_toy(one, Hints(), look).pieces if piece.name == "head"
            )
            for one in (astronaut, darker)
        )
        assert np.mean(np.asarray(dark)) < 0.75 * np.mean(np.asarray(fair)), style


def test_a_tapped_face_keeps_its_markings(cat: Subject) -> None:
    look = LOOKS[Style.CARTOON_STYLE]
    plain, portrait = (
        next(piece.cloth for piece in cut_toy(cat, hints, look).pieces if piece.name == "head")
        for hints in (Hints(), TAPPED)
    )
    assert not isinstance(plain, Texture)
    assert isinstance(portrait, Texture)
    lightness = to_lab(portrait.image)[:, :, 0]
    assert np.quantile(lightness, 0.95) - np.quantile(lightness, 0.05) > 15
    assert np.abs(lightness - lightness[:, ::-1]).mean() < 4


def test_a_hint_overrides_what_was_found(cup: Subject) -> None:
    found = render(cup, Style.MINIMALIST, SIDE_PX)
    as_pet = render(cup, Style.MINIMALIST, SIDE_PX, Hints(kind=SubjectKind.PET))
    as_person = render(cup, Style.MINIMALIST, SIDE_PX, Hints(kind=SubjectKind.PERSON))
    friendly = render(cup, Style.MINIMALIST, SIDE_PX, Hints(friendly_face=True))
    assert not np.array_equal(found, as_pet)
    assert not np.array_equal(as_pet, as_person)
    assert not np.array_equal(found, friendly)


def test_each_stage_is_shown_on_the_way(cat: Subject) -> None:
    seen: list[tuple[Stage, tuple[int, ...]]] = []
    final = render(
        cat,
        Style.CUTE_FLUFFY,
        SIDE_PX,
        on_stage=lambda stage, picture: seen.append((stage, picture.shape)),
    )
    assert [stage for stage, _ in seen] == list(Stage)
    assert {shape for _, shape in seen} == {final.shape}


@pytest.mark.parametrize("after", range(4))
def test_a_draft_stops_at_the_next_step_once_it_is_not_wanted(after: int, cat: Subject) -> None:
    asked = 0

    def is_unwanted() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(DraftCancelled):
        render(cat, Style.CUTE_FLUFFY, SIDE_PX, cancelled=is_unwanted)
    assert asked == after + 1


def test_no_step_of_a_small_draft_takes_long(cat: Subject) -> None:
    """Whoever cancels waits for one step only."""
    render(cat, Style.CUTE_FLUFFY, 320)
    moments = [time.thread_time()]

    def note() -> bool:
        moments.append(time.thread_time())
        return False

    render(cat, Style.CUTE_FLUFFY, 320, cancelled=note)
    # The benchmark holds it to 200 ms; a loaded machine takes longer for the same work.
    assert max(np.diff(moments)) < 0.6


@pytest.mark.parametrize("size", [(20, 400), (400, 20), (64, 64), (16, 16)])
def test_odd_sizes_give_a_picture(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    pixels[: size[0] // 2] //= 3
    subject = analyse(pixels)
    for style in Style:
        picture = render(subject, style, 128, Hints(kind=SubjectKind.THING))
        assert picture.shape == (128, 128, 3)


def test_a_picture_needs_room(cat: Subject) -> None:
    with pytest.raises(ValueError, match="too small"):
        render(cat, Style.MINIMALIST, 20)


def test_another_seed_combs_the_fur_differently(cat: Subject) -> None:
    one, other = (render(cat, Style.CUTE_FLUFFY, SIDE_PX, Hints(seed=seed)) for seed in (0, 1))
    assert not np.array_equal(one, other)


def test_ears_follow_the_silhouette_once_the_eyes_are_known() -> None:
    """A drawn rabbit, upright ears and all, on a plain ground."""
    picture = np.full((700, 520, 3), (206, 190, 222), dtype=np.uint8)
    fur, ink = (150, 130, 115), (25, 20, 20)
    for x in (205, 315):
        cv2.ellipse(picture, (x, 150), (34, 130), 0, 0, 360, fur, -1)
    cv2.ellipse(picture, (260, 520), (140, 160), 0, 0, 360, fur, -1)
    cv2.circle(picture, (260, 320), 110, fur, -1)
    for x in (215, 305):
        cv2.circle(picture, (x, 305), 12, ink, -1)
    tapped = Hints(
        left_eye=Point(x=215 / 520, y=305 / 700), right_eye=Point(x=305 / 520, y=305 / 700)
    )
    # Nobody told the eyes, and none were seen in the drawing.
    subject = replace(analyse(picture), drawn=None)
    assert find_ears(subject, tapped) is EarShape.LONG
    assert find_ears(subject, Hints()) is EarShape.POINTY
