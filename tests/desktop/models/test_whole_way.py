"""From signing in to a finished picture, through every real part."""

from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.models.connection import ConnectionState
from desktop.models.gallery import GalleryRole
from desktop.models.job import Job, JobState
from shared.styles import Style
from tests.desktop.conftest import PhotoFile
from tests.desktop.patient_bot import PATIENCE_MS
from tests.desktop.real_server import RealServer


def test_a_photo_becomes_a_picture_in_the_gallery(
    app: Application, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    models = app.models
    qtbot.waitUntil(lambda: models.connection.state is ConnectionState.ONLINE, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: models.credits.balance == 10, timeout=PATIENCE_MS)

    models.studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: models.studio.can_make, timeout=PATIENCE_MS)
    models.studio.set_style(Style.MINIMALIST)
    models.studio.set_wish("with a red scarf")
    job = _finished(app, models.studio.make(), qtbot)

    assert job.state is JobState.DONE, job.error
    assert job.preview is not None
    assert job.preview.width() == 300
    qtbot.waitUntil(lambda: models.gallery.rowCount() == 1, timeout=PATIENCE_MS)
    image = models.gallery.data(models.gallery.index(0), GalleryRole.IMAGE)
    assert image.style is Style.MINIMALIST  # type: ignore[attr-defined]
    assert image.prompt == "with a red scarf"  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: models.credits.balance == 9, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: models.credits.held == 0, timeout=PATIENCE_MS)


def test_a_running_job_shows_its_preview_and_the_held_credit(
    app: Application, server: RealServer, photo_file: PhotoFile, qtbot: QtBot
) -> None:
    models = app.models
    # Previews are told to those who listen, and not told again.
    qtbot.waitUntil(lambda: models.connection.state is ConnectionState.ONLINE, timeout=PATIENCE_MS)
    hold = server.hold()
    models.studio.choose_file(str(photo_file("Biscuit.jpg")))
    qtbot.waitUntil(lambda: models.studio.can_make, timeout=PATIENCE_MS)

    job_id = models.studio.make()
    qtbot.waitUntil(lambda: _job(app, job_id).preview is not None, timeout=PATIENCE_MS)

    qtbot.waitUntil(lambda: _job(app, job_id).state is JobState.MAKING, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: models.credits.held == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: models.credits.balance == 9, timeout=PATIENCE_MS)
    server.release(hold)
    assert _finished(app, job_id, qtbot).state is JobState.DONE


def _job(app: Application, job_id: str) -> Job:
    job = app.models.jobs.job(job_id)
    assert job is not None
    return job


def _finished(app: Application, job_id: str, qtbot: QtBot) -> Job:
    qtbot.waitUntil(lambda: _job(app, job_id).state.is_final, timeout=PATIENCE_MS)
    return _job(app, job_id)
