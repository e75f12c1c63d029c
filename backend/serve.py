"""`plushifyme-server serve`: the HTTP server."""

import argparse
import errno
import logging
import signal
import socket
import sys
from types import FrameType
from typing import Final, NoReturn

import uvicorn
from starlette.types import ASGIApp

from backend.asgi import create_app_from_settings
from backend.errors import CommandFailed
from backend.http_protocol import HttpProtocol
from backend.logging import configure_logging
from backend.settings import Settings, load_settings

logger = logging.getLogger(__name__)

_GRACE_S: Final = 10
"""How long requests may take to finish after a request to stop; event streams end at once."""

_KEEP_ALIVE_S: Final = 75
"""Longer than clients and proxies keep an idle connection, so that none is closed as it is used."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address to listen on."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal asks to stop.

    Raises:
        SettingsError: A setting is missing or wrong.
        CommandFailed: The address cannot be had.
    """
    settings = load_settings()
    configure_logging(level=settings.log_level, log_format=settings.log_format)
    listener = bind(arguments.host, arguments.port)
    logger.info("Listening on %s port %d", *listener.getsockname()[:2])
    # uvicorn stops gracefully and then raises the signal once more, which is to end well.
    signal.signal(signal.SIGTERM, _exit)
    try:
        config = server_config(create_app_from_settings(settings), settings)
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        return 0
    finally:
        listener.close()
    return 0


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How an application is served."""
    return uvicorn.Config(
        app,
        # psycopg cannot work with the default loop of Windows.
        loop="asyncio:SelectorEventLoop" if sys.platform == "win32" else "auto",
        http=HttpProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
    )


def bind(host: str, port: int) -> socket.socket:
    """Listen on an address.

    Raises:
        CommandFailed: It cannot be had.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if sys.platform != "win32":
        # On Windows this would let two servers share a port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "another program uses it" if taken else str(error)
        raise CommandFailed(f"Cannot listen on {host} port {port}: {reason}.") from error
    return listener


def _exit(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
