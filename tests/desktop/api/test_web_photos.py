"""Photos from web pages: fetched with care, or refused in words."""

import base64
import http.server
import threading
from collections.abc import Callable, Iterator

import pytest

from desktop.api.http import HttpLine
from desktop.api.web_photos import fetch_photo, is_public_host, name_of
from desktop.errors import Cancelled, DesktopError, PhotoNotFetched, PhotoRefused
from shared.limits import PHOTO_MAX_BYTES
from tests.fakes import photo_files

PHOTO = photo_files.make_photo("JPEG")


class _Page(http.server.BaseHTTPRequestHandler):
    """`/to/ADDRESS` redirects there; the other paths are what their names say."""

    def do_GET(self) -> None:
        name = self.path.partition("?")[0]
        if name.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        content = {
            "/cat.jpg": ("image/jpeg", PHOTO),
            "/page": ("text/html; charset=utf-8", b"<html>a cat</html>"),
            "/huge.jpg": ("image/jpeg", bytes(PHOTO_MAX_BYTES + 1)),
        }.get(name)
        self.send_response(200 if content else 404)
        kind, data = content or ("image/jpeg", b"")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[str]:
    """The address of a small web server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


Fetch = Callable[..., bytes]


@pytest.fixture
def fetch() -> Iterator[Fetch]:
    """Fetch with a line of its own."""
    line = HttpLine("https://plushify.example")

    def get(url: str, *, is_public: Callable[[str], bool] | None = None) -> bytes:
        return fetch_photo(line, url, lambda: False, is_public)

    yield get
    line.close()


def test_a_picture_is_fetched_also_after_redirects(web: str, fetch: Fetch) -> None:
    assert fetch(f"{web}/cat.jpg?size=large") == PHOTO
    assert fetch(f"{web}/to//to//cat.jpg") == PHOTO


def test_a_picture_within_the_address_needs_no_network(fetch: Fetch) -> None:
    data = "data:image/jpeg;base64," + base64.b64encode(PHOTO).decode()

    assert fetch(data) == PHOTO


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/page", "leads to a web page"),
        ("/gone.jpg", "answer 404"),
        ("/to/file:///etc/passwd", "does not lead to a picture on the web"),
        ("/to/ftp://127.0.0.1/cat.jpg", "does not lead to a picture on the web"),
        ("/to//to//to//to//to//to//to/cat.jpg", "from place to place"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    web: str, fetch: Fetch, path: str, words: str
) -> None:
    with pytest.raises(PhotoNotFetched, match=words) as refused:
        fetch(web + path)

    assert refused.value.describe().charged == "You were not charged."
    assert refused.value.describe().advice


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "http://", "cat.jpg"])
def test_only_the_web_is_asked(fetch: Fetch, url: str) -> None:
    with pytest.raises(PhotoNotFetched, match="on the web"):
        fetch(url)


def test_the_web_cannot_send_the_app_into_its_own_network(web: str, fetch: Fetch) -> None:
    asked: list[str] = []

    def is_public(host: str) -> bool:
        asked.append(host)
        return host != "localhost"

    port = web.rpartition(":")[2]
    with pytest.raises(PhotoNotFetched, match="own network"):
        fetch(f"{web}/to/http://localhost:{port}/cat.jpg", is_public=is_public)

    assert asked == ["127.0.0.1", "127.0.0.1", "localhost"]


def test_a_name_that_changes_its_address_leads_nowhere(
    web: str, fetch: Fetch, localhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it was looked up, this computer when it was connected to."""
    served: list[str] = []
    monkeypatch.setattr(_Page, "do_GET", lambda page: served.append(page.path))
    port = web.rpartition(":")[2]

    with pytest.raises(PhotoNotFetched, match="own network"):
        fetch(f"http://{localhost}:{port}/cat.jpg", is_public=lambda host: host == localhost)

    assert served == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.1.1", "::1"])
def test_this_computer_and_its_network_are_not_public(host: str) -> None:
    assert not is_public_host(host)


def test_a_public_address_is_public() -> None:
    assert is_public_host("8.8.8.8")


def test_a_picture_that_is_too_large_is_not_fetched_to_its_end(web: str, fetch: Fetch) -> None:
    with pytest.raises(PhotoRefused, match="larger than 10 MiB"):
        fetch(f"{web}/huge.jpg")


def test_a_host_that_is_not_there_is_named(fetch: Fetch) -> None:
    with pytest.raises(PhotoNotFetched, match=r"127\.0\.0\.1 does not answer"):
        fetch("http://127.0.0.1:9/cat.jpg")


def test_fetching_ends_when_another_photo_is_chosen(web: str) -> None:
    line = HttpLine("https://plushify.example")
    with pytest.raises(Cancelled):
        fetch_photo(line, f"{web}/cat.jpg", lambda: True)
    line.close()


def test_an_interrupted_line_fetches_nothing(web: str) -> None:
    line = HttpLine("https://plushify.example")
    line.interrupt()
    with pytest.raises(DesktopError) as refused:
        fetch_photo(line, f"{web}/cat.jpg", lambda: False)
    assert isinstance(refused.value, Cancelled)
    line.close()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://pets.example/a/My%20cat.jpg?x=1", "My cat"),
        ("https://pets.example/", "pets.example"),
        ("data:image/png;base64,AAAA", ""),
    ],
)
def test_the_photo_is_called_after_its_file(url: str, name: str) -> None:
    assert name_of(url) == name
