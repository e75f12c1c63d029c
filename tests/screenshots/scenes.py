"""The scenes: what is done in the app before each picture.

All of it happens in the real app on a real local cloud. Where a state needs a failing server or an
unlucky moment, the model is told of it directly.
"""

from PySide6.QtWidgets import QDialog

from desktop.app import Application
from desktop.errors import NOT_CHARGED, AppError
from desktop.models.connection import ConnectionState
from desktop.models.session import SessionState
from desktop.ui.main_window import MainWindow
from shared.resources import resource_path
from tests.screenshots.account_scenes import AccountScenes
from tests.screenshots.camera import SIZES, Camera, rest, wait_for
from tests.screenshots.create_scenes import CreateScenes
from tests.screenshots.gallery_scenes import GalleryScenes
from tests.screenshots.job_scenes import JobScenes

PHOTOS = tuple(
    str(resource_path("samples", name)) for name in ("chelsea.jpg", "astronaut.jpg", "coffee.jpg")
)


class Scenes:
    """Plays them in order."""

    def __init__(self, application: Application, window: MainWindow, camera: Camera) -> None:
        self._application = application
        self._models = application.models
        self._window = window
        self._camera = camera

    def play(self) -> None:
        """All of them."""
        self._starting()
        self._application.start()
        wait_for(lambda: self._models.startup.is_ready, "the local cloud is ready")
        wait_for(
            lambda: (
                self._models.session.state is SessionState.SIGNED_OUT
                and self._models.session.service is not None
            ),
            "the sign-in page",
        )
        accounts = AccountScenes(self._application, self._window, self._camera)
        accounts.signing_in()
        self._models.session.use_demo_account()
        wait_for(lambda: self._window.is_inside, "the demo account is signed in")
        wait_for(lambda: self._models.gallery.is_loaded, "the gallery is loaded")
        accounts.inside()
        self._empty_pages()
        self._choosing()
        self._making()
        self._filled_gallery()
        self._trouble()

    def _starting(self) -> None:
        startup = self._models.startup
        startup._progress("Starting the database", 0.35)
        self._camera.shoot("startup-progress")
        startup._on_failed(
            AppError(
                title="The local cloud did not start: the database has no room on the disk.",
                charged="",
                advice="The details are in /home/you/.local/share/PlushifyMe/local-cloud/logs/postgres.log.",
                code="local_cloud_failed",
            )
        )
        self._camera.shoot("startup-failed")

    def _empty_pages(self) -> None:
        self._camera.shoot("create-empty")
        self._window.studio.show_page("gallery")
        self._camera.shoot("gallery-empty")
        self._window.shortcuts.show_sheet()
        sheet = next(each for each in self._window.findChildren(QDialog) if each.isVisible())
        self._camera.shoot("shortcuts", sheet)
        sheet.close()
        self._window.studio.show_page("create")
        self._window._overlay.cover()
        self._camera.shoot("create-drag_over")
        self._window._overlay.hide()
        studio = self._models.studio
        studio.choose_file(str(resource_path("samples", "NOTICE.md")))
        wait_for(lambda: self._window.studio.create_page.notice.error is not None, "a refusal")
        self._camera.shoot("create-refused")

    def _choosing(self) -> None:
        CreateScenes(self._models, self._window, self._camera).play()

    def _making(self) -> None:
        JobScenes(self._models, self._window, self._camera).play()
        self._window.studio.show_page("credits")
        wait_for(lambda: len(self._models.credits.transactions) >= 5, "the statement")
        rest(200)
        self._camera.shoot("credits")

    def _filled_gallery(self) -> None:
        gallery = self._models.gallery
        studio = self._window.studio
        wait_for(lambda: gallery.rowCount() >= 4, "four plushies in the gallery")
        for job in self._models.jobs.jobs():
            self._models.jobs.dismiss(job.id)
        studio.show_page("gallery")
        rest(1500)
        self._camera.shoot("gallery-few")
        GalleryScenes(self._application, self._window, self._camera).play()
        studio.show_image(gallery.id_at(0))
        studio.detail_page.delete_button.click()
        rest(1000)
        self._camera.shoot("gallery-deleted")
        self._window.toast._act()

    def _trouble(self) -> None:
        studio = self._window.studio
        studio.show_page("gallery")
        self._models.gallery.failed.emit(
            AppError(
                title="Something went wrong on our side.",
                charged=NOT_CHARGED,
                advice="Please try again; if it stays, send us the id below.",
                code="internal",
                request_id="01930f2a-7c1e-7d55",
            )
        )
        self._window.resize(SIZES[0])
        rest(1000)
        self._camera.shoot("error-banner")
        studio.notice.clear()
        studio._render_notices()
        self._models.connection._machine.change(ConnectionState.OFFLINE)
        self._models.connection.state_changed.emit()
        self._camera.shoot("offline-banner")
        self._models.connection._machine.change(ConnectionState.CONNECTING)
        self._models.connection.state_changed.emit()
