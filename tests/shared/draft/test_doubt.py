"""Photos without a clear subject: they are told apart, and still become something soft."""

import cv2
import numpy as np
import pytest

from shared.draft import Doubt, Subject, analyse, render
from shared.draft.doubt import could_be_fur, is_text
from shared.draft.pixels import Bytes
from shared.generations import SubjectKind
from shared.styles import Style
from tests.shared.draft.conftest import photo


def _page() -> Bytes:
    page = np.full((640, 480, 3), 248, np.uint8)
    for line in range(20):
        place = (20, 40 + line * 30)
        cv2.putText(page, "a page of a book about toys", place, 1, 1.6, (20, 20, 20), 2)
    return page


def _landscape() -> Bytes:
    view = np.zeros((480, 640, 3), np.float32)
    view[:240], view[240:] = (150, 190, 235), (90, 140, 60)
    view += np.random.default_rng(2).normal(0, 6, (480, 640, 1))
    return np.asarray(cv2.GaussianBlur(np.clip(view, 0, 255), (0, 0), 2), dtype=np.uint8)


def _noise() -> Bytes:
    return np.random.default_rng(3).integers(0, 256, (240, 320, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("pixels", "doubts"),
    [
        pytest.param(_page(), {Doubt.TEXT}, id="a page"),
        pytest.param(255 - _page(), {Doubt.TEXT}, id="white on black"),
        pytest.param(_landscape(), {Doubt.NOTHING_STANDS_OUT}, id="meadow and sky"),
        pytest.param(_noise(), {Doubt.NOTHING_STANDS_OUT, Doubt.FULL_FRAME}, id="noise"),
    ],
)
def test_a_photo_about_nothing_says_so_and_becomes_a_cushion(
    pixels: Bytes, doubts: set[Doubt]
) -> None:
    subject = analyse(pixels)
    doubt = subject.doubt
    assert doubt in doubts
    assert doubt is not None
    assert not subject.is_sure
    assert "middle" in doubt.note
    assert subject.kind is not SubjectKind.PERSON
    height, width = subject.mask.shape
    assert float(subject.mask[height // 2, width // 2]) == 1
    assert float(subject.mask[[0, -1]].max()) == 0
    assert render(subject, Style.MINIMALIST, 128).shape == (128, 128, 3)


def test_a_photo_with_a_subject_is_not_doubted(
    astronaut: Subject, cat: Subject, cup: Subject
) -> None:
    for subject in (astronaut, cat, cup):
        assert subject.doubt is None
        assert subject.is_sure


def test_a_word_on_a_shirt_is_not_a_page() -> None:
    pixels = photo("astronaut.jpg")
    for line in range(3):
        cv2.putText(pixels, "HAPPY BIRTHDAY", (120, 380 + 30 * line), 1, 1.6, (250, 250, 0), 2)
    assert not is_text(pixels)


def test_fur_is_brown_or_grey_but_never_blue() -> None:
    everywhere = np.ones((8, 8), np.float32)
    for colour, is_coat in (
        ((150, 110, 70), True),
        ((128, 128, 136), True),
        ((20, 60, 220), False),
    ):
        assert could_be_fur(np.full((8, 8, 3), colour, np.uint8), everywhere) is is_coat


def test_a_cushion_of_a_calm_photo_keeps_its_colours() -> None:
    across = np.linspace(0, 1, 300)[None, :, None]
    calm = (1 - across) * np.array([93, 127, 163]) + across * np.array([231, 201, 160])
    evening = np.repeat(calm, 200, axis=0).astype(np.uint8)

    subject = analyse(evening)

    assert subject.doubt is not None
    middle = subject.colours[100, 150] * 255
    assert np.abs(middle - evening[100, 150]).max() < 40
