"""The side bar: where to go, what is in the making, the balance and who is signed in."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QWidget

from desktop.models.all import Models
from desktop.models.job import Job
from desktop.ui.theme.fonts import in_text_size
from desktop.ui.theme.theme import Theme
from desktop.ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.ui.widgets.buttons import Button, ButtonKind
from desktop.ui.widgets.confirm_hint import ConfirmHint
from desktop.ui.widgets.credit_pill import CreditPill
from desktop.ui.widgets.job_tile import JobTile
from desktop.ui.widgets.layouts import column, row
from desktop.ui.widgets.logo import Logo
from desktop.ui.widgets.text import Text, TextRole

_MARGINS_PX, _WORDS_PX = 134, 90


class SideBar(QFrame):
    """Follows jobs, credits and session.

    Signals:
        page_wanted(str): create, gallery, credits or settings.
        job_opened(str): A job's id.
    """

    page_wanted = Signal(str)
    job_opened = Signal(str)

    def __init__(self, theme: Theme, models: Models, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setFixedWidth(_MARGINS_PX + in_text_size(_WORDS_PX))
        self._theme = theme
        self._models = models
        self._tiles: dict[str, JobTile] = {}
        self._with_new_picture: dict[str, JobTile] = {}
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.setInterval(0)
        self._next_turn.timeout.connect(self._show_next)
        self._open_job_id = ""
        self._pages = QButtonGroup(self)
        self._pages.setExclusive(True)
        self._buttons = {
            "create": self._nav("magic-wand", self.tr("Create")),
            "gallery": self._nav("images", self.tr("Gallery")),
            "credits": self._nav("coins", self.tr("Credits")),
            "settings": self._nav("gear", self.tr("Settings")),
        }
        self._jobs_title = Text(self.tr("In the workshop"), TextRole.SMALL_STRONG, "muted")
        self._jobs_box = column(spacing=SPACE_S)
        self.confirm_hint = ConfirmHint(theme, models.address)
        self._user = Text(role=TextRole.SMALL_STRONG)
        self._email = Text(role=TextRole.SMALL, tone="muted")
        self._arrange()
        self._pages.buttonClicked.connect(self._on_nav_clicked)
        models.jobs.rowsInserted.connect(self._render_jobs)
        models.jobs.rowsRemoved.connect(self._render_jobs)
        models.jobs.modelReset.connect(self._render_jobs)
        models.jobs.job_changed.connect(self._on_job_changed)
        models.session.state_changed.connect(self._render_user)
        models.session.user_changed.connect(self._render_user)
        self._render_jobs()
        self._render_user()

    def show_page(self, page: str, job_id: str = "") -> None:
        """Mark where we are; with a job open no page is marked."""
        self._open_job_id = job_id
        for tile in self._tiles.values():
            tile.setChecked(tile.job.id == job_id)
        self._pages.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == page and not job_id)
        self._pages.setExclusive(True)

    def button(self, page: str) -> Button:
        """The button that leads to a page."""
        return self._buttons[page]

    def tiles(self) -> list[JobTile]:
        """The jobs' tiles, newest first."""
        return [self._tiles[job.id] for job in self._models.jobs.jobs() if job.id in self._tiles]

    def _nav(self, icon: str, text: str) -> Button:
        button = Button(self._theme, text, ButtonKind.NAV, icon=icon)
        button.setCheckable(True)
        self._pages.addButton(button)
        return button

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setObjectName("transparent")
        inside_box = column(inside)
        inside_box.addLayout(self._jobs_box)
        inside_box.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(self.tr("Plushies in the making"))
        scroll.setWidget(inside)
        person = column(spacing=0)
        person.addWidget(self._user)
        person.addWidget(self._email)
        foot = row()
        foot.setContentsMargins(SPACE_M, 0, 0, 0)
        foot.addLayout(person, 1)

        box = column(self, spacing=SPACE_XS)
        box.setContentsMargins(SPACE_M, SPACE_L, SPACE_M, SPACE_L)
        box.addWidget(Logo(self._theme))
        box.addSpacing(SPACE_M)
        box.addWidget(self._buttons["create"])
        box.addWidget(self._buttons["gallery"])
        box.addWidget(self._buttons["credits"])
        box.addWidget(self._buttons["settings"])
        box.addSpacing(SPACE_L)
        title = row()
        title.setContentsMargins(SPACE_M, 0, 0, SPACE_XS)
        title.addWidget(self._jobs_title)
        box.addLayout(title)
        box.addWidget(scroll, 1)
        box.addSpacing(SPACE_S)
        box.addWidget(self.confirm_hint)
        box.addWidget(CreditPill(self._theme, self._models.credits))
        box.addSpacing(SPACE_S)
        box.addLayout(foot)

    @Slot()
    def _render_jobs(self) -> None:
        jobs = self._models.jobs.jobs()
        ids = {job.id for job in jobs}
        for gone in set(self._tiles) - ids:
            tile = self._tiles.pop(gone)
            self._with_new_picture.pop(gone, None)
            self._jobs_box.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._jobs_title.setVisible(bool(jobs))
        if ids - set(self._tiles):
            self._next_turn.start()

    @Slot()
    def _show_next(self) -> None:
        """Add one tile, or show one new picture, in a turn of its own.

        With its first layout and painting a tile takes 5 ms, and each of its paintings waits for the
        interpreter while drafts are made: twenty at once would hold everything up.
        """
        jobs = self._models.jobs.jobs()
        place = next((row for row, job in enumerate(jobs) if job.id not in self._tiles), None)
        if place is not None:
            self._add_tile(place, jobs[place])
        elif self._with_new_picture:
            first = next(iter(self._with_new_picture))
            self._with_new_picture.pop(first).show_picture()
        if place is not None or self._with_new_picture:
            self._next_turn.start()

    def _add_tile(self, place: int, job: Job) -> None:
        tile = JobTile(self._theme, job)
        tile.opened.connect(self.job_opened)
        tile.stop_wanted.connect(self._on_stop_wanted)
        tile.setChecked(job.id == self._open_job_id)
        self._tiles[job.id] = tile
        self._jobs_box.insertWidget(place, tile)

    @Slot(str)
    def _on_job_changed(self, job_id: str) -> None:
        job = self._models.jobs.job(job_id)
        tile = self._tiles.get(job_id)
        if job is not None and tile is not None:
            tile.tell(job)
            tile.setChecked(job_id == self._open_job_id)
            self._with_new_picture[job_id] = tile
            self._next_turn.start()

    @Slot(str)
    def _on_stop_wanted(self, job_id: str) -> None:
        job = self._models.jobs.job(job_id)
        if job is None:
            return
        if job.state.is_final:
            self._models.jobs.dismiss(job_id)
        else:
            self._models.jobs.cancel(job_id)

    @Slot()
    def _render_user(self) -> None:
        user = self._models.session.user
        name, email = ("", "") if user is None else (user.name, user.email)
        room = self.width() - 3 * SPACE_M
        for label, text in ((self._user, name), (self._email, email)):
            metrics = label.fontMetrics()
            label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
            label.setToolTip(text)

    @Slot()
    def _on_nav_clicked(self) -> None:
        page = next(name for name, each in self._buttons.items() if each.isChecked())
        self.page_wanted.emit(page)
