"""Fetching pictures from the real storage."""

import hashlib

import pytest

from desktop.api.client import ApiClient
from desktop.api.downloads import download_file, download_preview
from desktop.errors import ApiError, DownloadRefused, StorageUnreachable
from shared.gallery import BulkAction, BulkRequest, Image, ImageFile
from tests.desktop.conftest import MakePicture
from tests.desktop.faulty_app import spoil_signature
from tests.desktop.real_server import RealServer


def _result(image: Image) -> ImageFile | None:
    return image.result


def test_a_picture_arrives_as_its_hash_says(client: ApiClient, make_picture: MakePicture) -> None:
    image = make_picture(client)

    data = download_file(client, image, _result)

    assert image.result is not None
    assert hashlib.sha256(data).hexdigest() == image.result.sha256


def test_an_expired_address_is_renewed_once(client: ApiClient, make_picture: MakePicture) -> None:
    expired = _with_url(make_picture(client), spoil=True)

    assert download_file(client, expired, _result).startswith(b"\x89PNG")


def test_another_content_than_the_hash_says_is_refused(
    client: ApiClient, make_picture: MakePicture
) -> None:
    image = make_picture(client)
    assert image.result is not None
    other = image.model_copy(
        update={"result": image.result.model_copy(update={"sha256": "0" * 64})}
    )

    with pytest.raises(DownloadRefused, match="damaged"):
        download_file(client, other, _result)


def test_a_file_that_does_not_exist_yet_is_refused(
    client: ApiClient, make_picture: MakePicture
) -> None:
    unfinished = make_picture(client).model_copy(update={"result": None})

    with pytest.raises(DownloadRefused, match="not there yet"):
        download_file(client, unfinished, _result)


def test_an_image_that_was_deleted_meanwhile_is_told(
    client: ApiClient, make_picture: MakePicture
) -> None:
    expired = _with_url(make_picture(client), spoil=True)
    client.change_images(BulkRequest(ids=[expired.id], action=BulkAction.DELETE_FOREVER))

    with pytest.raises(ApiError) as caught:
        download_file(client, expired, _result)

    assert caught.value.code == "not_found"


def test_a_storage_that_does_not_answer_is_told(
    client: ApiClient, server: RealServer, make_picture: MakePicture
) -> None:
    image = make_picture(client)
    server.storage_gate.shut()

    with pytest.raises(StorageUnreachable):
        download_file(client, image, _result)


def test_a_preview_that_is_gone_is_refused(client: ApiClient, make_picture: MakePicture) -> None:
    image = make_picture(client)
    assert image.result is not None

    with pytest.raises(DownloadRefused):
        download_preview(client, spoil_signature(image.result.url))


def _with_url(image: Image, *, spoil: bool) -> Image:
    assert image.result is not None
    url = spoil_signature(image.result.url) if spoil else image.result.url
    return image.model_copy(update={"result": image.result.model_copy(update={"url": url})})
