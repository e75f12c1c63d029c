"""What a person does with pictures of the gallery: favourite, tag, save, drag, delete, bring back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop.models.all import Models
from desktop.storage.drag_folder import DragFolder
from desktop.storage.export_names import NameParts
from desktop.ui.dialogs import Dialogs
from desktop.ui.drag_many import DragMany
from desktop.ui.numbers import whole
from desktop.ui.pages.detail import DetailPage
from desktop.ui.pages.gallery import GalleryPage
from desktop.ui.save_many import SaveManyDialog
from desktop.ui.share_dialog import ShareDialog
from desktop.ui.tags_dialog import TagsDialog
from desktop.ui.theme.theme import Theme
from desktop.ui.widgets.words import style_name

if TYPE_CHECKING:
    from desktop.ui.widgets.toast import Toast
    from desktop.workers.exports import ExportResult

_UNDO_MS = 10_000


class GalleryActions(QObject):
    """Joins the gallery's page with its model, the dialogs and the toast."""

    def __init__(
        self,
        theme: Theme,
        models: Models,
        dialogs: Dialogs,
        pages: tuple[GalleryPage, DetailPage],
        parent: QWidget,
        *,
        drag_folder: DragFolder,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gallery = models.gallery
        self._saving = models.save_many
        self._dialogs = dialogs
        self._page, self._detail = pages
        self._sharing = models.sharing
        self._parent = parent
        self._toast: Toast | None = None
        self._undoable: list[str] = []
        self.drags = DragMany(models.gallery, self._page.view, drag_folder)
        self._connect()

    def use_toast(self, toast: "Toast") -> None:
        """Say short words there."""
        self._toast = toast
        toast.acted.connect(self._undo)
        toast.expired.connect(self._keep_deleted)

    @Slot(list)
    def delete(self, ids: list[str]) -> None:
        """Delete pictures of the gallery: what lies in the trash for good."""
        if self._page.is_trash:
            self.purge(ids)
        else:
            self.throw_away(ids)

    def throw_away(self, ids: list[str]) -> None:
        """Put pictures into the trash, with a while in which that can be undone at once."""
        if not ids:
            return
        self._gallery.trash(ids)
        self._page.view.picks.clear()
        many = self.tr("{n} plushies deleted").format(n=whole(len(ids)))
        words = self.tr("Plushie deleted") if len(ids) == 1 else many
        if self._toast is not None:
            self._toast.say(words, self.tr("Undo"), shown_ms=_UNDO_MS)
        # After the toast: the word that stood there before has expired with it.
        self._undoable = ids

    @Slot(list)
    def restore(self, ids: list[str]) -> None:
        """Take pictures out of the trash."""
        if ids:
            self._gallery.restore(ids)
            self._page.view.picks.clear()
            many = self.tr("{n} plushies are back in the gallery").format(n=whole(len(ids)))
            self._say(self.tr("The plushie is back in the gallery") if len(ids) == 1 else many)

    @Slot(list)
    def purge(self, ids: list[str]) -> None:
        """Delete pictures for good, after a question."""
        if not ids:
            return
        many = self.tr("Delete {n} plushies for ever?").format(n=whole(len(ids)))
        question = self.tr("Delete this plushie for ever?") if len(ids) == 1 else many
        words = f"{question} {self.tr('This cannot be undone.')}"
        if self._dialogs.confirm(self._parent, words, self.tr("Delete for ever")):
            self._gallery.purge(ids)
            self._page.view.picks.clear()

    @Slot()
    def empty_trash(self) -> None:
        """Delete everything in the trash for good, after a question."""
        words = self.tr("Delete everything in the trash for ever? This cannot be undone.")
        if self._dialogs.confirm(self._parent, words, self.tr("Empty the trash")):
            self._gallery.empty_trash()

    @Slot(list)
    def toggle_favourite(self, ids: list[str]) -> None:
        """Mark them, or take the mark away when all of them have it."""
        if ids:
            self._gallery.set_favourite(ids, not self._are_favourites(ids))

    @Slot(list)
    def tag(self, ids: list[str]) -> None:
        """Show and change their tags."""
        if ids:
            dialog = TagsDialog(self._theme, self._gallery, ids, self._parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.tag_pressed.connect(self._page.search_for)
            dialog.open()

    @Slot(list)
    def save(self, ids: list[str]) -> None:
        """Ask where, and save: one as itself, several in the background."""
        if len(ids) == 1:
            self.save_one(ids[0])
        elif ids:
            image = self._gallery.image(ids[0])
            example = None
            if image is not None:
                example = NameParts(
                    image.title, style_name(image.style), image.prompt, image.created_at, 1
                )
            dialog = SaveManyDialog(self._theme, self._dialogs, ids, example, self._parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.ordered.connect(self._saving.start)
            dialog.open()

    @Slot(str)
    def save_one(self, image_id: str) -> None:
        """Ask for a name, and save."""
        image = self._gallery.image(image_id)
        if image is None:
            return
        path = self._dialogs.save(self._parent, image.title or f"plushie-{image.style}")
        if path:
            self._gallery.save(image_id, path)

    @Slot(str)
    def share(self, image_id: str) -> None:
        """Make links to a picture, and end them."""
        dialog = ShareDialog(self._theme, self._sharing, image_id, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _connect(self) -> None:
        view, bar = self._page.view, self._page.picks_bar
        view.delete_wanted.connect(self.delete)
        view.menu_wanted.connect(self.show_menu)
        view.press_began.connect(self._on_press_began)
        view.drag_wanted.connect(self._on_drag_wanted)
        bar.favourite_wanted.connect(self._favourite_picked)
        bar.tags_wanted.connect(self._tag_picked)
        bar.save_wanted.connect(self._save_picked)
        bar.trash_wanted.connect(self._delete_picked)
        bar.restore_wanted.connect(self._restore_picked)
        bar.purge_wanted.connect(self._delete_picked)
        self._detail.save_wanted.connect(self.save_one)
        self._detail.favourite_wanted.connect(self._favourite_one)
        self._detail.share_wanted.connect(self.share)
        self._page.trash_head.empty_wanted.connect(self.empty_trash)
        self.drags.fetched.connect(self._on_fetched)
        self._saving.finished.connect(self._on_saved_many)

    @Slot(list, QPoint)
    def show_menu(self, ids: list[str], place: QPoint) -> None:
        """Offer what can be done with these."""
        self.menu_for(ids).popup(place)

    def menu_for(self, ids: list[str]) -> QMenu:
        """A context menu, which goes when it is closed."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._theme.icon
        if self._page.is_trash:
            words = self.tr("Restore")
            menu.addAction(icon("arrow-counter-clockwise"), words, lambda: self.restore(ids))
            menu.addSeparator()
            words = self.tr("Delete for ever")
            menu.addAction(icon("trash", "error"), words, lambda: self.purge(ids))
            return menu
        if len(ids) == 1:
            open_it = self._page.opened.emit
            menu.addAction(icon("arrows-out"), self.tr("Open"), lambda: open_it(ids[0]))
        is_favourite = self._are_favourites(ids)
        words = self.tr("Not a favourite") if is_favourite else self.tr("Favourite")
        heart = icon("heart-fill" if is_favourite else "heart")
        menu.addAction(heart, words, lambda: self.toggle_favourite(ids))
        menu.addAction(icon("tag"), self.tr("Tags"), lambda: self.tag(ids))
        menu.addAction(icon("download-simple"), self.tr("Save"), lambda: self.save(ids))
        menu.addSeparator()
        menu.addAction(icon("trash", "error"), self.tr("Delete"), lambda: self.delete(ids))
        return menu

    def _are_favourites(self, ids: list[str]) -> bool:
        images = [self._gallery.image(each) for each in ids]
        return all(image is not None and image.favourite for image in images)

    @Slot(str)
    def _favourite_one(self, image_id: str) -> None:
        self.toggle_favourite([image_id])

    @Slot()
    def _favourite_picked(self) -> None:
        self.toggle_favourite(self._page.view.picked_ids())

    @Slot()
    def _tag_picked(self) -> None:
        self.tag(self._page.view.picked_ids())

    @Slot()
    def _save_picked(self) -> None:
        self.save(self._page.view.picked_ids())

    @Slot()
    def _delete_picked(self) -> None:
        self.delete(self._page.view.picked_ids())

    @Slot()
    def _restore_picked(self) -> None:
        self.restore(self._page.view.picked_ids())

    @Slot(list)
    def _on_press_began(self, ids: list[str]) -> None:
        if not self._page.is_trash:
            self.drags.prepare(ids)

    @Slot(list)
    def _on_drag_wanted(self, ids: list[str]) -> None:
        if self._page.is_trash:
            return
        if self.drags.is_ready(ids):
            self.drags.start(self.drags.content(ids), ids)
        else:
            self.drags.fetch(ids)
            self._say(self.tr("Getting the files ready. Drag them again in a moment."))

    @Slot()
    def _on_fetched(self) -> None:
        self._say(self.tr("The files are ready: drag them now."))

    @Slot()
    def _undo(self) -> None:
        ids, self._undoable = self._undoable, []
        self.restore(ids)

    @Slot()
    def _keep_deleted(self) -> None:
        self._undoable = []

    @Slot(object)
    def _on_saved_many(self, result: "ExportResult") -> None:
        words = self.tr("{n} plushies saved in {target}")
        if result.missed:
            words = self.tr("{n} plushies saved in {target}; {missed} could not be fetched.")
        self._say(
            words.format(n=whole(result.saved), target=result.target, missed=whole(result.missed))
        )

    def _say(self, text: str) -> None:
        if self._toast is not None:
            self._toast.say(text)
