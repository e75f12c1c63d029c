"""Jobs on disk: each step is there before the next one is taken."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.storage.pending_jobs import PendingJob, PendingJobs
from shared.styles import Style

PHOTO = b"a photo"


def make_job(number: int) -> PendingJob:
    return PendingJob(
        id=f"job-{number}",
        style=Style.REALISTIC_PLUSH,
        wish="with a hat",
        hints_json='{"friendlyFace": true}',
        photo_name="Biscuit",
        content_type="image/jpeg",
        created_at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC) + timedelta(minutes=number),
    )


@pytest.fixture
def pending(tmp_path: Path) -> PendingJobs:
    return PendingJobs(tmp_path / "jobs")


def test_jobs_are_found_again_oldest_first(pending: PendingJobs, tmp_path: Path) -> None:
    pending.add(make_job(2), PHOTO)
    pending.add(make_job(1), PHOTO)

    again = PendingJobs(tmp_path / "jobs")

    assert again.all() == [make_job(1), make_job(2)]
    assert again.photo("job-1") == PHOTO


def test_each_step_is_written_down(pending: PendingJobs, tmp_path: Path) -> None:
    pending.add(make_job(1), PHOTO)
    pending.change("job-1", file_key="staging/1")
    pending.change("job-1", sent=True)

    job = PendingJobs(tmp_path / "jobs").get("job-1")

    assert job is not None
    assert (job.file_key, job.sent, job.image_id) == ("staging/1", True, None)


def test_a_cancelled_job_is_known_at_once_and_after_a_restart(
    pending: PendingJobs, tmp_path: Path
) -> None:
    pending.add(make_job(1), PHOTO)

    pending.cancel("job-1")

    assert pending.is_cancelled("job-1")
    assert [job.cancelled for job in PendingJobs(tmp_path / "jobs").all()] == [True]


def test_a_removed_job_leaves_nothing(pending: PendingJobs, tmp_path: Path) -> None:
    pending.add(make_job(1), PHOTO)

    pending.remove("job-1")
    pending.remove("job-1")

    assert pending.all() == []
    assert list((tmp_path / "jobs").iterdir()) == []
    assert pending.change("job-1", sent=True) is None


def test_a_job_that_cannot_be_read_does_not_hide_the_others(
    pending: PendingJobs, tmp_path: Path
) -> None:
    pending.add(make_job(1), PHOTO)
    (tmp_path / "jobs" / "broken.json").write_text('{"id": "broken", "style": "knitted"}')

    assert [job.id for job in pending.all()] == ["job-1"]


def test_a_job_that_cannot_be_written_leaves_no_photo_behind(
    pending: PendingJobs, tmp_path: Path
) -> None:
    (tmp_path / "jobs" / "job-1.json").mkdir(parents=True)

    with pytest.raises(OSError, match=r"job-1\.json"):
        pending.add(make_job(1), PHOTO)

    assert pending.photo("job-1") is None
