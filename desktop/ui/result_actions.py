"""What a person does with a plushie that was just made."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.models.all import Models
from desktop.models.results import Keepsake
from desktop.ui.dialogs import Dialogs
from desktop.ui.gallery_actions import GalleryActions
from desktop.ui.pages.job import JobPage

if TYPE_CHECKING:
    from desktop.ui.widgets.toast import Toast
    from shared.gallery import Image


class ResultActions(QObject):
    """Joins the job's page with models, dialogs and the toast."""

    def __init__(
        self,
        models: Models,
        dialogs: Dialogs,
        page: JobPage,
        gallery_actions: GalleryActions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._dialogs = dialogs
        self._page = page
        self._gallery_actions = gallery_actions
        self._parent = parent
        self._toast: Toast | None = None
        bar = page.bar
        bar.save_wanted.connect(self.save)
        bar.keepsake_wanted.connect(self.save_keepsake)
        bar.copy_wanted.connect(self.copy)
        bar.favourite_wanted.connect(self.toggle_favourite)
        bar.delete_wanted.connect(self.delete)

    def use_toast(self, toast: "Toast") -> None:
        """Say short words there."""
        self._toast = toast

    @Slot(int)
    def save(self, size_px: int = 0) -> None:
        """Ask for a name, and write the picture: in full, or so many px on the longer side."""
        image = self._image()
        if image is None:
            return
        name = image.title or f"plushie-{image.style.value}"
        if size_px:
            name = f"{name}-{size_px}"
        path = self._dialogs.save(self._parent, name)
        if path:
            self._models.results.save(image, path, size_px or None)

    @Slot(str)
    def save_keepsake(self, value: str) -> None:
        """Ask for a name, and write photo and plushie together."""
        image = self._image()
        if image is None:
            return
        keepsake = Keepsake(value)
        begin = image.title or image.style.value
        if keepsake is Keepsake.CLIP:
            path = self._dialogs.save_clip(self._parent, f"{begin}-{self.tr('reveal')}")
        else:
            words = self.tr("before and after").replace(" ", "-")
            path = self._dialogs.save(self._parent, f"{begin}-{words}")
        if path:
            self._models.results.save_keepsake(image, keepsake, path)
            if keepsake is Keepsake.CLIP:
                self._say(self.tr("Making the clip…"))

    @Slot()
    def copy(self) -> None:
        """Put the picture as it is shown into the clipboard."""
        picture = self._page.picture
        if picture is not None:
            QGuiApplication.clipboard().setImage(picture)
            self._say(self.tr("Copied. Paste it anywhere."))

    @Slot()
    def toggle_favourite(self) -> None:
        """Mark it, or take the mark away."""
        image_id = self._page.finished_image_id
        if image_id:
            self._models.gallery.set_favourite([image_id], not self._page.is_favourite)
            self._page.set_favourite(is_favourite=not self._page.is_favourite)

    @Slot()
    def delete(self) -> None:
        """Throw it away, with a while to change one's mind."""
        image_id = self._page.finished_image_id
        if image_id:
            self._models.jobs.dismiss(self._page.job_id)
            self._gallery_actions.throw_away([image_id])

    def _image(self) -> "Image | None":
        job = self._models.jobs.job(self._page.job_id)
        return None if job is None else job.image

    def _say(self, text: str) -> None:
        if self._toast is not None:
            self._toast.say(text)
