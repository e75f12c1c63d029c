"""What models ask of worker threads, by name. Each function runs there and imports what it needs.

The imports stand inside the functions on purpose: the HTTP client, pydantic and the draft engine take
several times as long to load as the window takes to open, so they are loaded on the worker threads.
"""

# ruff: noqa: PLC0415 - see above

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from desktop.workers.feed_events import FeedTiming
from desktop.workers.tasks import Task

_SHOWN_WITHIN_S = 0.06
"""As long as the window takes to lay out and paint a new photo."""
Opening: TypeAlias = "Callable[[Task[Opened]], Opened]"
Running: TypeAlias = "Callable[[Task[Generation]], Generation]"
Loading: TypeAlias = "Callable[[Task[QImage | None]], QImage | None]"
Gathering: TypeAlias = "Callable[[Task[Gathered]], Gathered]"

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from desktop.photo_edit import PhotoEdit, PhotoSource
    from desktop.storage.pending_jobs import PendingJob
    from desktop.workers.draft_events import SubjectFound
    from desktop.workers.gathering import Gathered
    from desktop.workers.photo_events import PhotoMade
    from desktop.workers.restored_jobs import RestoredJob
    from desktop.workers.sessions import Opened, Stored
    from shared.credits import TransactionPage
    from shared.draft import Subject
    from shared.gallery import Generation, Image
    from shared.generations import Hints
    from shared.service import ServiceInfo
    from shared.styles import Style

# Accounts.


def service_info(task: "Task[ServiceInfo]") -> "ServiceInfo":
    """What the server says of itself."""
    return task.tools.client.service()


def open_stored_session(task: "Task[Stored]") -> "Stored":
    """See `sessions.open_stored`."""
    from desktop.workers import sessions

    return sessions.open_stored(task.tools)


def open_known_session(task: "Task[Opened | None]") -> "Opened | None":
    """See `sessions.open_known`."""
    from desktop.workers import sessions

    return sessions.open_known(task.tools)


def sign_in(task: "Task[Opened]", email: str, password: str) -> "Opened":
    """See `sessions.sign_in`."""
    from desktop.workers import sessions

    return sessions.sign_in(task.tools, email, password)


def sign_up(
    task: "Task[Opened]", name: str, email: str, password: str, terms_version: str
) -> "Opened":
    """See `sessions.sign_up`."""
    from desktop.workers import sessions

    return sessions.sign_up(task.tools, name, email, password, terms_version)


def use_demo_account(task: "Task[Opened]") -> "Opened":
    """See `sessions.use_demo_account`."""
    from desktop.workers import sessions

    return sessions.use_demo_account(task.tools)


def sign_out(task: Task[None]) -> None:
    """See `sessions.sign_out`."""
    from desktop.workers import sessions

    sessions.sign_out(task.tools)


def forget_session(task: Task[None]) -> None:
    """See `sessions.forget`."""
    from desktop.workers import sessions

    sessions.forget(task.tools)


def check_session(task: Task[None]) -> None:
    """Ask whether the session still holds."""
    task.tools.client.session()


def lapse_session(task: Task[None]) -> None:
    """See `sessions.lapse`."""
    from desktop.workers import sessions

    sessions.lapse(task.tools)


# Photos.


def gather_photos(task: "Task[Gathered]", paths: "Iterable[str]", most: int) -> "Gathered":
    """See `gathering.gather`."""
    from desktop.workers import gathering

    return gathering.gather(task, paths, most)


def fetch_photo(task: "Task[Gathered]", url: str, data: bytes, nameless: str) -> "Gathered":
    """See `gathering.fetch`."""
    from desktop.workers import gathering

    return gathering.fetch(task, url, data, nameless)


def prepare_photo(
    task: "Task[PhotoMade]",
    source: "PhotoSource",
    edit: "PhotoEdit | None" = None,
    *,
    is_awaited: bool = True,
) -> "PhotoMade":
    """See `desktop.photo`; reports a `PhotoSeen`, as early as can be if somebody waits for it."""
    from desktop.photo import encode, first_look, prepare
    from desktop.workers.photo_events import PhotoMade, PhotoSeen

    look = first_look(source, edit) if is_awaited else None
    if look is not None:
        task.report(PhotoSeen(look))
        # The window shows it meanwhile, and nobody waits for what comes now.
        task.wait_cancelled(_SHOWN_WITHIN_S)
        task.raise_if_cancelled()
    photo = prepare(source, edit)
    if look is None:
        task.report(PhotoSeen(photo.light()))
        task.raise_if_cancelled()
    return PhotoMade(encode(photo), photo.picture)


def look_at(task: "Task[SubjectFound]", picture: "QImage") -> "SubjectFound":
    """See `drafts.look_at`."""
    from desktop.workers import drafts

    return drafts.look_at(task, picture)


def make_drafts(
    task: Task[None],
    picture: "QImage",
    styles: "Iterable[Style]",
    hints: "Hints | None",
    subject: "Subject | None" = None,
) -> None:
    """See `drafts.make_drafts`; reports `SubjectFound` and `DraftMade`."""
    from desktop.workers import drafts

    drafts.make_drafts(task, picture, styles, hints, subject)


def warm_up_drafting(_task: Task[None]) -> None:
    """See `shared.draft.networks.warm_up`."""
    from shared.draft import warm_up

    warm_up()


def rest_from_drafting(_task: Task[None]) -> None:
    """See `shared.draft.networks.rest`."""
    from shared.draft import rest

    rest()


# Jobs.


def start_job(task: "Task[Generation]", job: "PendingJob", photo: bytes) -> "Generation":
    """See `job_runner.start_job`; reports `UploadProgress`."""
    from desktop.workers import job_runner

    return job_runner.start_job(task, job, photo)


def add_order(task: Task[None], jobs: "Sequence[tuple[PendingJob, bytes]]") -> None:
    """See `job_runner.add_order`."""
    from desktop.workers import job_runner

    job_runner.add_order(task, jobs)


def run_job(task: "Task[Generation]", job_id: str) -> "Generation":
    """See `job_runner.run_job`; reports `UploadProgress`."""
    from desktop.workers import job_runner

    return job_runner.run_job(task, job_id)


def restart_job(task: "Task[Generation]", old_id: str, new_id: str) -> "Generation":
    """See `restored_jobs.restart_job`; reports `UploadProgress`."""
    from desktop.workers import restored_jobs

    return restored_jobs.restart_job(task, old_id, new_id)


def restored_jobs(task: "Task[list[RestoredJob]]") -> "list[RestoredJob]":
    """See `restored_jobs.restored_jobs`."""
    from desktop.workers import restored_jobs

    return restored_jobs.restored_jobs(task)


def mark_cancelled(task: Task[None], job_id: str) -> None:
    """The person has changed their mind before the server has accepted the job."""
    task.tools.account.pending.cancel(job_id)


def finish_cancelled_jobs(task: Task[None]) -> None:
    """See `job_runner.finish_cancelled_jobs`."""
    from desktop.workers import job_runner

    job_runner.finish_cancelled_jobs(task)


def forget_job(task: Task[None], job_id: str) -> None:
    """A job has come to its end: its files are needed no more."""
    task.tools.account.pending.remove(job_id)


def generation(task: "Task[Generation]", image_id: str) -> "Generation":
    """Ask where a job stands."""
    return task.tools.client.generation(image_id)


def cancel_generation(task: "Task[Generation]", image_id: str) -> "Generation":
    """Stop a job that the server has accepted."""
    return task.tools.client.cancel_generation(image_id)


# Pictures.


def load_thumbnail(task: "Task[QImage]", image: "Image") -> "QImage":
    """See `pictures.load_thumbnail`."""
    from desktop.workers import pictures

    return pictures.load_thumbnail(task.tools, image)


def load_display(task: "Task[QImage | None]", image: "Image") -> "QImage | None":
    """See `pictures.load_display`."""
    from desktop.workers import pictures

    return pictures.load_display(task.tools, image)


def load_finished(task: "Task[QImage]", image: "Image", longest_side_px: int) -> "QImage":
    """See `pictures.load_finished`."""
    from desktop.workers import pictures

    return pictures.load_finished(task, image, longest_side_px)


def load_photo(
    task: "Task[QImage | None]", image: "Image", longest_side_px: int
) -> "QImage | None":
    """See `pictures.load_photo`."""
    from desktop.workers import pictures

    return pictures.load_photo(task.tools, image, longest_side_px)


def load_preview(task: "Task[QImage]", url: str) -> "QImage":
    """See `pictures.load_preview`."""
    from desktop.workers import pictures

    return pictures.load_preview(task.tools, url)


def save_picture(
    task: Task[str], image: "Image", path: str, longest_side_px: int | None = None
) -> str:
    """See `pictures.save_picture`."""
    from desktop.workers import pictures

    return str(pictures.save_picture(task.tools, image, Path(path), longest_side_px))


def save_comparison(task: Task[str], image: "Image", path: str) -> str:
    """See `comparisons.save_comparison`."""
    from desktop.workers import comparisons

    return str(comparisons.save_comparison(task.tools, image, Path(path)))


def save_clip(task: Task[str], image: "Image", path: str) -> str:
    """See `reveal_clips.save_clip`."""
    from desktop.workers import reveal_clips

    return reveal_clips.save_clip(task, image, Path(path))


def delete_image(task: Task[None], image_id: str) -> None:
    """Delete a picture at the server."""
    task.tools.client.delete_image(image_id)


# The feed, and the statement.


def follow_changes(task: Task[None], timing: FeedTiming) -> None:
    """See `feed.follow_changes`; reports `FeedEvent`s."""
    from desktop.workers import feed

    feed.follow_changes(task, timing)


def transactions(task: "Task[TransactionPage]", cursor: str | None) -> "TransactionPage":
    """One page of the statement."""
    return task.tools.client.transactions(cursor)


# Which server.


def check_server(_task: Task[str], url: str) -> str:
    """Whether a PlushifyMe server answers at this address; returns the address.

    Raises:
        DesktopError: Nothing answers, or something else does.
    """
    from desktop.api.client import ApiClient

    client = ApiClient(url)
    try:
        client.service()
    finally:
        client.line.close()
    return url


def run_local_cloud(task: Task[None]) -> None:
    """See `desktop.local_cloud.run`; reports `CloudProgress` and `CloudReady`."""
    from desktop import local_cloud

    local_cloud.run(task.report, task.is_cancelled)


# The desktop around the app.


def show_notice(task: Task[None], title: str, text: str) -> None:
    """See `session_bus.SessionBus.notify`."""
    task.tools.session_bus.notify(title, text)


def show_progress(task: Task[None], progress: float | None, count: int) -> None:
    """See `session_bus.SessionBus.show_progress`."""
    task.tools.session_bus.show_progress(progress, count)
