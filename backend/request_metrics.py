"""Counts each request by its route, with the time until its answer began."""

import time

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.routes.endpoints import SERVICES
from backend.services.all_services import Services

_UNKNOWN_ROUTE = "unknown"
_NO_ANSWER = "none"


class RequestMetricsMiddleware:
    """Knows the route only after the router has run, so it counts at the end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_at = time.perf_counter()
        answered_at: float | None = None
        status = _NO_ANSWER

        async def send_and_look(message: Message) -> None:
            nonlocal answered_at, status
            if message["type"] == "http.response.start":
                answered_at, status = time.perf_counter(), str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, send_and_look)
        except Exception:
            # The layer above answers for it, unless an answer had begun.
            status = "500" if status == _NO_ANSWER else status
            raise
        finally:
            services: Services = scope["state"][SERVICES]
            route = scope.get("route")
            services.metrics.count_request(
                method=scope["method"],
                route=route.path if isinstance(route, Route) else _UNKNOWN_ROUTE,
                status=status,
                seconds=(answered_at or time.perf_counter()) - started_at,
            )
