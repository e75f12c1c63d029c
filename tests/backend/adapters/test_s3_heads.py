"""Looking an object up while its store, a real one, has a bad moment."""

import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pydantic import SecretStr

from backend.adapters.s3_store import S3Store
from backend.errors import StorageUnavailable
from backend.services.ports import ObjectInfo
from backend.settings import Settings
from tests.conftest import ObjectStoreSettings
from tests.fakes.moody_relay import Mood, MoodyRelay, moody_relay

_PICTURE = ObjectInfo(size_bytes=7, content_type="image/png")


@pytest.fixture(scope="module")
def relay_of_all(object_store_settings: ObjectStoreSettings) -> Iterator[MoodyRelay]:
    with moody_relay(object_store_settings.endpoint_url) as relay:
        yield relay


@pytest.fixture
def relay(relay_of_all: MoodyRelay) -> MoodyRelay:
    """In its best mood, and without requests so far."""
    relay_of_all.moods.clear()
    relay_of_all.requests_count = 0
    return relay_of_all


def _store(object_store_settings: ObjectStoreSettings, endpoint_url: str) -> S3Store:
    return S3Store.from_settings(
        Settings(
            _env_file=None,
            database_url=SecretStr("postgresql://nobody@127.0.0.1:9/none"),
            aws_access_key_id=object_store_settings.access_key,
            aws_secret_access_key=SecretStr(object_store_settings.secret_key),
            aws_s3_bucket=object_store_settings.bucket,
            s3_endpoint_url=endpoint_url,
        )
    )


@pytest.fixture(scope="module")
def store(
    object_store_settings: ObjectStoreSettings, relay_of_all: MoodyRelay
) -> Iterator[S3Store]:
    """A store that is asked through the relay."""
    store = _store(object_store_settings, relay_of_all.url)
    yield store
    store.close()


@pytest.fixture(scope="module")
async def key(object_store_settings: ObjectStoreSettings) -> str:
    """Of a picture that lies in the store behind."""
    key = f"tests/{uuid4()}.png"
    behind = _store(object_store_settings, object_store_settings.endpoint_url)
    await behind.put(key, b"picture", content_type="image/png")
    behind.close()
    return key


@pytest.mark.parametrize(
    "moods", [[Mood.UNAVAILABLE, Mood.HANG_UP], [Mood.BROKEN]], ids=["twice", "once"]
)
async def test_what_fails_for_now_is_tried_again(
    store: S3Store, relay: MoodyRelay, key: str, moods: list[Mood]
) -> None:
    relay.moods.extend(moods)

    assert await store.head(key) == _PICTURE
    assert relay.requests_count == len(moods) + 1


async def test_a_connection_that_was_closed_meanwhile_costs_a_try_only(
    store: S3Store, relay: MoodyRelay, key: str
) -> None:
    assert await store.head(key) == _PICTURE
    relay.moods.append(Mood.HANG_UP)

    assert await store.head(key) == _PICTURE


async def test_a_store_that_stays_away_is_given_up_and_no_signature_is_logged(
    store: S3Store, relay: MoodyRelay, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    relay.moods.extend([Mood.HANG_UP, Mood.UNAVAILABLE, Mood.HANG_UP])

    with pytest.raises(StorageUnavailable):
        await store.head(key)

    assert relay.requests_count == 3
    assert caplog.messages
    assert "Signature" not in caplog.text


async def test_what_would_fail_again_is_not_tried_again(
    store: S3Store, relay: MoodyRelay, key: str
) -> None:
    relay.moods.append(Mood.FORBIDDEN)

    with pytest.raises(StorageUnavailable):
        await store.head(key)

    assert relay.requests_count == 1


async def test_a_missing_object_is_looked_for_once(store: S3Store, relay: MoodyRelay) -> None:
    assert await store.head("tests/never-was.png") is None
    assert relay.requests_count == 1


async def test_the_proxy_of_the_environment_is_used_as_by_boto3(
    object_store_settings: ObjectStoreSettings,
    relay: MoodyRelay,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("http_proxy", relay.url)
    store = _store(object_store_settings, "http://store.invalid")

    assert await store.head(key) == _PICTURE
    store.close()

    assert relay.requests_count == 1
