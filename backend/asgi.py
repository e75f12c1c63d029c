"""The server as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from backend.bootstrap import bootstrap
from backend.request_log import RequestLogMiddleware
from backend.request_metrics import RequestMetricsMiddleware
from backend.routes.endpoints import SERVICES, create_routes
from backend.routes.error_responses import respond_to_http_exception
from backend.routes.table import OPERATIONS
from backend.services.all_services import Services
from backend.settings import Settings, load_settings

OpenServices = Callable[[], AbstractAsyncContextManager[Services]]


def create_app(open_services: OpenServices) -> Starlette:
    """The application on the given services, which live as long as it does."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Any]]:
        async with open_services() as services:
            listening = asyncio.create_task(services.event_hub.run())
            try:
                yield {SERVICES: services}
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening

    app = Starlette(
        routes=create_routes(OPERATIONS),
        middleware=[Middleware(RequestLogMiddleware), Middleware(RequestMetricsMiddleware)],
        exception_handlers={HTTPException: respond_to_http_exception},
        lifespan=lifespan,
    )
    # A redirect would be built from the Host header, which anyone can choose.
    app.router.redirect_slashes = False
    return app


def create_app_from_settings(settings: Settings | None = None) -> Starlette:
    """The application as it is deployed; `uvicorn --factory backend.asgi:create_app_from_settings`."""
    return create_app(lambda: bootstrap(settings or load_settings()))
