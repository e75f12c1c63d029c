"""Cropping and turning a photo. Nothing is lost: the original stays as it is."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSlider, QWidget

from desktop.photo_edit import MOST_TILT_DEG, Box, PhotoEdit
from desktop.ui.numbers import decimal
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.crop_canvas import ZOOM_STEP, CropCanvas
from desktop.ui.widgets.layouts import card, column, row
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole

_FREE = ""
_RATIOS: dict[str, float | None] = {_FREE: None, "1:1": 1.0, "3:4": 3 / 4, "4:3": 4 / 3}
_TURNED = {_FREE: _FREE, "1:1": "1:1", "3:4": "4:3", "4:3": "3:4"}
_PANEL_PX = 272
_FINE = 2
"""The slider's steps for each degree."""


class PhotoEditor(QWidget):
    """Works on a copy of the edit until it is done.

    Signals:
        done(object): The `PhotoEdit` to use.
        cancelled(): Everything stays as it was.
    """

    done = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = _FREE
        self._box: Box | None = None
        self._anchor = PhotoEdit.whole(1, 1)
        """Shape and tilt are applied to this one, so trying several of them loses nothing."""
        self.canvas = CropCanvas(theme)
        choices = [(shape, self.tr("Free") if shape == _FREE else shape, "") for shape in _RATIOS]
        self.shapes = Segments(theme, self.tr("Shape"), choices, is_small=True)
        self.left_button = IconButton(
            theme, "arrow-counter-clockwise", self.tr("Turn left (Shift+R)"), ButtonKind.PLAIN
        )
        self.right_button = IconButton(
            theme, "arrow-clockwise", self.tr("Turn right (R)"), ButtonKind.PLAIN
        )
        self.further_button = IconButton(
            theme, "minus", self.tr("Further away (-)"), ButtonKind.PLAIN
        )
        self.closer_button = IconButton(theme, "plus", self.tr("Closer (+)"), ButtonKind.PLAIN)
        self.tilt = QSlider(Qt.Orientation.Horizontal)
        self.tilt.setRange(round(-MOST_TILT_DEG * _FINE), round(MOST_TILT_DEG * _FINE))
        self.tilt.setPageStep(5 * _FINE)
        self.tilt.setAccessibleName(self.tr("Straighten"))
        self._tilt_value = Text(role=TextRole.SMALL, tone="muted")
        self.suggest_button = Button(
            theme, self.tr("Around the subject"), ButtonKind.PLAIN, icon="magic-wand"
        )
        self.reset_button = Button(
            theme, self.tr("Back to the whole photo"), ButtonKind.QUIET, icon="arrows-out"
        )
        self.done_button = Button(theme, self.tr("Done"), ButtonKind.STRONG, icon="check")
        self.cancel_button = Button(theme, self.tr("Cancel"), ButtonKind.PLAIN)
        self._arrange()
        self._connect()

    @property
    def edit(self) -> PhotoEdit:
        """What would be used."""
        return self.canvas.edit

    def open(
        self, picture: QImage, edit: PhotoEdit, box: Box | None, *, suggests: bool = False
    ) -> None:
        """Begin with a photo as it was edited before; `box` is where its subject lies."""
        self._box = box
        self.suggest_button.setEnabled(box is not None)
        self.canvas.open(picture, edit)
        self._shape = _FREE
        self._begin_with(edit)
        if suggests:
            self._suggest()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return is done, or presses the button that the keyboard is on."""
        if Qt.Key(event.key()) in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self._finish()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        panel = card()
        panel.setFixedWidth(_PANEL_PX)
        turn = row(spacing=SPACE_S)
        turn.addWidget(Text(self.tr("Turn"), TextRole.STRONG), 1)
        turn.addWidget(self.left_button)
        turn.addWidget(self.right_button)
        zoom = row(spacing=SPACE_S)
        zoom.addWidget(Text(self.tr("Zoom"), TextRole.STRONG), 1)
        zoom.addWidget(self.further_button)
        zoom.addWidget(self.closer_button)
        tilt = row(spacing=SPACE_S)
        tilt.addWidget(Text(self.tr("Straighten"), TextRole.STRONG), 1)
        tilt.addWidget(self._tilt_value)
        box = column(panel, spacing=SPACE_S, margin=SPACE_L)
        box.addWidget(Text(self.tr("Shape"), TextRole.STRONG))
        box.addWidget(self.shapes)
        box.addSpacing(SPACE_M)
        box.addLayout(turn)
        box.addSpacing(SPACE_S)
        box.addLayout(tilt)
        box.addWidget(self.tilt)
        box.addSpacing(SPACE_S)
        box.addLayout(zoom)
        box.addSpacing(SPACE_M)
        box.addWidget(self.suggest_button)
        box.addWidget(self.reset_button)
        box.addStretch()
        box.addWidget(self.done_button)
        box.addWidget(self.cancel_button)
        words = column(spacing=2)
        words.addWidget(Text(self.tr("Crop and turn"), TextRole.TITLE))
        hint = self.tr("Drag the photo or its frame; the wheel comes closer.")
        words.addWidget(Text(hint, tone="muted", wraps=True))
        left = column(spacing=SPACE_M)
        left.addLayout(words)
        left.addWidget(self.canvas, 1)
        whole = row(self, spacing=SPACE_XL)
        whole.addLayout(left, 1)
        whole.addWidget(panel)

    def _connect(self) -> None:
        self.canvas.moved.connect(self._begin_with)
        self.canvas.turn_wanted.connect(self._turn)
        self.canvas.tilt_wanted.connect(self._tilt_more)
        self.shapes.chosen.connect(self._choose_shape)
        self.left_button.clicked.connect(self._turn_left)
        self.right_button.clicked.connect(self._turn_right)
        self.further_button.clicked.connect(self._zoom_out)
        self.closer_button.clicked.connect(self._zoom_in)
        self.tilt.valueChanged.connect(self._on_tilt)
        self.suggest_button.clicked.connect(self._suggest)
        self.reset_button.clicked.connect(self._reset)
        self.done_button.clicked.connect(self._finish)
        self.cancel_button.clicked.connect(self.cancelled)

    @Slot(object)
    def _begin_with(self, edit: PhotoEdit) -> None:
        """A new edit by hand: shape and tilt go on from here."""
        self._anchor = edit
        self._show(edit)

    def _show(self, edit: PhotoEdit) -> None:
        self.canvas.show_edit(edit, _RATIOS[self._shape])
        self.shapes.set_chosen(self._shape)
        self.tilt.blockSignals(True)
        self.tilt.setValue(round(edit.tilt_deg * _FINE))
        self.tilt.blockSignals(False)
        self._tilt_value.setText(f"{decimal(edit.tilt_deg)}°")
        whole = PhotoEdit.whole(edit.photo_width, edit.photo_height)
        self.reset_button.setEnabled(edit != whole)

    def _apply(self, tilt_deg: float) -> None:
        """Put shape and tilt on the anchor."""
        edit = self._anchor.tilted(tilt_deg)
        ratio = _RATIOS[self._shape]
        self._show(edit if ratio is None else edit.with_ratio(ratio))

    @Slot(str)
    def _choose_shape(self, shape: str) -> None:
        self._shape = shape
        if shape == _FREE:
            self._begin_with(self.edit)
        else:
            self._apply(self.edit.tilt_deg)

    @Slot(int)
    def _turn(self, quarters: int) -> None:
        if quarters % 2:
            self._shape = _TURNED[self._shape]
        self._begin_with(self.edit.turned(quarters))

    @Slot()
    def _turn_left(self) -> None:
        self._turn(-1)

    @Slot()
    def _turn_right(self) -> None:
        self._turn(1)

    @Slot()
    def _zoom_in(self) -> None:
        self.canvas.zoom(ZOOM_STEP)

    @Slot()
    def _zoom_out(self) -> None:
        self.canvas.zoom(1 / ZOOM_STEP)

    @Slot(int)
    def _on_tilt(self, steps: int) -> None:
        self._apply(steps / _FINE)

    @Slot(float)
    def _tilt_more(self, by_deg: float) -> None:
        self._apply(self.edit.tilt_deg + by_deg)

    @Slot()
    def _suggest(self) -> None:
        if self._box is not None:
            self._begin_with(self.edit.around(self._box, _RATIOS[self._shape]))

    @Slot()
    def _reset(self) -> None:
        self._shape = _FREE
        self._begin_with(PhotoEdit.whole(self.edit.photo_width, self.edit.photo_height))

    @Slot()
    def _finish(self) -> None:
        self.done.emit(self.edit)
