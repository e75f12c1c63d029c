"""The outermost layer of the server: a request's id, its log line and figures, the last safety net."""

import itertools
import logging
import secrets
import time
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend import log_context
from backend.routes.endpoints import ENDPOINT, SERVICES, Endpoint
from backend.routes.error_responses import REQUEST_ID, respond_to
from backend.services.all_services import Services

logger = logging.getLogger(__name__)

_QUIET_PATHS: Final = frozenset({"/live", "/ready", "/metrics"})
_UNKNOWN_ROUTE: Final = "unknown"
_NO_ANSWER: Final = "none"

# An id has to be the only one of its kind, not a secret: to draw lots for each costs more.
_PROCESS_ID: Final = secrets.token_hex(10)
_NUMBERS: Final = itertools.count()


class RequestLog:
    """Gives each request an id, tells how it ended, and answers for whatever was not foreseen."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request_id = f"{_PROCESS_ID}{next(_NUMBERS):012x}"
        scope[REQUEST_ID] = request_id
        log_context.begin(request_id=request_id)
        status: int | None = None
        answered_at: float | None = None
        started_at = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status, answered_at
            if message["type"] == "http.response.start":
                status, answered_at = message["status"], time.perf_counter()
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            if not isinstance(error, HTTPException):
                logger.exception("Unforeseen error")
            if status is not None:
                # Half an answer is out: the server closes the connection, so the client sees it.
                raise
            await respond_to(error, scope)(scope, receive, send_with_id)
        finally:
            ended_at = time.perf_counter()
            _count(scope, status, (answered_at or ended_at) - started_at)
            logger.log(
                logging.DEBUG if scope["path"] in _QUIET_PATHS else logging.INFO,
                "Request",
                extra={
                    "method": scope["method"],
                    "path": _path_without_secrets(scope),
                    "status": status,
                    "duration_ms": round((ended_at - started_at) * 1000, 1),
                },
            )


def _count(scope: Scope, status: int | None, seconds: float) -> None:
    """Count a request by its route, with the time until its answer began."""
    services: Services = scope["state"][SERVICES]
    endpoint: Endpoint | None = scope.get(ENDPOINT)
    services.metrics.count_request(
        method=scope["method"],
        route=_UNKNOWN_ROUTE if endpoint is None else endpoint.path,
        status=_NO_ANSWER if status is None else str(status),
        seconds=seconds,
    )


def _path_without_secrets(scope: Scope) -> str:
    """A token in a path opens what it leads to: the logs do not hold it."""
    path: str = scope["path"]
    token = scope.get("path_params", {}).get("token")
    return path.replace(token, "[token]") if token else path
