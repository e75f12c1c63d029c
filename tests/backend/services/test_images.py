"""Pictures that are asked about again and again are put together once a change."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backend.adapters.s3_store import S3Store
from backend.services.images import ImagePresenter, ImageRecord
from shared.gallery import ImageFile

PHOTO = {
    "key": "users/1/photo.jpg",
    "content_type": "image/jpeg",
    "size_bytes": 9,
    "sha256": "00",
    "width": 3,
    "height": 2,
}
RECORD = ImageRecord(
    id=uuid4(),
    status="processing",
    style="minimalist",
    prompt="",
    hints=None,
    title="Biscuit",
    favourite=False,
    tags=[],
    revision=5,
    attempt=1,
    created_at=datetime(2026, 11, 22, tzinfo=UTC),
    started_at=None,
    finished_at=None,
    trashed_at=None,
    deleted_at=None,
    cost_credits=1,
    failure_code=None,
    failure_message=None,
    placeholder=None,
    photo=PHOTO,
    result=None,
    display=None,
    thumbnail=None,
)


@pytest.fixture
def presenter(store: S3Store) -> ImagePresenter:
    return ImagePresenter(store)


def test_a_change_is_told_at_once(presenter: ImagePresenter) -> None:
    assert presenter.present_kept(RECORD).status == "processing"
    changed = replace(RECORD, status="completed", revision=6)
    assert presenter.present_kept(changed).status == "completed"
    assert presenter.present_kept(replace(RECORD, id=uuid4(), title="Another")).title == "Another"


def test_addresses_are_renewed_long_before_they_expire(
    presenter: ImagePresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = presenter.present_kept(RECORD).photo
    assert presenter.present_kept(RECORD).photo is first
    moment = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: moment + 61)
    renewed = presenter.present_kept(RECORD).photo
    assert isinstance(renewed, ImageFile)
    assert renewed is not first


def test_only_so_many_are_kept(presenter: ImagePresenter) -> None:
    for _ in range(5_000):
        presenter.present_kept(replace(RECORD, id=uuid4(), photo=None))
    assert len(presenter._kept) <= 2_000
