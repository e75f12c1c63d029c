"""The object store: an S3 bucket through boto3, called in a bounded number of threads."""

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, Self, TypeVar

import anyio
import anyio.to_thread
import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from backend.adapters.s3_heads import ObjectHeads
from backend.adapters.s3_signing import AddressSigner
from backend.errors import NotFound, StorageUnavailable
from backend.services.ports import ObjectInfo, PresignedPut
from backend.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)

_PARALLEL_CALLS: Final = 16
_CONNECT_TIMEOUT_S: Final = 2
_READ_TIMEOUT_S: Final = 15
_CHECK_TIMEOUT_S: Final = 2
_CALL_LIMIT_S: Final = 60
"""For a call as a whole: an answer that drips never runs into the timeouts above."""
_PART_BYTES: Final = 8192
_DELETE_MAX_KEYS: Final = 1000
"""The most keys one DeleteObjects call takes.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
"""

_Answer = TypeVar("_Answer")


class S3Store:
    """An `ObjectStore` on one bucket.

    Signing happens locally, with the address that the app can reach; everything else is a call
    in a thread with the address that the server can reach.
    """

    def __init__(
        self,
        client: "S3Client",
        bucket: str,
        *,
        presign: "S3Client",
        signer: AddressSigner,
        heads: ObjectHeads,
    ) -> None:
        self._client = client
        self._presign = presign
        self._signer = signer
        self._heads = heads
        self._bucket = bucket
        self._limiter = anyio.CapacityLimiter(_PARALLEL_CALLS)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Create both clients; this takes about half a second and is done once a process."""
        client = _create_client(settings, settings.s3_endpoint_url)
        public = settings.s3_public_endpoint_url
        is_same = public is None or public == settings.s3_endpoint_url
        presign = client if is_same else _create_client(settings, public)
        public_url, own_url = (
            _base_url(some, settings.aws_s3_bucket) for some in (presign, client)
        )
        return cls(
            client,
            settings.aws_s3_bucket,
            presign=presign,
            signer=_create_signer(settings, public_url),
            heads=ObjectHeads(
                own_url, _create_signer(settings, own_url), connections=_PARALLEL_CALLS
            ),
        )

    def presign_put(
        self, key: str, *, content_type: str, size_bytes: int, expires_s: int
    ) -> PresignedPut:
        """Sign a PUT of exactly this length and type."""
        url = self._presign.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ContentType": content_type,
                "ContentLength": size_bytes,
            },
            ExpiresIn=expires_s,
            HttpMethod="PUT",
        )
        headers = {"Content-Type": content_type, "Content-Length": str(size_bytes)}
        return PresignedPut(url=url, headers=headers)

    def presign_get(self, key: str, *, expires_s: int) -> str:
        """Sign a GET."""
        return self._signer.sign(key, expires_s=expires_s)

    async def head(self, key: str) -> ObjectInfo | None:
        """Describe an object; None when there is none. What fails for now is tried again.

        Raises:
            StorageUnavailable: The store does not answer.
        """
        return await self._in_thread("head", partial(self._heads.find, key))

    async def get(self, key: str, *, max_bytes: int) -> bytes:
        """Read an object.

        Raises:
            NotFound: There is none, or it is larger than `max_bytes`.
            StorageUnavailable: The store does not answer.
        """
        unwanted_at = time.monotonic() + _CALL_LIMIT_S

        def call() -> bytes:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            # Not `with answer["Body"] as body`: that gives urllib3's own stream, whose errors are
            # not boto's.
            with closing(answer["Body"]) as body:
                if answer["ContentLength"] > max_bytes:
                    raise NotFound
                data = bytearray()
                while part := body.read(_PART_BYTES):
                    data += part
                    if time.monotonic() > unwanted_at:
                        raise StorageUnavailable
            return bytes(data)

        return await self._in_thread("get", call)

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Write an object; an existing one is replaced."""

        def call() -> None:
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=data, ContentType=content_type
            )

        await self._in_thread("put", call)

    async def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; missing ones are no error."""
        all_keys = list(keys)

        def call(some_keys: list[str]) -> None:
            answer = self._client.delete_objects(
                Bucket=self._bucket,
                Delete={"Objects": [{"Key": key} for key in some_keys], "Quiet": True},
            )
            errors = [e for e in answer.get("Errors", []) if e.get("Code") != "NoSuchKey"]
            if errors:
                logger.error("The object store did not delete %d objects: %s", len(errors), errors)
                raise StorageUnavailable

        for start in range(0, len(all_keys), _DELETE_MAX_KEYS):
            some_keys = all_keys[start : start + _DELETE_MAX_KEYS]
            await self._in_thread("delete", partial(call, some_keys))

    async def list_before(self, prefix: str, moment: datetime, *, limit: int) -> list[str]:
        """The keys of objects below `prefix` that were written before `moment`, some of them."""

        def call() -> list[str]:
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix
            )
            objects = (item for page in pages for item in page.get("Contents", []))
            old = (item["Key"] for item in objects if item["LastModified"] < moment)
            return list(islice(old, limit))

        return await self._in_thread("list", call)

    async def check(self) -> bool:
        """Whether the bucket answers within two seconds. Never raises."""

        def call() -> None:
            self._client.head_bucket(Bucket=self._bucket)

        with anyio.move_on_after(_CHECK_TIMEOUT_S):
            try:
                await self._in_thread("check", call)
            except (NotFound, StorageUnavailable):
                return False
            return True
        return False

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._presign.close()
        self._heads.close()

    async def _in_thread(self, what: str, call: Callable[[], _Answer]) -> _Answer:
        """Run one call and translate boto's errors.

        Raises:
            NotFound: There is no such object or bucket.
            StorageUnavailable: Anything else.
        """
        try:
            with anyio.fail_after(_CALL_LIMIT_S):
                return await anyio.to_thread.run_sync(
                    call, abandon_on_cancel=True, limiter=self._limiter
                )
        except TimeoutError as error:
            logger.warning("The object store did not finish %s in %d s", what, _CALL_LIMIT_S)
            raise StorageUnavailable from error
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if status == 404:
                raise NotFound from error
            logger.warning("The object store refused %s: %s", what, error)
            raise StorageUnavailable from error
        except BotoCoreError as error:
            logger.warning("The object store did not answer %s: %s", what, error)
            raise StorageUnavailable from error


def _base_url(client: "S3Client", bucket: str) -> str:
    """What stands before every key in an address, as boto3 finds it for this endpoint."""
    probe = "key"
    address = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": probe})
    return address.partition("?")[0].removesuffix(probe)


def _create_signer(settings: Settings, base_url: str) -> AddressSigner:
    return AddressSigner(
        base_url,
        region=settings.aws_region,
        access_key=settings.aws_access_key_id,
        secret_key=settings.aws_secret_access_key.get_secret_value(),
    )


def _create_client(settings: Settings, endpoint_url: str | None) -> "S3Client":
    config = Config(
        # boto3 falls back to version 2 signatures for presigning at a custom endpoint.
        signature_version="s3v4",
        # Servers other than Amazon's rarely answer at bucket.host.
        s3={"addressing_style": "auto" if endpoint_url is None else "path"},
        # The default adds checksum trailers that such servers and presigned PUTs do not know.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=_CONNECT_TIMEOUT_S,
        read_timeout=_READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": 2},
        max_pool_connections=_PARALLEL_CALLS,
        tcp_keepalive=True,
    )
    return boto3.session.Session().client(
        "s3",
        region_name=settings.aws_region,
        endpoint_url=endpoint_url,
        aws_access_key_id=settings.aws_access_key_id,
        aws_secret_access_key=settings.aws_secret_access_key.get_secret_value(),
        config=config,
    )
