"""The server as an ASGI application.

Starlette gives requests, responses and the lifespan. Its application class is left out: what its
layers do, the one of `backend.request_log` does as well, and each costs every request its share.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from backend.bootstrap import bootstrap
from backend.request_log import RequestLog
from backend.routes.endpoints import SERVICES, Dispatcher, Endpoint, create_endpoints
from backend.routes.table import OPERATIONS
from backend.services.all_services import Services
from backend.settings import Settings, load_settings

OpenServices = Callable[[], AbstractAsyncContextManager[Services]]
Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]


class Application:
    """Every endpoint, behind the one layer that looks after each request.

    Args:
        endpoints: What is served.
        lifespan: Holds what requests need, under the names of their scope's `state`.
    """

    def __init__(self, endpoints: Iterable[Endpoint], lifespan: Lifespan) -> None:
        self.endpoints = tuple(endpoints)
        self.lifespan = lifespan
        self._serve = RequestLog(Dispatcher(self.endpoints))
        self._live = Router(lifespan=lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self._live(scope, receive, send)


def create_app(open_services: OpenServices) -> Application:
    """The application on the given services, which live as long as it does."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
        async with open_services() as services:
            listening = asyncio.create_task(services.event_hub.run())
            try:
                yield {SERVICES: services}
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening

    return Application(create_endpoints(OPERATIONS), lifespan)


def create_app_from_settings(settings: Settings | None = None) -> Application:
    """The application as it is deployed; `uvicorn --factory backend.asgi:create_app_from_settings`."""
    return create_app(lambda: bootstrap(settings or load_settings()))
