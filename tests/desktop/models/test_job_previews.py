"""Previews that come in any order, and before the job they belong to."""

from desktop.models.job_previews import JobPreviews
from desktop.workers.feed_events import PreviewTold


def told(image_id: str, attempt: int, sequence: int) -> PreviewTold:
    return PreviewTold(image_id=image_id, attempt=attempt, sequence=sequence, url="")


def test_only_what_is_newer_is_taken() -> None:
    previews = JobPreviews()
    first, second = told("image", 1, 0), told("image", 1, 1)

    assert previews.take("job", second)
    assert not previews.take("job", first)
    assert not previews.take("job", second)
    assert previews.take("job", told("image", 2, 0))
    assert not previews.is_newest("job", second)


def test_one_that_came_early_is_handed_out_once() -> None:
    previews = JobPreviews()
    previews.keep_early(told("image", 1, 0))
    previews.keep_early(told("image", 1, 1))

    assert previews.pop_early("image") == told("image", 1, 1)
    assert previews.pop_early("image") is None


def test_of_those_that_nobody_asks_for_only_a_few_are_kept() -> None:
    previews = JobPreviews()
    for number in range(100):
        previews.keep_early(told(str(number), 1, 0))

    assert previews.pop_early("0") is None
    assert previews.pop_early("99") is not None
