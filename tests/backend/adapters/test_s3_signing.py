"""Signed addresses, held against those that boto3 makes."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from backend.adapters.s3_store import S3Store
from backend.settings import Settings


@pytest.fixture(scope="module", params=[None, "http://127.0.0.1:9000", "https://s3.example/base"])
def store(request: pytest.FixtureRequest) -> S3Store:
    """A store at Amazon's own address, at one with a port, and at one below a path."""
    return S3Store.from_settings(
        Settings(
            _env_file=None,
            database_url=SecretStr("postgresql://nobody@127.0.0.1:9/none"),
            aws_access_key_id="AKIA/KEY+1",
            aws_secret_access_key=SecretStr("a secret/key+"),
            aws_s3_bucket="plushify-pictures",
            aws_region="eu-west-1",
            s3_endpoint_url=request.param,
        )
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@settings(max_examples=20)
@given(
    key=st.from_regex(r"[a-zA-Z0-9_.~ äß%+=&?-]+(/[a-zA-Z0-9_.~ äß%+=&?-]+)*", fullmatch=True),
    expires_s=st.integers(1, 604_800),
)
def test_an_address_is_the_one_that_boto3_would_sign(
    store: S3Store, method: str, key: str, expires_s: int
) -> None:
    wanted = urlsplit(
        store._presign.generate_presigned_url(
            f"{method.lower()}_object",
            Params={"Bucket": "plushify-pictures", "Key": key},
            ExpiresIn=expires_s,
        )
    )
    wanted_query = dict(parse_qsl(wanted.query))
    moment = datetime.strptime(wanted_query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    signed = urlsplit(
        store._signer.sign(key, method=method, expires_s=expires_s, now_s=moment.timestamp())
    )

    assert (signed.scheme, signed.netloc, signed.path) == wanted[:3]
    assert dict(parse_qsl(signed.query)) == wanted_query
