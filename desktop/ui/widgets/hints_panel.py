"""What is it? A person, a pet or a thing, and what a toy of it needs to know."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.models.told import EARS, KINDS, Believed, Told
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole

_AUTO = ""


class HintsPanel(QWidget):
    """A quiet choice; everything stays with the engine's own belief until somebody says otherwise.

    Signals:
        told(object): A new `Told`.
        crop_wanted(): The photo is to be cropped to what should become a plushie.
    """

    told = Signal(object)
    crop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = Told()
        self._kind_names = dict(
            zip(KINDS, (self.tr("Person"), self.tr("Pet"), self.tr("Thing")), strict=True)
        )
        self._belief = Text(role=TextRole.SMALL, tone="muted")
        self.kinds = Segments(
            theme,
            self.tr("What is it?"),
            [(_AUTO, self.tr("Auto"), ""), *((kind, self._kind_names[kind], "") for kind in KINDS)],
            is_small=True,
        )
        ear_names = (
            self.tr("Pointy"),
            self.tr("Floppy"),
            self.tr("Round"),
            self.tr("Long"),
            self.tr("No ears"),
        )
        self.ears = Segments(
            theme,
            self.tr("Ears"),
            [
                (_AUTO, self.tr("Auto"), "magic-wand"),
                *((ears, name, f"ears-{ears}") for ears, name in zip(EARS, ear_names, strict=True)),
            ],
            is_small=True,
        )
        self.face_button = Button(
            theme, self.tr("Give it a friendly face"), ButtonKind.TOGGLE, icon="smiley"
        )
        self.face_button.setCheckable(True)
        self.note = Text(role=TextRole.SMALL, tone="warning", wraps=True)
        self.crop_button = Button(theme, self.tr("Crop the photo"), ButtonKind.LINK, icon="crop")
        self.crop_button.clicked.connect(self.crop_wanted)
        self._arrange()
        self.kinds.chosen.connect(self._on_kind)
        self.ears.chosen.connect(self._on_ears)
        self.face_button.clicked.connect(self._on_face)

    def show_told(self, told: Told, believed: Believed | None) -> None:
        """Show what was told, and ask only what matters for such a subject."""
        self._told = told
        kind = kind_of(told, believed)
        self._belief.setText(
            self.tr("Looks like: {kind}").format(kind=self._kind_names[believed.kind])
            if believed is not None and not told.kind
            else ""
        )
        self.kinds.set_chosen(told.kind)
        self.ears.set_chosen(told.ears)
        self.ears.setVisible(kind == "pet")
        self.face_button.setChecked(told.friendly_face)
        self.face_button.setVisible(kind == "thing")
        is_in_doubt = believed is not None and bool(believed.note) and not told.eyes
        self.note.setText(believed.note if believed is not None and is_in_doubt else "")
        self.note.setVisible(is_in_doubt)
        self.crop_button.setVisible(is_in_doubt)

    def _arrange(self) -> None:
        head = row(spacing=SPACE_S)
        head.addWidget(Text(self.tr("What is it?"), TextRole.STRONG))
        head.addStretch()
        head.addWidget(self._belief)
        box = column(self, spacing=SPACE_XS)
        box.addLayout(head)
        for part in (self.kinds, self.ears, self.face_button, self.note):
            box.addWidget(part)
        link = row()
        link.addWidget(self.crop_button)
        link.addStretch()
        box.addLayout(link)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self.told.emit(replace(self._told, kind=kind))

    @Slot(str)
    def _on_ears(self, ears: str) -> None:
        self.told.emit(replace(self._told, ears=ears))

    @Slot(bool)
    def _on_face(self, is_wanted: bool) -> None:  # noqa: FBT001 - the button's own value
        self.told.emit(replace(self._told, friendly_face=is_wanted))


def kind_of(told: Told, believed: Believed | None) -> str:
    """What will be sewn; "" while nobody knows."""
    if told.kind:
        return told.kind
    if len(told.eyes) == 2:
        return "pet"
    return "" if believed is None else believed.kind


def takes_marks(told: Told, believed: Believed | None) -> bool:
    """Whether eyes on the photo would help: on pets, and on what may be one."""
    kind = kind_of(told, believed)
    could_be_pet = believed is not None and believed.could_be_pet
    return kind == "pet" or (kind == "thing" and not told.kind and could_be_pet)
