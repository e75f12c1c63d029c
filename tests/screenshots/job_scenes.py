"""A plushie from the upload to the finished picture, and what can go wrong on its way."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QPointF, Qt

from desktop.errors import CREDIT_BACK, NOT_CHARGED, AppError
from desktop.models.all import Models
from desktop.models.job import Job, JobState
from desktop.ui.main_window import MainWindow
from shared.resources import resource_path
from shared.styles import Style
from tests.screenshots.camera import Camera, rest, wait_for

_CAT, _WOMAN, _CUP = (
    str(resource_path("samples", name)) for name in ("chelsea.jpg", "astronaut.jpg", "coffee.jpg")
)
_MADE_WITHIN_S = 240
_REFUSED = AppError(
    title="The picture service did not accept this photo.",
    charged=CREDIT_BACK,
    advice="Please try another photo or another wish.",
    code="content_refused",
    request_id="req-7f31c2aa",
)
_UNREACHABLE = AppError(
    title="The PlushifyMe server at https://plushify.example does not answer.",
    charged=NOT_CHARGED,
    advice="Please check your internet connection and try again.",
    code="server_unreachable",
)


class JobScenes:
    """Plays them in order; begins with one photo and its drafts, ends with four real plushies."""

    def __init__(self, models: Models, window: MainWindow, camera: Camera) -> None:
        self._models = models
        self._window = window
        self._page = window.studio.job_page
        self._camera = camera

    def play(self) -> None:
        """All of them."""
        photo = self._models.studio.photo
        assert photo is not None
        draft = self._models.studio.drafts[Style.CUTE_FLUFFY]
        self._emerging = draft
        for side_px in (24, 34, 48, 68, 96, 136, 192, 272, 480):
            # Small, and larger again in steps: soft, as a picture that emerges.
            self._emerging = self._emerging.scaled(
                side_px, side_px, mode=Qt.TransformationMode.SmoothTransformation
            )
        self._job = Job(
            id="shown",
            image_id=None,
            state=JobState.UPLOADING,
            style=Style.CUTE_FLUFFY,
            wish="",
            photo=photo.small,
            photo_name=photo.name,
            started_at=datetime.now(UTC),
            upload_fraction=0.43,
            upload_bytes_per_s=1_240_000.0,
        )
        self._on_the_way()
        self._several()
        self._results()

    def _on_the_way(self) -> None:
        job = self._job
        making = replace(job, state=JobState.MAKING, preview=self._emerging)
        for name, shown in (
            ("uploading", job),
            ("queued", replace(job, state=JobState.QUEUED, queue_position=2)),
            ("making", replace(making, remaining_s=8.0, making_fraction=0.6)),
            ("elsewhere", replace(making, photo=None)),
            ("failed", replace(job, state=JobState.FAILED, error=_REFUSED)),
            ("offline", replace(job, state=JobState.FAILED, error=_UNREACHABLE)),
            ("cancelled", replace(job, state=JobState.CANCELLED)),
        ):
            self._models.jobs._insert(shown)
            self._window.studio.show_job(shown.id)
            self._camera.shoot(f"job-{name}")
            self._models.jobs._remove(shown.id)

    def _several(self) -> None:
        job, soon, style = self._job, self._emerging, Style.REALISTIC_PLUSH
        ready = self._models.studio.drafts[style]
        making = replace(job, state=JobState.MAKING, preview=soon, making_fraction=0.4)
        jobs = (
            replace(job, id="1", state=JobState.FAILED, error=_REFUSED, style=Style.MINIMALIST),
            replace(making, id="2", remaining_s=12.0),
            replace(job, id="3", style=Style.CARTOON_STYLE),
            replace(job, id="4", state=JobState.QUEUED, queue_position=1),
            replace(job, id="5", state=JobState.DONE, preview=ready, style=style),
        )
        for each in jobs:
            self._models.jobs._insert(each)
        self._models.credits.set_credits(47, 2)
        self._window.studio.show_page("create")
        self._camera.shoot("create-several_jobs")
        for each in jobs:
            self._models.jobs._remove(each.id)

    def _results(self) -> None:
        for photo, style in (
            (_WOMAN, Style.REALISTIC_PLUSH),
            (_CUP, Style.CARTOON_STYLE),
            (_CAT, Style.MINIMALIST),
        ):
            self._make(photo, style)
        job_id = self._make(_CAT, Style.CUTE_FLUFFY)
        self._window.studio.show_job(job_id)
        self._window.toast.expire_now()
        image_id = self._page.finished_image_id
        results = self._models.results
        wait_for(
            lambda: results.picture(image_id) is not None and results.photo(image_id) is not None,
            "picture and photo",
        )
        rest(400)
        self._camera.shoot("job-done")
        pair = self._page.pair
        pair.views.button("wipe").click()
        self._camera.shoot("job-done_slider")
        pair.views.button("zoom").click()
        pair.zoom.zoom_to(2.6, QPointF(pair.zoom.width() * 0.5, pair.zoom.height() * 0.36))
        self._camera.shoot("job-done_zoom")
        pair.views.button("pair").click()
        for name, menu in (
            ("job-menu_keepsake", self._page.bar.keepsake_menu),
            ("job-menu_size", self._page.bar.size_menu),
        ):
            menu.adjustSize()
            self._camera.shoot(name, menu)

    def _make(self, photo: str, style: Style) -> str:
        studio, jobs = self._models.studio, self._models.jobs
        before = studio.photo
        studio.choose_file(photo)
        wait_for(lambda: studio.photo is not before and studio.can_make, "the photo is prepared")
        studio.set_style(style)
        job_id = studio.make()
        wait_for(lambda: _is_final(jobs.job(job_id)), "the plushie", _MADE_WITHIN_S)
        job = jobs.job(job_id)
        assert job is not None
        assert job.state is JobState.DONE, job.error
        return job_id


def _is_final(job: Job | None) -> bool:
    return job is not None and job.state.is_final
