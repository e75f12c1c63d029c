"""Sending photos to the real storage, and everything that may go wrong on the way."""

import pytest

from desktop.api.client import ApiClient
from desktop.api.uploads import upload_photo
from desktop.errors import Cancelled, StorageUnreachable, UploadRefused
from shared.generations import GenerateRequest
from shared.styles import Style
from tests.desktop.real_server import RealServer
from tests.fakes import photo_files

PHOTO = photo_files.make_noise_png(600_000)


def test_an_uploaded_photo_can_be_made_a_plushie_of(client: ApiClient) -> None:
    sent: list[int] = []

    key = upload_photo(client, PHOTO, "image/png", sent.append)

    request = GenerateRequest(original_file_key=key, style=Style.CARTOON_STYLE)
    assert client.generate(request, idempotency_key="one").image.style is Style.CARTOON_STYLE
    assert sent == sorted(sent)
    assert sent[-1] == len(PHOTO)
    assert len(sent) > 2


def test_an_expired_signature_is_renewed_once(client: ApiClient, server: RealServer) -> None:
    server.faults.spoiled_signatures = 1

    assert upload_photo(client, PHOTO, "image/png")


def test_a_signature_that_is_refused_twice_is_told(client: ApiClient, server: RealServer) -> None:
    server.faults.spoiled_signatures = 2

    with pytest.raises(UploadRefused, match="403"):
        upload_photo(client, PHOTO, "image/png")

    assert server.faults.spoiled_signatures == 0


def test_a_storage_that_does_not_answer_is_told(client: ApiClient, server: RealServer) -> None:
    server.storage_gate.shut()

    with pytest.raises(StorageUnreachable) as caught:
        upload_photo(client, PHOTO, "image/png")

    assert caught.value.is_temporary
    assert "picture storage" in caught.value.describe().title


def test_a_line_that_is_cut_in_the_middle_is_told(client: ApiClient, server: RealServer) -> None:
    server.storage_gate.shut_after(200_000)

    with pytest.raises(StorageUnreachable):
        upload_photo(client, PHOTO, "image/png")

    assert server.storage_gate.was_shut.is_set()


def test_the_upload_ends_where_the_callback_says_so(client: ApiClient) -> None:
    sent: list[int] = []

    def stop_soon(sent_bytes: int) -> None:
        sent.append(sent_bytes)
        if len(sent) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        upload_photo(client, PHOTO, "image/png", stop_soon)

    assert len(sent) == 2
