"""How long it will take, by what it took before."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.models.job_times import UsualTimes, making_since
from shared.gallery import Image
from shared.generations import GenerationStatus
from shared.styles import Style


def image(*, began_ago_s: float, took_s: float | None = None) -> Image:
    began_at = datetime.now(UTC) - timedelta(seconds=began_ago_s)
    return Image(
        id="1",
        status=GenerationStatus.PROCESSING if took_s is None else GenerationStatus.COMPLETED,
        style=Style.MINIMALIST,
        prompt="",
        title="",
        favourite=False,
        revision=1,
        attempt=1,
        created_at=began_at,
        started_at=began_at,
        completed_at=None if took_s is None else began_at + timedelta(seconds=took_s),
        cost_credits=1,
    )


def test_nothing_is_said_before_the_first_picture() -> None:
    times = UsualTimes()
    times.learn(image(began_ago_s=5))

    assert times.progress(datetime.now(UTC)) is None


def test_one_slow_picture_does_not_spoil_the_estimate() -> None:
    times = UsualTimes()
    for took_s in (300, 40, 42, 38):
        times.learn(image(began_ago_s=900, took_s=took_s))

    progress = times.progress(datetime.now(UTC) - timedelta(seconds=21))

    assert progress is not None
    assert progress.remaining_s == pytest.approx(21, abs=5)
    assert progress.fraction == pytest.approx(0.5, abs=0.1)


def test_what_takes_longer_than_usual_is_never_quite_full() -> None:
    times = UsualTimes()
    times.learn(image(began_ago_s=900, took_s=10))

    progress = times.progress(datetime.now(UTC) - timedelta(minutes=5))

    assert progress is not None
    assert progress.remaining_s == 0
    assert progress.fraction < 1


@pytest.mark.parametrize("began_ago_s", [-3600, 7200])
def test_a_clock_that_goes_wrong_does_not_matter(began_ago_s: float) -> None:
    since = making_since(image(began_ago_s=began_ago_s))

    assert abs(datetime.now(UTC) - since) < timedelta(minutes=1)


def test_a_picture_that_was_begun_before_the_app_opened_is_not_counted_anew() -> None:
    since = making_since(image(began_ago_s=60))

    assert datetime.now(UTC) - since >= timedelta(seconds=60)
