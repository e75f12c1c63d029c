"""What the engine finds in a photo."""

import itertools
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from shared.draft import DraftCancelled, NoSubject, Subject, UnusablePixels, analyse
from shared.draft.cancelling import check_for, wait_for
from shared.draft.pixels import Bytes
from shared.draft.sheet import read_photo
from shared.draft.subject import ANALYSIS_SIDE_PX
from shared.generations import SubjectKind
from tests.shared.draft.conftest import photo


def _overlap(found: NDArray[np.floating], drawn: list[tuple[float, float]]) -> float:
    """Intersection over union with a polygon drawn by hand, in fractions of the photo."""
    height, width = found.shape
    points = np.round(np.array(drawn) * (width, height)).astype(np.int32)
    mask = np.zeros((height, width), dtype=np.uint8)
    cv2.fillPoly(mask, [points], 1)
    both = ((found > 0.5) & (mask > 0)).sum()
    either = ((found > 0.5) | (mask > 0)).sum()
    return float(both / either)


def test_a_person_is_found_by_the_face(astronaut: Subject) -> None:
    assert astronaut.kind is SubjectKind.PERSON
    assert astronaut.face is not None
    height, width = astronaut.mask.shape
    assert astronaut.face.left_eye / (width, height) == pytest.approx((0.397, 0.199), abs=0.02)
    assert astronaut.face.right_eye / (width, height) == pytest.approx((0.483, 0.202), abs=0.02)
    assert astronaut.face.smile > 0.5


def test_a_cat_is_no_person_and_a_cup_is_a_thing(cat: Subject, cup: Subject) -> None:
    assert cat.kind is SubjectKind.PET
    assert cat.is_close_up
    assert cat.face is None
    assert cup.kind is SubjectKind.THING


OUTLINES = {
    "astronaut": [
        (0.303, 0.137), (0.322, 0.094), (0.371, 0.049), (0.453, 0.031), (0.527, 0.055),
        (0.572, 0.107), (0.586, 0.176), (0.557, 0.244), (0.512, 0.283), (0.498, 0.332),
        (0.557, 0.391), (0.592, 0.459), (0.654, 0.508), (0.693, 0.605), (0.713, 0.674),
        (0.771, 0.670), (0.859, 0.703), (0.938, 0.791), (0.977, 0.898), (1.0, 0.957), (1.0, 1.0),
        (0.039, 1.0), (0.043, 0.840), (0.049, 0.684), (0.078, 0.566), (0.137, 0.469),
        (0.215, 0.410), (0.230, 0.361), (0.293, 0.303), (0.355, 0.289), (0.342, 0.254),
        (0.309, 0.215),
    ],
    "cat": [
        (0.084, 0.0), (0.887, 0.0), (0.825, 0.167), (0.794, 0.250), (0.812, 0.400),
        (0.803, 0.500), (0.765, 0.633), (0.705, 0.740), (0.698, 0.867), (0.705, 1.0), (0.0, 1.0),
        (0.0, 0.517), (0.062, 0.383), (0.073, 0.200),
    ],
    "cup": [
        (0.130, 0.537), (0.142, 0.425), (0.183, 0.312), (0.250, 0.220), (0.308, 0.163), (0.342, 0.100), (0.400, 0.060), (0.475, 0.045), (0.558, 0.062), (0.625, 0.120), (0.663, 0.188), (0.683, 0.170), (0.707, 0.188), (0.692, 0.275), (0.742, 0.325), (0.783, 0.425), (0.800, 0.550), (0.787, 0.675), (0.742, 0.800), (0.667, 0.900), (0.575, 0.955), (0.483, 0.975), (0.383, 0.955), (0.283, 0.887), (0.208, 0.795), (0.158, 0.688),
    ],
}  # fmt: skip
"""Drawn by hand: the woman with her helmet, the cat, the cup with its saucer."""


@pytest.mark.parametrize("name", OUTLINES)
def test_the_subject_is_told_from_what_is_around_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    subject: Subject = request.getfixturevalue(name)
    assert _overlap(subject.mask, OUTLINES[name]) > 0.85


def test_each_face_of_a_group_is_found_from_the_largest_on(two: Subject) -> None:
    assert len(two.faces) == 2
    assert two.face is two.faces[0]
    assert two.mask[:, :255].max() > 0.9
    assert two.mask[:, 255:].max() > 0.9


def test_a_photo_taken_in_the_dark_is_brightened(astronaut: Subject) -> None:
    dark = (astronaut.photo * 0.3).astype(np.uint8)
    found = analyse(dark)
    assert found.kind is SubjectKind.PERSON
    assert np.median(found.photo) > 2 * np.median(dark)


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.zeros((1, 1, 3), np.uint8), id="one pixel"),
        pytest.param(np.zeros((1, 5000, 3), np.uint8), id="a line"),
        pytest.param(np.full((300, 300, 3), 255, np.uint8), id="all white"),
        pytest.param(np.full((300, 300), 77, np.uint8), id="all grey"),
    ],
)
def test_a_photo_of_nothing_has_no_subject(pixels: NDArray[np.uint8]) -> None:
    with pytest.raises(NoSubject):
        analyse(pixels)


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.zeros((8, 8, 2), np.uint8), id="two channels"),
        pytest.param(np.zeros((4,), np.uint8), id="a row of numbers"),
        pytest.param(np.zeros((0, 8, 3), np.uint8), id="no rows"),
        pytest.param(np.zeros((8, 8, 3), np.int64), id="64 bit"),
    ],
)
def test_what_is_no_picture_is_refused(pixels: NDArray[np.generic]) -> None:
    with pytest.raises(UnusablePixels):
        analyse(pixels)


def test_grey_transparent_and_deep_pictures_are_understood() -> None:
    original = photo("astronaut.jpg")
    grey = cv2.cvtColor(original, cv2.COLOR_RGB2GRAY)
    with_alpha = np.dstack([original, np.full(original.shape[:2], 255, np.uint8)])
    deep = original.astype(np.uint16) << 8
    for pixels in (grey, with_alpha, deep, original.astype(np.float32) / 255):
        assert analyse(pixels).kind is SubjectKind.PERSON


def test_a_photo_for_printing_is_read_as_one_for_screens(tmp_path: Path) -> None:
    for name, mode in (("print.jpg", "CMYK"), ("grey.jpg", "L"), ("alpha.png", "RGBA")):
        Image.fromarray(photo("astronaut.jpg")).convert(mode).save(tmp_path / name)
        found = analyse(read_photo(tmp_path / name))
        assert found.kind is SubjectKind.PERSON
        assert found.photo.shape == (512, 512, 3)


def test_noise_gives_a_subject_of_some_kind() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    subject = analyse(noise)
    assert subject.mask.shape == (240, 320)
    assert float(subject.mask.max()) > 0.9


def test_a_large_photo_is_analysed_at_a_bounded_size() -> None:
    large = cv2.resize(photo("chelsea.jpg"), (3000, 2000))
    assert max(analyse(large).photo.shape) == ANALYSIS_SIDE_PX


def _gaps_s(pixels: Bytes) -> NDArray[np.float64]:
    """How much work lies between two questions whether the analysis is still wanted."""
    moments = [time.process_time()]

    def note() -> bool:
        moments.append(time.process_time())
        return False

    analyse(pixels, note)
    return np.diff([*moments, time.process_time()])


def test_no_step_of_an_analysis_takes_most_of_it() -> None:
    """Whoever cancels waits for one step only: of half a second, a fifth."""
    pixels = photo("astronaut.jpg")
    # One look is enough, unless something else held this one up in the middle of a step.
    shares = (float(gaps.max() / gaps.sum()) for gaps in (_gaps_s(pixels) for _ in range(3)))
    assert any(share < 0.45 for share in shares)


def test_an_analysis_stops_at_whichever_step_it_is_no_longer_wanted() -> None:
    pixels = photo("chelsea.jpg")
    steps = len(_gaps_s(pixels)) - 1
    assert steps > 10
    for last in (1, 4, steps // 2, steps):
        asked = itertools.count(1)
        with pytest.raises(DraftCancelled):
            analyse(pixels, lambda: next(asked) >= last)  # noqa: B023 - used up within the round
        assert next(asked) == last + 1


def test_an_analysis_that_waits_for_its_turn_can_be_cancelled() -> None:
    turn, asked = threading.Lock(), itertools.count(1)
    with turn, pytest.raises(DraftCancelled):
        wait_for(turn, check_for(lambda: next(asked) > 2))
    assert turn.acquire(blocking=False)
