"""All keyboard shortcuts of the window, in one place; F1 lists them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.ui.widgets.shortcuts import ShortcutSheet

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class ShortcutKeys(QObject):
    """Binds keys to what the window can do."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._bind("Ctrl+1", self._create)
        self._bind("Ctrl+2", self._gallery)
        self._bind("Ctrl+3", self._credits)
        self._bind("Ctrl+,", self._settings)
        self._bind(QKeySequence.StandardKey.Open, self._open)
        self._bind(QKeySequence.StandardKey.Paste, window.paste)
        self._bind("Ctrl+Return", self._make)
        self._bind(QKeySequence.StandardKey.Save, self._save)
        self._bind(QKeySequence.StandardKey.Find, self._search)
        self._bind(QKeySequence.StandardKey.Undo, window.toast.press)
        self._bind("Esc", self._back)
        self._bind("F1", self.show_sheet)
        self._bind("C", self._crop)
        for number in (1, 2, 3, 4):
            self._bind(str(number), self._style_of(number))

    def listed(self) -> list[tuple[str, str]]:
        """Keys and what they do."""
        return [
            ("Ctrl+1", self.tr("Create")),
            ("Ctrl+2", self.tr("Gallery")),
            ("Ctrl+3", self.tr("Credits")),
            ("Ctrl+,", self.tr("Settings")),
            ("Ctrl+O", self.tr("Choose a photo")),
            ("Ctrl+V", self.tr("Paste a photo")),
            ("1 – 4", self.tr("Choose a style")),  # noqa: RUF001 - a range
            ("C", self.tr("Crop or turn the photo")),
            ("Ctrl+Return", self.tr("Make my plushie")),
            ("Ctrl+S", self.tr("Save the picture")),
            ("Return", self.tr("Open the chosen picture")),
            ("Left / Right", self.tr("Leaf through the pictures")),
            ("Ctrl+F", self.tr("Search the gallery")),
            ("Space", self.tr("Select the picture, or not")),
            ("Shift+Left", self.tr("Select as far as the arrows lead")),
            ("Ctrl+A", self.tr("Select all pictures")),
            ("Ctrl++", self.tr("Larger pictures")),
            ("Ctrl+-", self.tr("Smaller pictures")),
            ("F", self.tr("Mark the picture in view as a favourite")),
            ("T", self.tr("Tag the picture in view")),
            ("Z", self.tr("Look closely at the picture in view")),
            ("Del", self.tr("Delete the picture, with an undo")),
            ("Ctrl+Z", self.tr("Bring back what was just deleted")),
            ("Esc", self.tr("Back")),
            ("F1", self.tr("This list")),
        ]

    @Slot()
    def show_sheet(self) -> None:
        """Open the list."""
        sheet = ShortcutSheet(self._window.theme, self.listed(), self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _bind(self, keys: str | QKeySequence.StandardKey, action: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.activated.connect(action)

    def _style_of(self, number: int) -> object:
        def choose() -> None:
            if isinstance(self._window.focusWidget(), QLineEdit | QPlainTextEdit):
                return
            if self._window.is_inside:
                self._window.studio.choose_style(number)

        return choose

    @Slot()
    def _crop(self) -> None:
        is_typing = isinstance(self._window.focusWidget(), QLineEdit | QPlainTextEdit)
        if self._window.is_inside and not is_typing:
            self._window.studio.crop_photo()

    @Slot()
    def _create(self) -> None:
        self._go("create")

    @Slot()
    def _gallery(self) -> None:
        self._go("gallery")

    @Slot()
    def _search(self) -> None:
        if self._window.is_inside:
            self._window.studio.search()

    @Slot()
    def _credits(self) -> None:
        self._go("credits")

    @Slot()
    def _settings(self) -> None:
        self._go("settings")

    def _go(self, page: str) -> None:
        if self._window.is_inside:
            self._window.studio.show_page(page)

    @Slot()
    def _open(self) -> None:
        if self._window.is_inside:
            self._window.studio.browse()

    @Slot()
    def _make(self) -> None:
        if self._window.is_inside:
            self._window.studio.make()

    @Slot()
    def _save(self) -> None:
        if self._window.is_inside:
            self._window.studio.save_current()

    @Slot()
    def _back(self) -> None:
        if self._window.is_inside:
            self._window.studio.go_back()
