"""One job, large: from the upload to the finished plushie beside its photo."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QWidget

from desktop.models.all import Models
from desktop.models.job import Job, JobState
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.elided_text import ElidedText
from desktop.ui.widgets.illustration import Illustration
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.picture_pair import PicturePair
from desktop.ui.widgets.result_bar import ResultBar
from desktop.ui.widgets.text import Text, TextRole
from desktop.ui.widgets.words import job_fraction, job_state, style_name

if TYPE_CHECKING:
    from shared.gallery import Image

_STATUS_WIDTH_PX = 420


class JobPage(QWidget):
    """Follows one job of the jobs model.

    Signals:
        again_wanted(str): The same photo in another style; the job's id.
        left(): Back to the Create page.
    """

    again_wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = models.jobs
        self._results = models.results
        self._is_favourite = False
        self._job_id = ""
        self._shown_state: JobState | None = None
        self._title = Text(role=TextRole.TITLE)
        self._subtitle = ElidedText(tone="muted")
        self.pair = PicturePair(theme)
        self.notice = Notice(theme, can_close=False)
        self._state = Text(role=TextRole.STRONG).centre()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = Button(theme, self.tr("Cancel"), ButtonKind.QUIET)
        self.another_button = Button(theme, self.tr("Make another meanwhile"), icon="plus")
        self.bar = ResultBar(theme)
        self.retry_button = Button(
            theme, self.tr("Try again"), ButtonKind.STRONG, icon="arrow-clockwise"
        )
        self.change_button = Button(theme, self.tr("Choose another photo"), icon="image")
        self._feet = QStackedWidget()
        self._arrange()
        self.cancel_button.clicked.connect(self._cancel)
        self.retry_button.clicked.connect(self._retry)
        self.another_button.clicked.connect(self.left)
        self.change_button.clicked.connect(self.left)
        self.bar.again_wanted.connect(self._again)
        models.jobs.job_changed.connect(self._on_job_changed)
        models.results.picture_ready.connect(self._on_picture_ready)
        models.jobs.rowsRemoved.connect(self._on_rows_removed)

    @property
    def finished_image(self) -> "Image | None":
        """The image that can be saved, copied and dragged, if there is one yet."""
        job = self._jobs.job(self._job_id)
        return None if job is None or job.state is not JobState.DONE else job.image

    @property
    def finished_image_id(self) -> str:
        """Its id; "" while there is none."""
        job = self._jobs.job(self._job_id)
        if job is None or job.state is not JobState.DONE:
            return ""
        return job.image_id or ""

    @property
    def picture(self) -> QImage | None:
        """What is shown of the plushie: as it emerges, then at its best."""
        job = self._jobs.job(self._job_id)
        if job is None:
            return None
        best = self._results.picture(job.image_id or "") if job.state is JobState.DONE else None
        return best or job.preview

    @property
    def is_favourite(self) -> bool:
        """Whether the person likes this one most."""
        return self._is_favourite

    def set_favourite(self, *, is_favourite: bool) -> None:
        """Show at once what the gallery will remember."""
        self._is_favourite = is_favourite
        self.bar.set_favourite(is_favourite=is_favourite)

    @property
    def job_id(self) -> str:
        """Which job is shown."""
        return self._job_id

    @property
    def title(self) -> str:
        """The headline."""
        return self._title.text()

    @property
    def state_text(self) -> str:
        """Where the job stands, in words."""
        return self._state.text()

    @property
    def progress_percent(self) -> int | None:
        """How full the bar is; None while nobody knows and it only moves."""
        return self._bar.value() if self._bar.maximum() else None

    def show_job(self, job_id: str) -> None:
        """Show this one from now on."""
        is_other = job_id != self._job_id
        before, self._job_id = self._shown_state, job_id
        job = self._jobs.job(job_id)
        if job is None:
            return
        if is_other:
            self._is_favourite = job.image is not None and job.image.favourite
        self._shown_state = job.state
        self._render(job)
        if job.state is JobState.DONE:
            if job.image is not None:
                self._results.open(job.image)
            if not is_other and before is not JobState.DONE:
                self.pair.reveal()

    def _arrange(self) -> None:
        words = column(spacing=2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head = row(spacing=SPACE_M)
        head.addLayout(words, 1)
        head.addWidget(self.pair.views, 0, Qt.AlignmentFlag.AlignVCenter)
        sad = QWidget()
        sad_box = column(sad)
        sad_box.addStretch()
        sad_box.addWidget(Illustration(self._theme, "loose-thread", QSize(380, 320)), 8)
        sad_box.addStretch()
        self._stage = QStackedWidget()
        self._stage.addWidget(self.pair)
        self._stage.addWidget(sad)
        status = QWidget()
        status.setFixedWidth(_STATUS_WIDTH_PX)
        status_box = column(status, spacing=SPACE_S)
        status_box.addWidget(self._state)
        status_box.addWidget(self._bar)
        self._status = status
        self._feet.addWidget(_foot(self.cancel_button, self.another_button))
        self._feet.addWidget(self.bar)
        self._feet.addWidget(_foot(self.change_button, self.retry_button))
        self._feet.setFixedHeight(44)
        box = column(self, margin=SPACE_XL)
        box.addLayout(head)
        box.addSpacing(SPACE_L)
        box.addWidget(self._stage, 1)
        box.addSpacing(SPACE_M)
        box.addWidget(self.notice)
        box.addWidget(status, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(SPACE_L)
        box.addWidget(self._feet)

    def _render(self, job: Job) -> None:
        is_done = job.state is JobState.DONE
        has_failed = job.state in {JobState.FAILED, JobState.CANCELLED}
        name = style_name(job.style)
        self._title.setText(self._headline(job))
        self._subtitle.setText(f"{name} · {job.wish}" if job.wish else name)
        self._stage.setCurrentIndex(1 if has_failed else 0)
        self.pair.result.setAccessibleName(
            self.tr("Your plushie") if is_done else self.tr("Your plushie, in the making")
        )
        photo = self._results.photo(job.image_id or "") or job.photo
        self.pair.show_pictures(photo, self.picture, can_wipe=is_done)
        self.bar.set_photo_known(is_known=photo is not None)
        self.bar.set_favourite(is_favourite=self._is_favourite)
        self.bar.set_full_size(_longest_side_px(job))
        self.pair.result.set_awaited(not is_done)
        self.pair.result_caption.setText(name)
        self._status.setVisible(not job.state.is_final)
        self._state.setText(job_state(job))
        fraction = job_fraction(job)
        self._bar.setRange(0, 0 if fraction is None else 100)
        if fraction is not None:
            self._bar.setValue(round(fraction * 100))
        self._render_notice(job)
        self.cancel_button.setVisible(job.can_cancel)
        self.retry_button.setVisible(job.can_retry)
        self._feet.setCurrentIndex(1 if is_done else 2 if has_failed else 0)

    def _render_notice(self, job: Job) -> None:
        if job.error is not None:
            self.notice.tell_error(job.error)
        elif job.state is JobState.CANCELLED:
            self.notice.tell("info", self.tr("Your credit came back."))
        else:
            self.notice.clear()

    def _headline(self, job: Job) -> str:
        match job.state:
            case JobState.DONE:
                return self.tr("Here it is!")
            case JobState.FAILED:
                return self.tr("This one did not work")
            case JobState.CANCELLED:
                return self.tr("Cancelled")
            case JobState.MAKING | JobState.FETCHING:
                return self.tr("Cutting, stuffing, sewing…")
            case _:
                return self.tr("On its way to the workshop")

    @Slot(str)
    def _on_job_changed(self, job_id: str) -> None:
        if job_id == self._job_id:
            self.show_job(job_id)

    @Slot(str)
    def _on_picture_ready(self, image_id: str) -> None:
        job = self._jobs.job(self._job_id)
        if job is not None and job.image_id == image_id:
            self._render(job)

    @Slot()
    def _on_rows_removed(self) -> None:
        if self._job_id and self._jobs.job(self._job_id) is None:
            self._job_id = ""
            self.left.emit()

    @Slot()
    def _cancel(self) -> None:
        self._jobs.cancel(self._job_id)

    @Slot()
    def _retry(self) -> None:
        self._jobs.retry(self._job_id)

    @Slot()
    def _again(self) -> None:
        self.again_wanted.emit(self._job_id)


def _longest_side_px(job: Job) -> int:
    """Of the full picture; 0 as long as nobody knows it."""
    result = None if job.image is None else job.image.result
    return 0 if result is None else max(result.width, result.height)


def _foot(*buttons: Button) -> QFrame:
    frame = QFrame()
    box = row(frame, spacing=SPACE_S)
    box.addStretch()
    for button in buttons:
        box.addWidget(button)
    box.addStretch()
    return frame
