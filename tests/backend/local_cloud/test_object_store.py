"""A real S3 server of our own."""

import os
import secrets
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import psutil
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from backend.local_cloud.errors import DataFolderError, PortTakenError
from backend.local_cloud.object_store import EmbeddedObjectStore
from backend.local_cloud.unfinished_uploads import remove_unfinished_uploads

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "pictures"


def _make_store(folder: Path, port: int | None = None) -> EmbeddedObjectStore:
    return EmbeddedObjectStore(
        folder,
        port=port,
        access_key="tests-only",
        secret_key="secret",
        bucket=BUCKET,
        busy_folders=["staging"],
    )


@pytest.fixture(scope="module")
def store(server_folder: Path) -> Iterator[EmbeddedObjectStore]:
    server = _make_store(server_folder / "own-objects")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def s3(store: EmbeddedObjectStore) -> Iterator["S3Client"]:
    client = _client(store, "secret")
    yield client
    client.close()


def _client(store: EmbeddedObjectStore, secret_key: str) -> "S3Client":
    return boto3.session.Session().client(
        "s3",
        endpoint_url=store.endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="tests-only",
        aws_secret_access_key=secret_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            retries={"total_max_attempts": 1},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _read(s3: "S3Client", key: str) -> bytes:
    return s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


def _is_listed(s3: "S3Client", key: str) -> bool:
    listed = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return key in {entry["Key"] for entry in listed}


def _is_missing(s3: "S3Client", key: str) -> bool:
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket=BUCKET, Key=key)
    return not _is_listed(s3, key)


def test_every_read_sees_the_write_before_it(s3: "S3Client") -> None:
    for number in range(20):
        key = f"users/{number % 3}/{number}.png"
        assert _is_missing(s3, key)
        for size_bytes in (100_000, 10):
            data = secrets.token_bytes(size_bytes)
            s3.put_object(Bucket=BUCKET, Key=key, Body=data, ContentType="image/png")
            assert s3.head_object(Bucket=BUCKET, Key=key)["ContentLength"] == size_bytes
            assert _read(s3, key) == data
        assert _is_listed(s3, key)
        s3.delete_object(Bucket=BUCKET, Key=key)
        assert _is_missing(s3, key)
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"again", ContentType="image/png")
        assert _read(s3, key) == b"again"


def test_a_wrong_secret_is_refused(store: EmbeddedObjectStore) -> None:
    stranger = _client(store, "guess")

    with pytest.raises(ClientError, match="403"):
        stranger.head_bucket(Bucket=BUCKET)

    stranger.close()


def test_answered_uploads_and_their_types_survive_kill_9(
    store: EmbeddedObjectStore, s3: "S3Client"
) -> None:
    data = secrets.token_bytes(200_000)
    s3.put_object(Bucket=BUCKET, Key="kept/photo.webp", Body=data, ContentType="image/webp")
    os.kill(store.pid, signal.SIGKILL)
    assert store.child is not None
    store.child.wait()

    store.start()

    assert _read(s3, "kept/photo.webp") == data
    answer = s3.head_object(Bucket=BUCKET, Key="kept/photo.webp")
    assert answer["ContentType"] == "image/webp"


def test_a_folder_that_was_emptied_stays_for_the_next_upload(
    store: EmbeddedObjectStore, s3: "S3Client"
) -> None:
    s3.put_object(Bucket=BUCKET, Key="staging/photo.jpg", Body=b"photo")

    s3.delete_object(Bucket=BUCKET, Key="staging/photo.jpg")

    assert (store.folder / BUCKET / "staging").is_dir()
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET, Prefix="staging/")


def test_uploads_that_were_cut_off_are_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / BUCKET / "staging"
    folder.mkdir(parents=True)
    names = (".rclone_temp_put_1", ".rclone_temp_multipart_2", ".rclone_temp_keep", "photo.jpg")
    for name in names:
        (folder / name).touch()
        os.utime(folder / name, (1000, 1000))
    (folder / ".rclone_temp_put_now").touch()

    assert remove_unfinished_uploads(tmp_path, begun_before_s=2000) == 2

    kept = {".rclone_temp_keep", "photo.jpg", ".rclone_temp_put_now"}
    assert {path.name for path in folder.iterdir()} == kept


def test_no_command_line_tells_the_secret(store: EmbeddedObjectStore) -> None:
    assert "secret" not in " ".join(psutil.Process(store.pid).cmdline())


def test_a_taken_port_is_named(server_folder: Path, store: EmbeddedObjectStore) -> None:
    other = _make_store(server_folder / "others-objects", store.port)

    with pytest.raises(PortTakenError, match=f"Port {store.port} .* object store"):
        other.start()


def test_a_folder_that_is_a_file_is_named(server_folder: Path) -> None:
    path = server_folder / "objects-file"
    path.touch()

    with pytest.raises(DataFolderError, match="objects-file"):
        _make_store(path).start()
