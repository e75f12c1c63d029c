"""The app behind the sign-in: the side bar, and the pages that it leads to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.errors import AppError
from desktop.models.all import Models
from desktop.models.connection import ConnectionState
from desktop.models.told import Told
from desktop.storage.drag_folder import DragFolder
from desktop.ui.dialogs import Dialogs
from desktop.ui.drag_out import DragOut
from desktop.ui.gallery_actions import GalleryActions
from desktop.ui.result_actions import ResultActions
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.ui.widgets.account_notices import AccountNotices
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from desktop.ui.pages.studio_pages import StudioPages
    from desktop.ui.widgets.toast import Toast


class Studio(QWidget):
    """Joins the pages with each other; each page alone knows its model only."""

    def __init__(
        self,
        theme: Theme,
        models: Models,
        dialogs: Dialogs,
        pages: "StudioPages",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._dialogs = dialogs
        self._toast: Toast | None = None
        self.side_bar = pages.side_bar
        self.offline_notice = Notice(theme, can_close=False)
        self.notice = Notice(theme)
        self.account_notices = AccountNotices(theme, models)
        self.create_page = pages.create
        self.job_page = pages.job
        self.gallery_page = pages.gallery
        self.detail_page = pages.detail
        self.credits_page = pages.credits
        self.settings_page = pages.settings
        self._drag_folder = DragFolder(models.folders.drags)
        self.drags = (
            DragOut(
                self.job_page.pair.result,
                models.gallery,
                lambda: self.job_page.finished_image,
                self._drag_folder,
                self,
            ),
            DragOut(
                self.detail_page.pair.result,
                models.gallery,
                lambda: models.gallery.image(self.detail_page.image_id),
                self._drag_folder,
                self,
            ),
        )
        self.gallery_actions = GalleryActions(
            theme,
            models,
            dialogs,
            (self.gallery_page, self.detail_page),
            self,
            drag_folder=self._drag_folder,
        )
        self.result_actions = ResultActions(
            models, dialogs, self.job_page, self.gallery_actions, self
        )
        self._pages = QStackedWidget()
        for page in (
            self.create_page,
            self.job_page,
            self.gallery_page,
            self.detail_page,
            self.credits_page,
            self.settings_page,
        ):
            self._pages.addWidget(page)
        notices = column(spacing=SPACE_S)
        notices.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, 0)
        notices.addWidget(self.offline_notice)
        notices.addWidget(self.account_notices)
        notices.addWidget(self.notice)
        self._notices = QWidget()
        self._notices.setLayout(notices)
        content = column()
        content.addWidget(self._notices)
        content.addWidget(self._pages, 1)
        whole = row(self)
        whole.addWidget(self.side_bar)
        whole.addLayout(content, 1)
        self._connect()
        self._render_notices()

    @property
    def current_page(self) -> QWidget:
        """The page in view."""
        page = self._pages.currentWidget()
        return self if page is None else page

    def use_toast(self, toast: "Toast") -> None:
        """Say short words there."""
        self._toast = toast
        self.gallery_actions.use_toast(toast)
        self.result_actions.use_toast(toast)

    def remove_drags(self) -> None:
        """The window closes: remove what was only written to be dragged."""
        self._drag_folder.remove()

    def show_page(self, page: str) -> None:
        """Go to create, gallery, credits or settings."""
        widget = {
            "create": self.create_page,
            "gallery": self.gallery_page,
            "credits": self.credits_page,
            "settings": self.settings_page,
        }[page]
        self._pages.setCurrentWidget(widget)
        self.side_bar.show_page(page)
        if widget is self.gallery_page:
            self.gallery_page.view.setFocus()

    @Slot(str)
    def show_job(self, job_id: str) -> None:
        """Show one job, large."""
        self.job_page.show_job(job_id)
        self._pages.setCurrentWidget(self.job_page)
        self.side_bar.show_page("create", job_id)

    @Slot(str)
    def show_image(self, image_id: str) -> None:
        """Show one picture of the gallery, large."""
        self.detail_page.show_image(image_id)
        self._pages.setCurrentWidget(self.detail_page)
        self.side_bar.show_page("gallery")
        self.detail_page.setFocus()

    @Slot()
    def browse(self) -> None:
        """Ask for photo files."""
        self._models.studio.get_ready()
        paths = self._dialogs.photos(self)
        if paths:
            self.show_page("create")
            self._models.studio.choose_files(paths)

    @Slot()
    def add_photos(self) -> None:
        """Ask for photo files that come besides those that are there."""
        paths = self._dialogs.photos(self)
        if paths:
            self._models.studio.table.add(paths)

    def make(self) -> None:
        """What the strong button of the Create page does."""
        if self.current_page is self.create_page:
            self.create_page.make()

    def crop_photo(self) -> None:
        """Crop and turn the photo in view."""
        if self.current_page is self.create_page:
            self.create_page.edit_photo()

    def choose_style(self, number: int) -> None:
        """The style of this number, 1 to 4."""
        if self.current_page is self.create_page:
            self.create_page.choose_style(number)

    def save_current(self) -> None:
        """Save the picture that is shown."""
        if self.current_page is self.detail_page:
            self.gallery_actions.save_one(self.detail_page.image_id)
        elif self.current_page is self.job_page and self.job_page.bar.isVisible():
            self.result_actions.save()

    def search(self) -> None:
        """Look for a picture."""
        self.show_page("gallery")
        self.gallery_page.search()

    def go_back(self) -> None:
        """One step out."""
        if self.current_page is self.detail_page:
            if not self.detail_page.go_back():
                self._show_gallery()
        elif self.current_page is self.gallery_page:
            self.gallery_page.go_back()
        elif self.current_page is self.job_page:
            self._show_create()
        elif self.current_page is self.create_page:
            self.create_page.go_back()

    def _connect(self) -> None:
        models = self._models
        self.side_bar.page_wanted.connect(self._open_page)
        self.side_bar.job_opened.connect(self.show_job)
        self.create_page.browse_wanted.connect(self.browse)
        self.create_page.add_wanted.connect(self.add_photos)
        self.create_page.credits_wanted.connect(self._show_credits)
        self.create_page.notice.acted.connect(self.browse)
        self.create_page.job_started.connect(self.show_job)
        self.job_page.left.connect(self._leave_job)
        self.job_page.again_wanted.connect(self._job_again)
        self.gallery_page.opened.connect(self.show_image)
        self.gallery_page.create_wanted.connect(self._show_create)
        self.detail_page.left.connect(self._show_gallery)
        self.detail_page.copy_wanted.connect(self._copy_image)
        self.detail_page.comparison_wanted.connect(self._compare_image)
        self.detail_page.again_wanted.connect(self._image_again)
        self.detail_page.delete_wanted.connect(self._delete)
        self.detail_page.restore_wanted.connect(self._restore)
        self.detail_page.tag_pressed.connect(self._show_tagged)
        models.gallery.saved.connect(self._on_saved)
        models.gallery.failed.connect(self._on_failed)
        models.results.saved.connect(self._on_saved)
        models.results.failed.connect(self._on_failed)
        models.credits.failed.connect(self._on_failed)
        models.connection.state_changed.connect(self._render_notices)
        models.gallery.waiting_changed.connect(self._render_notices)
        models.storage.trouble_changed.connect(self._on_storage_trouble)
        self.notice.dismissed.connect(self._render_notices)
        self.account_notices.changed.connect(self._render_notices)

    @Slot()
    def _show_create(self) -> None:
        self.show_page("create")

    @Slot()
    def _leave_job(self) -> None:
        # A job that was seen some time ago may also go while its picture is deleted elsewhere.
        if self.current_page is self.job_page:
            self._show_create()

    @Slot(str)
    def _open_page(self, page: str) -> None:
        """The side bar leads to the gallery itself, not to its trash."""
        if page == "gallery":
            self.gallery_page.leave_trash()
        self.show_page(page)

    @Slot()
    def _show_credits(self) -> None:
        self.show_page("credits")

    @Slot()
    def _show_gallery(self) -> None:
        self.show_page("gallery")

    @Slot(str)
    def _show_tagged(self, tag: str) -> None:
        self.show_page("gallery")
        self.gallery_page.search_for(tag)

    @Slot(str)
    def _compare_image(self, image_id: str) -> None:
        image = self._models.gallery.image(image_id)
        if image is None:
            return
        name = self.tr("before and after").replace(" ", "-")
        path = self._dialogs.save(self, f"{image.title or image.style.value}-{name}")
        if path:
            self._models.gallery.save_comparison(image_id, path)

    @Slot(str)
    def _copy_image(self, image_id: str) -> None:
        self._copy(self._models.gallery.picture(image_id))

    def _copy(self, picture: QImage | None) -> None:
        if picture is not None:
            QGuiApplication.clipboard().setImage(picture)
            self._say(self.tr("Copied. Paste it anywhere."))

    @Slot(str)
    def _job_again(self, job_id: str) -> None:
        job = self._models.jobs.job(job_id)
        if job is None:
            return
        if not self._models.studio.table.select_photo_of(job.photo):
            original = self._models.results.photo(job.image_id or "") or job.photo
            if original is not None:
                told = Told.from_json(job.hints_json)
                self._models.studio.choose_image(original, told, job.photo_name)
        self._show_create()

    @Slot(str)
    def _image_again(self, image_id: str) -> None:
        image = self._models.gallery.image(image_id)
        original = self._models.gallery.original(image_id)
        if image is not None and original is not None:
            self._models.studio.choose_image(original, Told.from_hints(image.hints), image.title)
            self._show_create()

    @Slot(str)
    def _delete(self, image_id: str) -> None:
        """Delete the picture in view, and go on to the next one."""
        if image_id:
            if not self.detail_page.step_away():
                self._show_gallery()
            self.gallery_actions.delete([image_id])

    @Slot(str)
    def _restore(self, image_id: str) -> None:
        """Take the picture in view out of the trash, and go on to the next one there."""
        if image_id:
            if not self.detail_page.step_away():
                self._show_gallery()
            self.gallery_actions.restore([image_id])

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        if not self._drag_folder.owns(path):
            self._say(self.tr("Saved as {path}").format(path=path))

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        if error.ends_session:
            # The password is asked for over this page.
            return
        self.notice.tell_error(error)
        self._render_notices()

    @Slot()
    def _on_storage_trouble(self) -> None:
        if self._models.storage.is_disk_full:
            self.notice.tell(
                "info",
                self.tr("The disk of this computer is full."),
                self.tr("Everything goes on, but new pictures and changes are not kept here."),
            )
        self._render_notices()

    @Slot()
    def _render_notices(self) -> None:
        if self._models.connection.state is ConnectionState.OFFLINE:
            words = self.tr(
                "Your gallery still opens. What is under way goes on when you are back."
            )
            if self._models.gallery.waiting_count:
                words = self.tr(
                    "Your gallery still opens. What you change is sent when you are back."
                )
            self.offline_notice.tell("warning", self.tr("You are offline."), words)
        else:
            self.offline_notice.clear()
        self._notices.setVisible(
            self.account_notices.says_something
            or not (self.offline_notice.isHidden() and self.notice.isHidden())
        )

    def _say(self, text: str) -> None:
        if self._toast is not None:
            self._toast.say(text)
