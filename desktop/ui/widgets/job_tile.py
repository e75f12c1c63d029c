"""One job in the side bar: its picture as it emerges, where it stands, and a way to stop it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.models.job import Job, JobState
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from desktop.ui.widgets.elided_text import ElidedText
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.picture import Picture
from desktop.ui.widgets.text import TextRole
from desktop.ui.widgets.words import job_charge, job_fraction, job_state, style_name

_THUMB_PX = 44
_EDGE_PX = 6
_STOP_PX, _STOP_ICON_PX = 26, 14


class JobTile(Button):
    """Opens the job when clicked.

    Signals:
        stop_wanted(str): Cancel a running one, or put away a final one; the job's id.
        opened(str): The job's id.
    """

    stop_wanted = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", ButtonKind.TILE, parent=parent)
        self._job = job
        self._shown: object = None
        self.setFixedHeight(in_text_size(64))
        self.setCheckable(True)
        self._picture = Picture(theme, radius=8)
        self._picture.setFixedSize(_THUMB_PX, _THUMB_PX)
        self._name = ElidedText(role=TextRole.SMALL_STRONG)
        self._state = ElidedText(role=TextRole.SMALL, tone="muted")
        self._charge = ElidedText(role=TextRole.SMALL, tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = IconButton(theme, "x", "")
        self._stop.setFixedSize(_STOP_PX, _STOP_PX)
        self._stop.setIconSize(QSize(_STOP_ICON_PX, _STOP_ICON_PX))
        words = column(spacing=SPACE_XS // 2)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._state)
        words.addWidget(self._charge)
        words.addWidget(self._bar)
        words.addStretch()
        box = row(self, spacing=SPACE_S)
        box.setContentsMargins(9, _EDGE_PX, SPACE_XS, _EDGE_PX)
        box.addWidget(self._picture)
        box.addLayout(words, 1)
        box.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignTop)
        for each in (self._picture, self._name, self._state, self._charge, self._bar):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._on_clicked)
        self._stop.clicked.connect(self._on_stop_clicked)
        self.show_job(job)

    @property
    def job(self) -> Job:
        """What is shown."""
        return self._job

    @property
    def image(self) -> QImage | None:
        """Its picture, as far as it is shown."""
        return self._picture.image

    @property
    def state_text(self) -> str:
        """Where it stands, in few words."""
        return self._state.whole

    def show_job(self, job: Job) -> None:
        """Show where it stands now, and its picture."""
        self.tell(job)
        self.show_picture()

    def show_picture(self) -> None:
        """Show its picture as it is by now."""
        self._picture.set_image(self._job.preview or self._job.photo)

    def tell(self, job: Job) -> None:
        """Say where it stands now; its picture stays until `show_picture`."""
        self._job = job
        state, short_state = job_state(job), job_state(job, is_short=True)
        fraction, charge = job_fraction(job), job_charge(job)
        shown = (job.style, job.state, state, short_state, fraction, charge, job.can_cancel)
        if shown == self._shown:
            # Only its picture emerges, several times a second.
            return
        self._shown = shown
        self._name.setText(style_name(job.style))
        self._state.setText(short_state)
        tones = {JobState.DONE: "ok", JobState.FAILED: "error"}
        self._state.set_tone(tones.get(job.state, "muted"))
        self._charge.setText(charge)
        self._charge.setVisible(bool(charge))
        self._bar.setVisible(not job.state.is_final)
        self._bar.setRange(0, 0 if fraction is None else 100)
        if fraction is not None:
            self._bar.setValue(round(fraction * 100))
        self._stop.setVisible(job.can_cancel or job.state.is_final)
        self._stop.set_name(
            self.tr("Put away") if job.state.is_final else self.tr("Cancel, your credit comes back")
        )
        said = f"{state}. {charge}" if charge else state
        self.setAccessibleName(f"{style_name(job.style)}: {said}")

    @property
    def charge_text(self) -> str:
        """That it has cost nothing, where it failed."""
        return self._charge.whole

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._job.id)

    @Slot()
    def _on_stop_clicked(self) -> None:
        self.stop_wanted.emit(self._job.id)
