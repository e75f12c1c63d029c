"""Fetching a photo that was dragged from a web page: one file, of a limited size, from the web only."""

import base64
import binascii
import contextlib
import ipaddress
import socket
import time
from collections.abc import Callable
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from urllib.request import getproxies

import httpx2

from desktop.api.http import PEER_CHECK, HttpLine
from desktop.errors import Cancelled, DesktopError, PhotoNotFetched, PhotoRefused
from shared.errors import ErrorCode
from shared.limits import PHOTO_MAX_BYTES

_MOST_REDIRECTS = 5
_LONGEST_S = 90.0
"""A server that gives a few bytes at a time would never end."""
_MOST_NAME = 60
_HEADERS = {
    "Accept": "image/jpeg,image/png,image/webp,image/*;q=0.8",
    "Accept-Encoding": "identity",
    # A connection that was checked for one photo is not there for another one.
    "Connection": "close",
}
_NO_PAGE = "Please drag the picture itself, or save it first and choose the file."
_SAVE_FIRST = "Please save the picture first and choose the file."


def fetch_photo(
    line: HttpLine,
    url: str,
    is_cancelled: Callable[[], bool],
    is_public: "Callable[[str], bool] | None" = None,
) -> bytes:
    """The file behind an `http`, `https` or `data` address; whether it is a photo is not checked.

    No redirect, and no name that changes its address meanwhile, leads from the web into this computer
    or its own network: a page could make the app knock at a router or at another program's door.

    Raises:
        PhotoNotFetched: There is no such file, it is a page, or the way to it is not safe.
        PhotoRefused: It is larger than a photo may be.
        Cancelled: `is_cancelled` answered True, or the line was interrupted.
    """
    if url.lower().startswith("data:"):
        return _data_in(url)
    is_public = is_public or is_public_host
    host = _host_of(url)
    stays_public = is_public(host)

    def check_peer(address: str) -> None:
        if stays_public and not is_public(address):
            raise _own_network()

    # Through a proxy every connection leads to the proxy, and names are its business.
    extensions = {} if getproxies() else {PEER_CHECK: check_peer}
    for _ in range(_MOST_REDIRECTS + 1):
        unreachable = PhotoNotFetched(f"{host} does not answer.", _SAVE_FIRST)
        with (
            line.storage(unreachable) as http,
            http.stream("GET", url, headers=_HEADERS, extensions=extensions) as response,
        ):
            if not response.is_redirect:
                return _read(response, host, is_cancelled)
            url = str(httpx2.URL(url).join(response.headers["location"]))
        host = _host_of(url)
        if stays_public and not is_public(host):
            raise _own_network()
    raise PhotoNotFetched(f"This link leads from place to place, last to {host}.", _SAVE_FIRST)


def name_of(url: str) -> str:
    """What to call the photo of this address."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return ""
    stem = unquote(parts.path).rpartition("/")[2].rpartition(".")[0]
    return "".join(each for each in stem if each.isprintable())[:_MOST_NAME] or parts.netloc


def is_public_host(host: str) -> bool:
    """Whether all addresses of a host belong to the internet, none to this or a private network."""
    if f".{host}".lower().rstrip(".").endswith(".localhost"):
        return False  # Also where no list of hosts says so.
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        # Nobody is there: the request will say so.
        return True
    return all(ipaddress.ip_address(str(each[4][0])).is_global for each in found)


def _host_of(url: str) -> str:
    with contextlib.suppress(ValueError):
        parts = urlsplit(url)
        if parts.hostname and parts.scheme.lower() in {"http", "https"}:
            return parts.hostname
    raise PhotoNotFetched("This link does not lead to a picture on the web.", _SAVE_FIRST)


def _read(response: httpx2.Response, host: str, is_cancelled: Callable[[], bool]) -> bytes:
    if response.is_error:
        raise PhotoNotFetched(
            f"{host} does not give this picture away (answer {response.status_code}).", _SAVE_FIRST
        )
    if response.headers.get("content-type", "").lower().startswith("text/"):
        raise PhotoNotFetched("This link leads to a web page, not to a picture.", _NO_PAGE)
    data = bytearray()
    began = time.monotonic()
    for chunk in response.iter_bytes():
        if is_cancelled():
            raise Cancelled
        if time.monotonic() - began > _LONGEST_S:
            raise PhotoNotFetched(f"{host} is too slow.", _SAVE_FIRST)
        data += chunk
        if len(data) > PHOTO_MAX_BYTES:
            raise _too_large()
    return bytes(data)


def _data_in(url: str) -> bytes:
    head, _, body = url.partition(",")
    if len(body) > 2 * PHOTO_MAX_BYTES:
        raise _too_large()
    try:
        if head.lower().endswith(";base64"):
            return base64.b64decode(unquote(body), validate=True)
        return unquote_to_bytes(body)
    except (binascii.Error, ValueError) as error:
        raise PhotoNotFetched("This picture cannot be read.", _SAVE_FIRST) from error


def _own_network() -> DesktopError:
    return PhotoNotFetched(
        "This link leads from the web into your own network, so it was not followed.", _SAVE_FIRST
    )


def _too_large() -> DesktopError:
    return PhotoRefused(
        ErrorCode.PHOTO_TOO_LARGE,
        f"This picture is larger than {PHOTO_MAX_BYTES // 2**20} MiB.",
        "Please save it, export it smaller, and choose the file.",
    )
