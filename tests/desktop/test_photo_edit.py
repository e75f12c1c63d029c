"""Cropping and turning: the frame always lies within the photo, and no place is lost on the way."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.photo import SHOWN_SIDE_PX, prepare, prepare_image
from desktop.photo_cut import cut_out
from desktop.photo_edit import PhotoEdit, PhotoSource, Place
from shared.limits import PHOTO_MIN_SIDE_PX, PHOTO_SEND_SIDE_PX

WIDTH, HEIGHT = 400, 300
WHOLE = PhotoEdit.whole(WIDTH, HEIGHT)

_fractions = st.floats(0, 1)
_steps = st.lists(
    st.one_of(
        st.builds(lambda turns: lambda edit: edit.turned(turns), st.sampled_from([-1, 1, 2])),
        st.builds(lambda deg: lambda edit: edit.tilted(deg), st.floats(-60, 60)),
        st.builds(
            lambda factor, x, y: lambda edit: edit.zoomed(factor, (x, y)),
            st.floats(0.2, 5),
            _fractions,
            _fractions,
        ),
        st.builds(
            lambda x, y: lambda edit: edit.panned(x, y), st.floats(-500, 500), st.floats(-500, 500)
        ),
        st.builds(lambda ratio: lambda edit: edit.with_ratio(ratio), st.floats(0.3, 3)),
        st.builds(
            lambda left, top: lambda edit: edit.reframed((left, top, left + 0.6, top + 0.5)),
            st.floats(-1, 1),
            st.floats(-1, 1),
        ),
    ),
    max_size=8,
)


@given(steps=_steps)
def test_whatever_is_done_the_frame_lies_within_the_photo(steps: list[object]) -> None:
    edit = WHOLE
    for step in steps:
        edit = step(edit)  # type: ignore[operator]  # each of them is a function
        for corner in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
            x, y = edit.to_photo(corner)
            assert -1e-6 <= x <= 1 + 1e-6
            assert -1e-6 <= y <= 1 + 1e-6
        assert edit.width > 0
        assert edit.height > 0


@given(steps=_steps, x=_fractions, y=_fractions)
def test_a_place_of_the_frame_is_found_again_from_the_photo(
    steps: list[object], x: float, y: float
) -> None:
    edit = WHOLE
    for step in steps:
        edit = step(edit)  # type: ignore[operator]  # each of them is a function

    assert edit.to_frame(edit.to_photo((x, y))) == pytest.approx((x, y), abs=1e-6)


def test_four_quarter_turns_are_none() -> None:
    edit = WHOLE
    for _ in range(4):
        edit = edit.turned(1)

    assert edit.is_untouched


def test_zooming_keeps_what_is_under_the_pointer() -> None:
    edit = WHOLE.tilted(10).zoomed(1.5)
    at = (0.3, 0.6)
    below = edit.to_photo(at)

    assert edit.zoomed(1.3, at).to_photo(at) == pytest.approx(below, abs=1e-6)


def test_zooming_ends_at_the_smallest_photo_that_works() -> None:
    edit = WHOLE.zoomed(1000)

    assert min(edit.width, edit.height) == pytest.approx(PHOTO_MIN_SIDE_PX)
    assert edit.zoomed(0.0001).is_untouched


def test_a_square_of_a_wide_photo_is_as_high_as_the_photo() -> None:
    edit = WHOLE.with_ratio(1.0)

    assert (edit.width, edit.height) == pytest.approx((HEIGHT, HEIGHT))


def test_a_frame_around_the_subject_leaves_some_room() -> None:
    edit = WHOLE.around((0.5, 0.2, 0.7, 0.8), None)

    left, top = edit.to_photo((0.0, 0.0))
    right, bottom = edit.to_photo((1.0, 1.0))
    assert 0.3 < left < 0.5
    assert 0 <= top < 0.2
    assert 0.7 < right < 0.9
    assert 0.8 < bottom <= 1


@pytest.fixture
def colours() -> QImage:
    """A photo whose four quarters are red, green, blue and white."""
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    half = QRect(0, 0, WIDTH // 2, HEIGHT // 2)
    for rectangle, colour in (
        (half, "red"),
        (half.translated(half.width(), 0), "lime"),
        (half.translated(0, half.height()), "blue"),
        (half.translated(half.width(), half.height()), "white"),
    ):
        painter.fillRect(rectangle, QColor(colour))
    painter.end()
    return picture


@pytest.mark.parametrize(
    "edit",
    [
        WHOLE.turned(1),
        WHOLE.turned(2).zoomed(1.4, (0.2, 0.9)),
        WHOLE.turned(-1).with_ratio(1.0).panned(30, -20),
        WHOLE.tilted(17),
        WHOLE.turned(1).tilted(-30).zoomed(1.2).panned(15, 25),
    ],
)
def test_what_is_cut_out_shows_what_the_frame_shows(colours: QImage, edit: PhotoEdit) -> None:
    picture = cut_out(colours, edit)

    assert picture.width() == pytest.approx(edit.width, abs=1)
    assert picture.height() == pytest.approx(edit.height, abs=1)
    for place in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9), (0.3, 0.6)):
        original = edit.to_photo(place)
        if _is_near_an_edge(original):
            continue
        assert _colour(picture, place) == _colour(colours, original)


def _colour(picture: QImage, place: Place) -> QColor:
    x = min(math.floor(place[0] * picture.width()), picture.width() - 1)
    y = min(math.floor(place[1] * picture.height()), picture.height() - 1)
    return picture.pixelColor(x, y)


def _is_near_an_edge(place: Place) -> bool:
    return any(abs(each - 0.5) < 0.02 for each in place)


def test_a_part_of_a_large_photo_is_sent_as_sharp_as_it_is(tmp_path: Path) -> None:
    large = QImage(4000, 3000, QImage.Format.Format_RGB32)
    large.fill(QColor("teal"))
    path = tmp_path / "large.jpg"
    assert large.save(str(path))
    source = PhotoSource("large", path)
    whole = prepare(source)
    assert whole.picture.width() == PHOTO_SEND_SIDE_PX

    part = prepare(source, whole.edit.zoomed(2))

    assert (part.picture.width(), part.picture.height()) == (2000, 1500)
    assert part.light().picture.width() == SHOWN_SIDE_PX
    assert (part.original_width_px, part.original_height_px) == (4000, 3000)


def test_an_edit_that_is_taken_back_has_lost_nothing(colours: QImage) -> None:
    source = PhotoSource("Pasted photo", image=colours)
    edited = prepare(source, WHOLE.turned(1).zoomed(2))
    assert (edited.picture.width(), edited.picture.height()) == (HEIGHT // 2, WIDTH // 2)

    again = prepare(source, PhotoEdit.whole(WIDTH, HEIGHT))

    assert again.picture == prepare_image(colours, "").picture
