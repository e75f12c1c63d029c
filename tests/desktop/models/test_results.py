"""Files of finished plushies, from the real storage: in every size and format, still and moving."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.api.client import ApiClient
from desktop.app import Application
from desktop.models.results import Keepsake
from desktop.workers.reveal_clips import encode_clip
from shared.gallery import Image
from tests.desktop.conftest import MakePicture
from tests.desktop.patient_bot import PATIENCE_MS


@pytest.fixture
def image(client: ApiClient, make_picture: MakePicture) -> Image:
    """A finished picture of 300 x 300."""
    return make_picture(client)


def test_a_picture_is_saved_as_small_as_one_likes(
    app: Application, image: Image, tmp_path: Path, qtbot: QtBot
) -> None:
    for name, longest_side_px, wanted_px in (
        ("full.png", None, 300),
        ("small.jpg", 128, 128),
        ("larger.webp", 1024, 300),
    ):
        with qtbot.waitSignal(app.models.results.saved, timeout=PATIENCE_MS):
            app.models.results.save(image, str(tmp_path / name), longest_side_px)
        assert QImage(str(tmp_path / name)).width() == wanted_px


def test_picture_and_photo_are_opened_at_their_best(
    app: Application, image: Image, qtbot: QtBot
) -> None:
    results = app.models.results
    results.open(image)
    qtbot.waitUntil(
        lambda: results.picture(image.id) is not None and results.photo(image.id) is not None,
        timeout=PATIENCE_MS,
    )
    results.clear()
    assert results.picture(image.id) is None


def test_the_reveal_is_a_film_that_loops(
    app: Application, image: Image, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "reveal.webp"
    with qtbot.waitSignal(app.models.results.saved, timeout=PATIENCE_MS):
        app.models.results.save_keepsake(image, Keepsake.CLIP, str(path))

    with PillowImage.open(path) as film:
        assert film.format == "WEBP"
        assert getattr(film, "n_frames", 1) > 20
        assert film.info["loop"] == 0


def test_a_clip_in_a_format_that_cannot_move_is_refused(
    app: Application, image: Image, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(app.models.results.failed, timeout=PATIENCE_MS) as failed:
        app.models.results.save_keepsake(image, Keepsake.CLIP, str(tmp_path / "reveal.mp4"))

    assert "only WebP and GIF can move" in failed.args[0].title


@pytest.mark.parametrize("suffix", [".webp", ".gif"])
def test_the_film_goes_from_the_photo_to_the_plushie_and_back(suffix: str) -> None:
    photo = QImage(400, 300, QImage.Format.Format_RGB32)
    photo.fill(0xFF2040E0)
    plushie = QImage(300, 300, QImage.Format.Format_ARGB32)
    plushie.fill(0xFFE0A020)

    data = encode_clip(photo, plushie, suffix)

    done, film = cv2.imdecodeanimation(np.frombuffer(data, np.uint8))
    assert done
    middle = film.frames[0].shape[0] // 2
    blues = [int(frame[middle, 40, 0]) for frame in film.frames]
    assert blues[0] > 150
    assert min(blues) < 80
    assert blues[-1] > 150
    reds = [int(frame[middle, -40, 2]) for frame in film.frames]
    assert max(reds[:10]) > 150
