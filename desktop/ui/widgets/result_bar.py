"""What can be done with a finished plushie: keep it, show it around, make another, throw it away."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from desktop.models.results import Keepsake
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.layouts import row

SIZES_PX = (1024, 768, 512)
"""Smaller ones than the full picture, for messages and profiles."""


class ResultBar(QFrame):
    """A row of buttons.

    Signals:
        save_wanted(int): So many px on the longer side; 0: in full.
        keepsake_wanted(str): A `Keepsake`.
        copy_wanted(), again_wanted(), favourite_wanted(), delete_wanted(): As named.
    """

    save_wanted = Signal(int)
    keepsake_wanted = Signal(str)
    copy_wanted = Signal()
    again_wanted = Signal()
    favourite_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.delete_button = IconButton(theme, "trash", self.tr("Delete"))
        self.favourite_button = IconButton(theme, "heart", self.tr("Favourite"))
        self.again_button = Button(theme, self.tr("Try another style"), icon="palette")
        self.keepsake_button = Button(theme, self.tr("Before && after"), icon="images")
        self.keepsake_button.setAccessibleName(self.tr("Save before and after"))
        self.copy_button = Button(theme, self.tr("Copy"), icon="copy")
        self.save_button = Button(theme, self.tr("Save"), ButtonKind.STRONG, icon="download-simple")
        self.size_button = IconButton(theme, "caret-down", self.tr("Save in another size"))
        self.keepsake_menu = _menu(self)
        self.size_menu = _menu(self)
        self._arrange()
        self._fill_menus()
        self.delete_button.clicked.connect(self.delete_wanted)
        self.favourite_button.clicked.connect(self.favourite_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.save_button.clicked.connect(self._save_in_full)
        self.keepsake_button.clicked.connect(self._show_keepsakes)
        self.size_button.clicked.connect(self._show_sizes)

    def set_favourite(self, *, is_favourite: bool) -> None:
        """Show whether it is one."""
        self.favourite_button.set_icon("heart-fill" if is_favourite else "heart")
        name = self.tr("Not a favourite any more") if is_favourite else self.tr("Favourite")
        self.favourite_button.set_name(name)

    def set_photo_known(self, *, is_known: bool) -> None:
        """Without the photo there is no before."""
        self.keepsake_button.setVisible(is_known)

    def set_full_size(self, longest_side_px: int) -> None:
        """Offer each size once: in full, and those that are smaller. 0: nobody knows it yet."""
        in_full, *smaller = self.size_menu.actions()
        in_full.setText(
            self.tr("Full size, {size} px").format(size=longest_side_px)
            if longest_side_px
            else self.tr("Full size")
        )
        for action, size_px in zip(smaller, SIZES_PX, strict=True):
            action.setVisible(not longest_side_px or size_px < longest_side_px)

    def _arrange(self) -> None:
        box = row(self, spacing=SPACE_S)
        box.addStretch()
        box.addWidget(self.delete_button)
        box.addWidget(self.favourite_button)
        box.addWidget(self.again_button)
        box.addWidget(self.keepsake_button)
        box.addWidget(self.copy_button)
        saving = row(spacing=SPACE_XS)
        saving.addWidget(self.save_button)
        saving.addWidget(self.size_button)
        box.addLayout(saving)
        box.addStretch()

    def _fill_menus(self) -> None:
        for keepsake, words in (
            (Keepsake.COMPARISON, self.tr("Side by side, a picture")),
            (Keepsake.CLIP, self.tr("Reveal, a short clip")),
        ):
            action = self.keepsake_menu.addAction(words)
            action.setData(keepsake.value)
            action.triggered.connect(self._on_keepsake)
        for size_px in (0, *SIZES_PX):
            words = self.tr("{size} px").format(size=size_px) if size_px else self.tr("Full size")
            action = self.size_menu.addAction(words)
            action.setData(size_px)
            action.triggered.connect(self._on_size)

    @Slot()
    def _save_in_full(self) -> None:
        self.save_wanted.emit(0)

    @Slot()
    def _show_keepsakes(self) -> None:
        _open_above(self.keepsake_menu, self.keepsake_button)

    @Slot()
    def _show_sizes(self) -> None:
        _open_above(self.size_menu, self.size_button)

    @Slot()
    def _on_keepsake(self) -> None:
        self.keepsake_wanted.emit(_chosen(self.sender()))

    @Slot()
    def _on_size(self) -> None:
        self.save_wanted.emit(_chosen(self.sender()))


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    # The style sheet's round corners need something to be seen through.
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    menu.setWindowFlags(
        menu.windowFlags()
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.NoDropShadowWindowHint
    )
    return menu


def _chosen(action: object) -> object:
    """What belongs to a menu's entry."""
    return getattr(action, "data", lambda: None)()


def _open_above(menu: QMenu, button: QWidget) -> None:
    """The bar stands at the window's lower edge; a wide menu does not leave the window."""
    place, size = button.mapToGlobal(button.rect().topLeft()), menu.sizeHint()
    window = button.window()
    rightmost = window.mapToGlobal(window.rect().topRight()).x() - size.width() - SPACE_S
    place.setX(min(place.x(), rightmost))
    place.setY(place.y() - size.height() - SPACE_XS)
    menu.popup(place)
