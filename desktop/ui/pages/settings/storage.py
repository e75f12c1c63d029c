"""Settings: copies of pictures on this computer."""

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.models.storage import StorageModel
from desktop.ui.pages.settings.section import Section
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_M, SPACE_XS
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.check_box import CheckBox
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.text import Text, TextRole

_BUDGETS_MB = (500, 2048, 10_240, 51_200)
_STEPS = 1000


class StorageSection(Section):
    """Tells what is used, and how much may be."""

    def __init__(self, theme: Theme, model: StorageModel, parent: QWidget | None = None) -> None:
        say = QCoreApplication.translate
        super().__init__(
            say("StorageSection", "Storage"),
            say(
                "StorageSection",
                "Copies of your pictures on this computer, so that they open at once and without "
                "a network. Everything stays safe in your account.",
            ),
            parent,
        )
        self._model = model
        self.used = Text(role=TextRole.STRONG, wraps=True)
        self.detail = Text(role=TextRole.SMALL, tone="muted", wraps=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Space used"))
        self.clear_button = Button(theme, self.tr("Clear"))
        self.clear_button.setAccessibleName(self.tr("Remove the copies from this computer"))
        self.budget = Segments(
            theme,
            self.tr("Use at most"),
            [(str(size), _size(size * 1024 * 1024), "") for size in _BUDGETS_MB],
        )
        self.originals_box = CheckBox(theme, self.tr("Keep originals offline"))
        self.originals_note = Text(role=TextRole.SMALL, tone="muted", wraps=True)
        self._arrange()
        self.clear_button.clicked.connect(model.clear)
        self.budget.chosen.connect(self._on_budget)
        self.originals_box.toggled.connect(self._on_originals)
        model.changed.connect(self._render)
        self._render()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the figures of this moment."""
        super().showEvent(event)
        self._model.refresh()

    def _arrange(self) -> None:
        words = column(spacing=2)
        words.addWidget(self.used)
        words.addWidget(self.detail)
        line = row(spacing=SPACE_M)
        line.addLayout(words, 1)
        line.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(line)
        self.box.addWidget(self.bar)
        limit = row(spacing=SPACE_M)
        limit.addWidget(Text(self.tr("Use at most")), 1)
        limit.addWidget(self.budget)
        self.box.addLayout(limit)
        originals = column(spacing=SPACE_XS)
        originals.addWidget(self.originals_box)
        originals.addWidget(self.originals_note)
        self.box.addLayout(originals)

    @Slot(str)
    def _on_budget(self, value: str) -> None:
        self._model.set_budget(int(value))

    @Slot(bool)
    def _on_originals(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if checked != self._model.keeps_originals:
            self._model.set_keeps_originals(checked)

    @Slot()
    def _render(self) -> None:
        usage = self._model.usage
        budget_mb = self._model.budget_mb
        if budget_mb in _BUDGETS_MB:
            self.budget.set_chosen(str(budget_mb))
        self.originals_box.setChecked(self._model.keeps_originals)
        self.clear_button.setEnabled(usage is not None and usage.pictures_bytes > 0)
        if usage is None:
            self.used.setText(self.tr("Not known yet"))
            self.detail.setText("")
            self.bar.setValue(0)
        else:
            self.used.setText(
                self.tr("{used} of {budget} used").format(
                    used=_size(usage.pictures_bytes), budget=_size(usage.budget_bytes)
                )
            )
            self.detail.setText(
                self.tr("The list of your pictures takes another {size}.").format(
                    size=_size(usage.index_bytes)
                )
            )
            self.bar.setValue(round(_STEPS * usage.pictures_bytes / max(usage.budget_bytes, 1)))
        if self._model.is_disk_full:
            self.detail.setText(
                self.tr(
                    "The disk of this computer is full, so nothing new can be kept. "
                    "The app goes on without."
                )
            )
        self.detail.set_tone("warning" if self._model.is_disk_full else "muted")
        self.originals_note.setText(self._originals_words())

    def _originals_words(self) -> str:
        originals = self._model.originals
        if not self._model.keeps_originals:
            return self.tr("Full pictures and photos are fetched when you open or save them.")
        if originals is None:
            return self.tr("Full pictures and photos are fetched in the background.")
        if originals.is_full:
            return self.tr("{kept} of {total} pictures fit into this space.").format(
                kept=originals.kept, total=originals.total
            )
        if originals.kept < originals.total:
            return self.tr("Fetching: {kept} of {total} pictures are here.").format(
                kept=originals.kept, total=originals.total
            )
        return self.tr("All {total} pictures are here in full.").format(total=originals.total)


def _size(size_bytes: int) -> str:
    """Such as "1.5 GB", in the numbers of the person's language."""
    is_even = size_bytes % 1024**3 == 0
    digits = 0 if size_bytes < 1024**3 or is_even else 1
    return QLocale().formattedDataSize(
        size_bytes, digits, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )
