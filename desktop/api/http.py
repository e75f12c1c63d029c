"""The HTTP line that everything in `desktop.api` shares: timeouts, errors, and being interrupted.

One `httpx2.Client` serves all worker threads. The session token goes to the server only, never to
the picture storage.
"""

import contextlib
import json
import logging
import socket
import ssl
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import httpx2

from desktop.errors import (
    ApiError,
    Cancelled,
    DesktopError,
    ServerNotTrusted,
    ServerUnreachable,
    UnexpectedAnswer,
)
from shared.version import VERSION

_CONNECT_S, _ANSWER_S = 6.0, 20.0
_TIMEOUT = httpx2.Timeout(_ANSWER_S, connect=_CONNECT_S)
_LIMITS = httpx2.Limits(max_connections=24, max_keepalive_connections=8)
PEER_CHECK = "peer_check"
"""A request's extension: a function that is called with the address (IP) that a new connection leads
to, before anything is sent there. What it raises ends the request."""
_THIS_COMPUTER = ("all://127.0.0.1", "all://localhost", "all://[::1]")
"""Where no proxy is asked: it would look for the local cloud on its own computer."""
_GATEWAY_STATUSES = frozenset({502, 503, 504})
_log = logging.getLogger(__name__)


class HttpLine:
    """Requests from any thread; `interrupt` makes all of them return at once."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url.rstrip("/")
        self.token: str | None = None
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._interrupted = False
        try:
            self._client = self._make_client(obeys_environment=True)
        except (ImportError, ValueError, httpx2.InvalidURL) as error:
            # Refusing to start would also close the way to a server on this computer.
            _log.warning("This kind of proxy is not known, so none is used: %s", error)
            self._client = self._make_client(obeys_environment=False)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Ask the server; `body` is sent as JSON.

        Raises:
            ServerUnreachable: No answer, or not in time.
            ApiError: The server said no.
            UnexpectedAnswer: Something else answered.
            Cancelled: The line was interrupted.
        """
        with self._server_failures():
            response = self._client.request(
                method,
                self.server_url + path,
                json=body,
                params=dict(query or {}),
                headers={**self.authorization(), **(headers or {})},
            )
        self.raise_for_status(response)
        return response

    @contextlib.contextmanager
    def stream_from_server(
        self, path: str, *, headers: Mapping[str, str], silence_s: float
    ) -> Iterator[httpx2.Response]:
        """Open an answer that does not end; silence of `silence_s` ends it.

        Raises:
            As `request`, also while the answer is being read.
        """
        with (
            self._server_failures(),
            self._client.stream(
                "GET",
                self.server_url + path,
                headers={**self.authorization(), **headers},
                timeout=httpx2.Timeout(_ANSWER_S, connect=_CONNECT_S, read=silence_s),
            ) as response,
        ):
            if response.is_error:
                response.read()
                self.raise_for_status(response)
            yield response

    @contextlib.contextmanager
    def storage(self, unreachable: DesktopError) -> Iterator[httpx2.Client]:
        """The bare client for signed URLs.

        Raises:
            Cancelled: The line was interrupted.
            DesktopError: `unreachable`, in place of whatever broke the line.
        """
        try:
            yield self._client
        except (httpx2.TransportError, httpx2.InvalidURL, OSError) as error:
            self._raise_if_interrupted(error)
            _log.info("The storage does not answer: %r", error)
            raise unreachable from error

    def authorization(self) -> dict[str, str]:
        """The header that says who is asking; empty while signed out."""
        token = self.token
        return {"Authorization": f"Bearer {token}"} if token else {}

    def raise_for_status(self, response: httpx2.Response) -> None:
        """Turn an answer of 400 or above into its error.

        Raises:
            ApiError: It has the contract's error shape.
            ServerUnreachable: A gateway answered for a server that is down.
            UnexpectedAnswer: It has not.
        """
        if response.is_success:
            return
        error = _error_of(response)
        if error is not None:
            raise error
        if response.status_code in _GATEWAY_STATUSES:
            raise ServerUnreachable(self.server_url)
        raise UnexpectedAnswer(self.server_url)

    def interrupt(self) -> None:
        """Make every request under way, and every later one, raise `Cancelled` at once."""
        with self._lock:
            self._interrupted = True
            sockets = list(self._sockets)
        for each in sockets:
            _shut(each)

    def end(self, response: httpx2.Response) -> None:
        """Let whoever reads this answer, on another thread, find the line broken at once."""
        connection = response.extensions["network_stream"].get_extra_info("socket")
        if isinstance(connection, socket.socket):
            _shut(connection)

    def close(self) -> None:
        """Close all connections; nothing may be under way."""
        self._client.close()

    def _make_client(self, *, obeys_environment: bool) -> httpx2.Client:
        return httpx2.Client(
            timeout=_TIMEOUT,
            limits=_LIMITS,
            follow_redirects=False,
            trust_env=obeys_environment,
            mounts=dict.fromkeys(_THIS_COMPUTER),
            headers={"User-Agent": f"PlushifyMe/{VERSION}"},
            event_hooks={"request": [self._watch]},
        )

    @contextlib.contextmanager
    def _server_failures(self) -> Iterator[None]:
        try:
            yield
        except (httpx2.TransportError, httpx2.InvalidURL, OSError) as error:
            self._raise_if_interrupted(error)
            _log.info("The server does not answer: %r", error)
            if _is_about_trust(error):
                raise ServerNotTrusted(self.server_url) from error
            raise ServerUnreachable(self.server_url) from error
        except httpx2.DecodingError as error:
            raise UnexpectedAnswer(self.server_url) from error

    def _raise_if_interrupted(self, error: BaseException) -> None:
        if self._interrupted:
            raise Cancelled from error

    def _watch(self, request: httpx2.Request) -> None:
        if self._interrupted:
            raise Cancelled
        trace = partial(self._note_connection, request.extensions.get(PEER_CHECK))
        request.extensions = {**request.extensions, "trace": trace}

    def _note_connection(
        self, check: Callable[[str], None] | None, event: str, info: Mapping[str, Any]
    ) -> None:
        """Remember the sockets: httpcore's trace extension tells of each new connection."""
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        connection = info["return_value"].get_extra_info("socket")
        if not isinstance(connection, socket.socket):
            return
        with self._lock:
            self._sockets.add(connection)
            interrupted = self._interrupted
        if interrupted:
            # The connection's own error handling closes it.
            _shut(connection)
        elif check is not None and event.endswith("connect_tcp.complete"):
            try:
                check(str(connection.getpeername()[0]))
            except DesktopError:
                connection.close()
                raise


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        # The plain socket's own method: it wakes a thread that reads, under TLS too.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _is_about_trust(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _error_of(response: httpx2.Response) -> ApiError | None:
    """Read the contract's error shape leniently: a newer server may have codes unknown here."""
    try:
        error = json.loads(response.content)["error"]
        return ApiError(
            str(error["code"]),
            str(error["message"]),
            status=response.status_code,
            request_id=error.get("requestId"),
            retry_after_s=error.get("retryAfterS"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
