"""The dialog that asks where and how to save many pictures."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.storage.export_journal import ExportOrder
from desktop.storage.export_names import DEFAULT_PATTERN, ExportFormat, NameParts, file_stem
from desktop.ui.dialogs import Dialogs
from desktop.ui.numbers import whole
from desktop.ui.theme.fonts import font, in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from desktop.ui.user_folders import pictures_folder
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole

_WIDTH_PX = 560
_FOLDER, _ZIP = "folder", "zip"


class SaveManyDialog(QDialog):
    """Puts an order together.

    Signals:
        ordered(ExportOrder): It was accepted.
    """

    ordered = Signal(object)

    def __init__(
        self,
        theme: Theme,
        dialogs: Dialogs,
        image_ids: list[str],
        example: NameParts | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        count = len(image_ids)
        self._dialogs = dialogs
        self._image_ids = tuple(image_ids)
        self._example = example or NameParts("Biscuit", "", "", datetime.now(UTC), 1)
        self.setWindowTitle(self.tr("Save plushies"))
        self.setModal(True)
        self.setMinimumWidth(in_text_size(_WIDTH_PX))
        self.kinds = Segments(
            theme,
            self.tr("What to save"),
            [
                (_FOLDER, self.tr("Files in a folder"), "folder-open"),
                (_ZIP, self.tr("One zip file"), "floppy-disk"),
            ],
        )
        self.kinds.set_chosen(_FOLDER)
        self._as_zip = False
        self.formats = Segments(
            theme,
            self.tr("Format"),
            [(each.value, _format_name(each), "") for each in ExportFormat],
        )
        self.formats.set_chosen(ExportFormat.PNG.value)
        self._format = ExportFormat.PNG
        self.pattern = QLineEdit(DEFAULT_PATTERN)
        self.pattern.setFont(font())
        self.pattern.setAccessibleName(self.tr("Names"))
        self._preview = Text(role=TextRole.SMALL, tone="muted")
        self._hint = Text(
            self.tr("Use {date}, {title}, {style}, {wish} and {number}."),
            TextRole.SMALL,
            "muted",
        )
        self._folder = pictures_folder()
        self._place = Text(role=TextRole.BODY)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose_button = Button(theme, self.tr("Choose a folder"), icon="folder-open")
        self.cancel_button = Button(theme, self.tr("Cancel"))
        words = self.tr("Save 1 plushie") if count == 1 else self.tr("Save {n} plushies")
        self.save_button = Button(
            theme, words.format(n=whole(count)), ButtonKind.STRONG, icon="download-simple"
        )
        self._arrange()
        self._connect()
        self._render()

    @property
    def order(self) -> ExportOrder:
        """What is asked for."""
        target = self._folder
        if self._as_zip:
            day = datetime.now().astimezone().strftime("%Y-%m-%d")
            target = target / f"PlushifyMe {day}.zip"
        return ExportOrder(
            self._image_ids,
            str(target),
            self._format,
            self.pattern.text().strip() or DEFAULT_PATTERN,
            as_zip=self._as_zip,
        )

    def _arrange(self) -> None:
        box = column(self, spacing=SPACE_L, margin=SPACE_XL)
        box.addWidget(Text(self.windowTitle(), TextRole.TITLE))
        first = row(spacing=SPACE_M)
        first.addWidget(self.kinds)
        first.addWidget(self.formats)
        first.addStretch()
        box.addLayout(first)
        box.addLayout(_labelled(self.tr("Names"), self.pattern, self._hint, self._preview))
        place = row(spacing=SPACE_M)
        place.addWidget(self._place, 1)
        place.addWidget(self.choose_button)
        where = column(spacing=SPACE_XS)
        where.addWidget(Text(self.tr("Where"), TextRole.STRONG))
        where.addLayout(place)
        note = self.tr("Nothing is overwritten: a name that is taken gets a number.")
        where.addWidget(Text(note, TextRole.SMALL, "muted"))
        box.addLayout(where)
        foot = row(spacing=SPACE_S)
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        box.addLayout(foot)
        self.save_button.setDefault(True)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind)
        self.formats.chosen.connect(self._on_format)
        self.pattern.textChanged.connect(self._render)
        self.choose_button.clicked.connect(self._choose)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._order)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self._as_zip = kind == _ZIP
        self._render()

    @Slot(str)
    def _on_format(self, picture_format: str) -> None:
        self._format = ExportFormat(picture_format)
        self._render()

    @Slot()
    def _choose(self) -> None:
        folder = self._dialogs.folder(self, str(self._folder))
        if folder:
            self._folder = Path(folder)
            self._render()

    @Slot()
    def _order(self) -> None:
        self.ordered.emit(self.order)
        self.accept()

    @Slot()
    def _render(self) -> None:
        order = self.order
        name = file_stem(order.pattern, self._example) + order.picture_format.suffix
        self._preview.setText(self.tr("For example: {name}").format(name=name))
        self._place.setText(order.target)


def _labelled(label: str, field: QLineEdit, *below: Text) -> QVBoxLayout:
    box = column(spacing=SPACE_XS)
    name = Text(label, TextRole.STRONG)
    name.setBuddy(field)
    for each in (name, field, *below):
        box.addWidget(each)
    return box


def _format_name(picture_format: ExportFormat) -> str:
    return {"png": "PNG", "jpeg": "JPEG", "webp": "WebP"}[picture_format.value]
