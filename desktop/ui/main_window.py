"""The main window: starting, signing in, then the studio; drops and pastes from everywhere."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QSize, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desktop.models.all import Models
from desktop.models.session import SessionState
from desktop.models.update import UpdateState
from desktop.ui.announce import announce
from desktop.ui.attention import Attention
from desktop.ui.dialogs import Dialogs
from desktop.ui.pages.startup import StartupPage
from desktop.ui.pages.studio_pages import StudioPages
from desktop.ui.shortcut_keys import ShortcutKeys
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.transfer import photo_of, takes, takes_time
from desktop.ui.update_notice import UpdateNotice
from desktop.ui.widgets.drop_overlay import DropOverlay
from desktop.ui.widgets.layouts import column
from desktop.ui.widgets.toast import Toast
from desktop.ui.widgets.words import style_name
from shared.resources import resource_path

if TYPE_CHECKING:
    from desktop.ui.pages.password_sheet import PasswordSheet
    from desktop.ui.pages.sign_in.page import SignInPage
    from desktop.ui.pages.studio import Studio
    from desktop.ui.pages.update import UpdatePage

_FIRST_SIZE = QSize(1280, 800)
_SMALLEST_SIZE = QSize(960, 640)
_PREPARE_AFTER_MS = 50


class MainWindow(QMainWindow):
    """Shows the stage that fits start and session, and remembers its place on the screen."""

    def __init__(self, models: Models, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self._models = models
        self.theme = Theme(models.preferences, self)
        self.setWindowTitle("PlushifyMe")
        self.setWindowIcon(QIcon(str(resource_path("icons", "plushifyme.svg"))))
        self.setMinimumSize(_SMALLEST_SIZE + _more_for_larger_text())
        self.resize(_FIRST_SIZE)
        self.setAcceptDrops(True)
        self.startup_page = StartupPage(self.theme, models.startup)
        self._sign_in_page: SignInPage | None = None
        self._update_page: UpdatePage | None = None
        self._password_sheet: PasswordSheet | None = None
        self.update_notice = UpdateNotice(self.theme, models.update)
        self._dialogs = dialogs or Dialogs()
        self._studio: Studio | None = None
        self._studio_pages = StudioPages(self.theme, models, self._dialogs)
        self._stages = QStackedWidget()
        self._stages.addWidget(self.startup_page)
        middle = QWidget()
        box = column(middle)
        box.addWidget(self.update_notice)
        box.addWidget(self._stages, 1)
        self.setCentralWidget(middle)
        self.toast = Toast(self.theme, self)
        self.shortcuts = ShortcutKeys(self)
        self.attention = Attention(self, models.attention)
        self._overlay = DropOverlay(self.theme, self)
        self._prepare = QTimer(self)
        self._prepare.setSingleShot(True)
        self._prepare.setInterval(_PREPARE_AFTER_MS)
        self._prepare.timeout.connect(self._prepare_studio)
        self._connect()
        self._show_stage()
        self._restore_place()

    # The pages below are built once the first one is on the screen, and imported no sooner.

    @property
    def sign_in_page(self) -> "SignInPage":
        """Who comes in."""
        if self._sign_in_page is None:
            from desktop.ui.pages.sign_in.page import SignInPage  # noqa: PLC0415 - see above

            self._sign_in_page = SignInPage(self.theme, self._models)
            self._stages.addWidget(self._sign_in_page)
        return self._sign_in_page

    def get_ready(self) -> None:
        """Build what the start may lead to; the first page is on the screen by now."""
        if not self._was_somebody_here:
            _ = self.sign_in_page

    @property
    def _was_somebody_here(self) -> bool:
        """Whether somebody has signed in on this computer before, and may still be."""
        return (self._models.folders.data / "accounts").is_dir()

    @property
    def update_page(self) -> "UpdatePage":
        """What somebody sees whose app is too old for the server."""
        if self._update_page is None:
            from desktop.ui.pages.update import UpdatePage  # noqa: PLC0415 - see above

            self._update_page = UpdatePage(self.theme, self._models.update)
            self._stages.addWidget(self._update_page)
        return self._update_page

    @property
    def password_sheet(self) -> "PasswordSheet":
        """Lies over the studio when the session has ended during use."""
        if self._password_sheet is None:
            from desktop.ui.pages.password_sheet import PasswordSheet  # noqa: PLC0415 - see above

            self._password_sheet = PasswordSheet(self.theme, self._models, self._stages, self)
        return self._password_sheet

    @property
    def studio(self) -> "Studio":
        """What a signed-in person sees."""
        if self._studio is None:
            from desktop.ui.pages.studio import Studio  # noqa: PLC0415 - see above

            _ = self.password_sheet
            self._studio = Studio(self.theme, self._models, self._dialogs, self._studio_pages)
            self._studio.use_toast(self.toast)
            shortcuts_button = self._studio.settings_page.shortcuts_button
            shortcuts_button.clicked.connect(self.shortcuts.show_sheet)
            self._stages.addWidget(self._studio)
        return self._studio

    @property
    def is_inside(self) -> bool:
        """Whether somebody is signed in and the studio is shown, with nothing before it."""
        is_shown = self._studio is not None and self._stages.currentWidget() is self._studio
        return is_shown and self._models.session.state is SessionState.SIGNED_IN

    @property
    def is_drop_offered(self) -> bool:
        """Whether a photo is held over the window right now."""
        return self._overlay.isVisible()

    @Slot()
    def paste(self) -> None:
        """Take the clipboard's photo."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> None:
        """Make a dropped or pasted photo the one to work with."""
        if not self.is_inside or not takes(data):
            return
        photo = photo_of(data)
        self.studio.show_page("create")
        if photo is None:
            self._models.studio.miss_photo()
            return
        if photo.image is not None:
            self._models.studio.choose_image(photo.image)
        elif photo.url or photo.data:
            self._models.studio.choose_web(photo.url, photo.data)
        else:
            self._models.studio.choose_files(photo.paths)

    def showEvent(self, event: QShowEvent) -> None:
        """Once the first page is on the screen, get ready what follows it."""
        super().showEvent(event)
        self._prepare.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place, and carry out what waits for its undo time."""
        self.toast.expire_now()
        if self._studio is not None:
            self._studio.remove_drags()
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._models.preferences.change(window_geometry=place)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the veil over all of it."""
        super().resizeEvent(event)
        if self._overlay.isVisible():
            self._overlay.cover()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Something that may be a photo is held over the window."""
        if self.is_inside and takes(event.mimeData()):
            event.acceptProposedAction()
            self._overlay.cover()
            self._models.studio.get_ready()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away again."""
        self._overlay.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """It was let go."""
        event.acceptProposedAction()
        if takes_time(event.mimeData()):
            self._overlay.tell_of_wait()
        self.take(event.mimeData())
        self._overlay.hide()

    def _connect(self) -> None:
        models = self._models
        models.startup.ready.connect(self._show_stage)
        models.startup.failed.connect(self._show_stage)
        models.session.state_changed.connect(self._show_stage)
        models.update.changed.connect(self._show_stage)
        models.session.token_not_kept.connect(self._on_token_not_kept)
        models.address.changed.connect(self._show_stage)
        models.address.proven.connect(self._on_address_proven)
        models.address.replaced.connect(self._on_address_replaced)
        models.jobs.job_finished.connect(self._on_job_finished)
        models.jobs.job_failed.connect(self._on_job_failed)

    def _restore_place(self) -> None:
        stored = self._models.preferences.current.window_geometry
        if stored:
            self.restoreGeometry(QByteArray.fromBase64(stored.encode()))

    @Slot()
    def _prepare_studio(self) -> None:
        # While the server starts nobody waits for the window; after signing in somebody would.
        # One page at a time: whoever types meanwhile feels nothing.
        if self._sign_in_page is None and not self._was_somebody_here:
            self.get_ready()
            self._prepare.start(0)
        elif self._studio is None and self._studio_pages.build_next():
            self._prepare.start(0)
        elif self._studio is None:
            _ = self.studio
            self._prepare.start(0)
        elif not self._models.session.state.is_inside:
            _ = self.sign_in_page

    @property
    def _is_server_expected(self) -> bool:
        """Whether there is a server; whoever is inside need not wait while it starts."""
        startup = self._models.startup
        return startup.is_ready or (self._models.session.state.is_inside and startup.error is None)

    @Slot()
    def _show_stage(self) -> None:
        state = self._models.session.state
        before = self._stages.currentWidget()
        if self._models.update.state is UpdateState.REQUIRED:
            self._stages.setCurrentWidget(self.update_page)
        elif state is SessionState.STARTING or not self._is_server_expected:
            self._stages.setCurrentWidget(self.startup_page)
        elif state.is_inside and not self._models.address.is_awaited:
            studio = self.studio
            self._stages.setCurrentWidget(studio)
            if before is not studio:
                studio.show_page("create")
        else:
            self.toast.expire_now()
            self._stages.setCurrentWidget(self.sign_in_page)
            if before is not self.sign_in_page:
                self.sign_in_page.focus_first()

    @Slot()
    def _on_token_not_kept(self) -> None:
        self.toast.say(self.tr("No key ring here: you stay signed in until the app closes."))

    @Slot(int)
    def _on_address_proven(self, credits_count: int) -> None:
        self.toast.say(
            self.tr("Thank you. {count} credits are yours.").format(count=credits_count)
            if credits_count
            else self.tr("Thank you. Your address is confirmed.")
        )

    @Slot(str)
    def _on_address_replaced(self, email: str) -> None:
        self.toast.say(self.tr("Your address is {email} now.").format(email=email))

    @Slot(str)
    def _on_job_finished(self, job_id: str) -> None:
        job = self._models.jobs.job(job_id)
        if job is None:
            return
        words = self.tr("Your plushie is ready: {style}.").format(style=style_name(job.style))
        announce(self, words)
        if self.studio.job_page.job_id != job_id:
            self.toast.say(words)

    @Slot(str)
    def _on_job_failed(self, job_id: str) -> None:
        job = self._models.jobs.job(job_id)
        if job is not None and job.error is not None:
            announce(self, job.error.text)


def _more_for_larger_text() -> QSize:
    """What the window needs besides when text is larger; still less than small screens have."""
    more = in_text_size(100) - 100
    return QSize(round(3.2 * more), round(0.8 * more))
