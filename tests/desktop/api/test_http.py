"""What the HTTP line makes of every kind of answer, and of none."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from desktop.api.client import ApiClient, InvalidInput
from desktop.api.downloads import download_preview
from desktop.errors import (
    ApiError,
    Cancelled,
    ServerNotTrusted,
    ServerUnreachable,
    UnexpectedAnswer,
)
from tests.desktop.conftest import ClientOf
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes.serving import served


def test_a_wrong_password_is_told_in_the_servers_words(
    server: RealServer, account: TestAccount, client_of: ClientOf
) -> None:
    client = client_of(server.url)

    with pytest.raises(ApiError) as caught:
        client.sign_in(account.email, "not-the-password")

    told = caught.value.describe()
    assert told.code == "invalid_credentials"
    assert "do not match" in told.title
    assert told.request_id


def test_a_missing_token_and_an_expired_one_both_end_the_session(
    server: RealServer, account: TestAccount, client_of: ClientOf
) -> None:
    client = client_of(server.url)
    with pytest.raises(ApiError) as missing:
        client.session()
    client.token = account.token
    server.end_sessions(account)
    with pytest.raises(ApiError) as expired:
        client.session()

    assert missing.value.code == "unauthenticated"
    assert expired.value.code == "session_expired"
    assert missing.value.ends_session
    assert expired.value.ends_session


def test_nothing_listening_is_a_server_that_does_not_answer(client_of: ClientOf) -> None:
    with socket.socket() as taken:
        # Taken, so that no other program gets it meanwhile; but nobody listens.
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        client = client_of(f"http://127.0.0.1:{port}")

        with pytest.raises(ServerUnreachable) as caught:
            client.service()

    assert f"127.0.0.1:{port}" in caught.value.title


def test_a_name_that_does_not_resolve_is_a_server_that_does_not_answer(
    client_of: ClientOf,
) -> None:
    with pytest.raises(ServerUnreachable):
        client_of("http://plushifyme.invalid").service()


def test_a_connection_that_is_not_secure_is_named_so(client_of: ClientOf) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_in_the_clear() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer_in_the_clear)
        thread.start()
        client = client_of(f"https://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(ServerNotTrusted) as caught:
            client.service()
        thread.join()

    told = caught.value.describe()
    assert "not secure" in told.title
    assert told.code == "server_not_trusted"


def test_the_token_goes_to_the_server_only(client_of: ClientOf) -> None:
    seen: list[str | None] = []

    async def note(request: Request) -> Response:
        seen.append(request.headers.get("authorization"))
        return JSONResponse({})

    with served(Starlette(routes=[Route("/{path:path}", note, methods=["GET", "DELETE"])])) as url:
        client = client_of(url)
        client.token = "secret-token"
        download_preview(client, f"{url}/bucket/preview.png?X-Amz-Signature=0")
        client.delete_image("some-id")

    assert seen == [None, "Bearer secret-token"]


@pytest.fixture
def odd_server() -> Iterator[str]:
    """A program that answers in every way but the contract's."""

    async def gateway(_request: Request) -> Response:
        return HTMLResponse("<h1>502</h1>", status_code=502)

    async def website(_request: Request) -> Response:
        return HTMLResponse("<h1>Welcome</h1>")

    async def newer(_request: Request) -> Response:
        error = {"code": "never_heard_of", "message": "Something new.", "requestId": "r-1"}
        return JSONResponse({"error": error}, status_code=418)

    async def redirect(_request: Request) -> Response:
        return Response(status_code=302, headers={"Location": "http://elsewhere.invalid"})

    async def teapot(_request: Request) -> Response:
        return JSONResponse({"error": "no"}, status_code=404)

    routes = [
        Route("/api/service", website),
        Route("/api/auth/session", gateway),
        Route("/api/user/credits", newer),
        Route("/api/user/transactions", redirect),
        Route("/api/images", teapot),
    ]
    with served(Starlette(routes=routes)) as url:
        yield url


def test_a_web_page_is_an_unexpected_answer(odd_server: str, client_of: ClientOf) -> None:
    with pytest.raises(UnexpectedAnswer):
        client_of(odd_server).service()


def test_a_redirect_is_not_followed_with_the_token(odd_server: str, client_of: ClientOf) -> None:
    with pytest.raises(UnexpectedAnswer):
        client_of(odd_server).transactions()


def test_an_error_of_another_shape_is_an_unexpected_answer(
    odd_server: str, client_of: ClientOf
) -> None:
    with pytest.raises(UnexpectedAnswer):
        client_of(odd_server).images_since(0)


def test_a_gateways_error_page_is_a_server_that_does_not_answer(
    odd_server: str, client_of: ClientOf
) -> None:
    with pytest.raises(ServerUnreachable):
        client_of(odd_server).session()


def test_an_error_code_of_a_newer_server_is_told_as_it_is(
    odd_server: str, client_of: ClientOf
) -> None:
    with pytest.raises(ApiError) as caught:
        client_of(odd_server).credits()

    assert caught.value.describe().title == "Something new."
    assert caught.value.code == "never_heard_of"


@pytest.mark.parametrize("email", ["", "robin", "robin@nowhere", "a b@c.de"])
def test_an_address_that_cannot_be_one_is_not_sent(email: str, client_of: ClientOf) -> None:
    client = client_of("http://127.0.0.1:9")

    with pytest.raises(InvalidInput, match="not an e-mail address"):
        client.sign_in(email, "TestPassword123")


def test_a_short_new_password_is_not_sent(client_of: ClientOf) -> None:
    client = client_of("http://127.0.0.1:9")

    with pytest.raises(InvalidInput, match="10 to 128 characters"):
        client.sign_up("Robin", "robin@example.com", "short")


@pytest.fixture
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_interrupting_ends_a_request_that_hangs_at_once(
    silent_server: str, client_of: ClientOf
) -> None:
    client = client_of(silent_server)
    outcome: list[BaseException | None] = []
    thread = threading.Thread(target=lambda: outcome.append(_failure_of(client)))
    thread.start()
    while not client.line._sockets:
        time.sleep(0.01)

    client.line.interrupt()
    # Without an answer it would end as well, after 20 seconds.
    thread.join(15)

    assert not thread.is_alive()
    assert isinstance(outcome[0], Cancelled)


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
def test_no_proxy_stands_between_the_app_and_a_server_on_this_computer(
    server: RealServer, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv(name, f"http://127.0.0.1:{nobody.getsockname()[1]}")

        client_of(server.url).service()

        with pytest.raises(ServerUnreachable):
            client_of("http://plushify.invalid").service()


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "what://127.0.0.1", "::no address::"])
def test_a_proxy_of_an_unknown_kind_keeps_nobody_from_their_server(
    server: RealServer, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("all_proxy", proxy)

    assert client_of(server.url).service().version


def test_an_interrupted_line_starts_nothing_new(server: RealServer, client_of: ClientOf) -> None:
    client = client_of(server.url)
    client.service()

    client.line.interrupt()

    with pytest.raises(Cancelled):
        client.service()


def _failure_of(client: ApiClient) -> BaseException | None:
    try:
        client.service()
    except BaseException as error:  # noqa: BLE001 - the test looks at it
        return error
    return None
