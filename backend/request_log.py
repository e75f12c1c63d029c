"""The outermost layer of the server: a request's id, its log line, and the last safety net."""

import logging
import time
import uuid

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.routes.error_responses import REQUEST_ID, respond_to

logger = logging.getLogger(__name__)

_QUIET_PATHS = frozenset({"/live", "/ready", "/metrics"})


class RequestLogMiddleware:
    """Gives each request an id, logs how it ended, and answers for whatever was not foreseen."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex
        scope[REQUEST_ID] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status: int | None = None
        started_at = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            logger.exception("Unforeseen error")
            if status is not None:
                # Half an answer is out: the server closes the connection, so the client sees it.
                raise
            await respond_to(error, scope)(scope, receive, send_with_id)
        finally:
            logger.log(
                logging.DEBUG if scope["path"] in _QUIET_PATHS else logging.INFO,
                "Request",
                extra={
                    "method": scope["method"],
                    "path": _path_without_secrets(scope),
                    "status": status,
                    "duration_ms": round((time.perf_counter() - started_at) * 1000, 1),
                },
            )


def _path_without_secrets(scope: Scope) -> str:
    """A token in a path opens what it leads to: the logs do not hold it."""
    path: str = scope["path"]
    token = scope.get("path_params", {}).get("token")
    return path.replace(token, "[token]") if token else path
