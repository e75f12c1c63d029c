"""Serves operations: who asks, what they ask, the handler, and the answer, in this order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backend import log_context
from backend.errors import PlushifyError, Unauthenticated
from backend.routes.contract import Call, Operation, to_id
from backend.routes.error_responses import respond_to, respond_with_page
from backend.routes.parsing import parse_body, parse_form, parse_query
from backend.routes.paths import PathTable
from backend.services.all_services import Services
from backend.services.callers import Caller
from backend.web.pages import MEDIA_TYPE
from shared.wire import RequestModel, WireModel

SERVICES: Final = "services"
"""Under this name the lifespan's state holds the services."""

ENDPOINT: Final = "plushifyme.endpoint"
"""Under this name the ASGI scope holds the endpoint of the request's path."""


def create_endpoints(operations: Iterable[Operation]) -> list["Endpoint"]:
    """One endpoint a path, whose methods are the operations on it."""
    by_path: defaultdict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in operations:
        by_path[operation.path][operation.method] = operation
    return [Endpoint(path, methods) for path, methods in by_path.items()]


class Dispatcher:
    """An ASGI application that hands each request to the endpoint of its path."""

    def __init__(self, endpoints: Iterable["Endpoint"]) -> None:
        self._paths = PathTable(endpoints)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            HTTPException: Nothing has this path, or not with this method.
        """
        found = self._paths.find(scope["path"])
        if found is None:
            raise HTTPException(404)
        endpoint, scope["path_params"] = found
        scope[ENDPOINT] = endpoint
        await endpoint(scope, receive, send)


class Endpoint:
    """An ASGI application for one path; `methods` are those of its operations."""

    def __init__(self, path: str, operations: Mapping[str, Operation]) -> None:
        self.path = path
        self.methods = frozenset(operations)
        self._operations = dict(operations)
        if "GET" in operations:
            self._operations["HEAD"] = operations["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        operation = self._operations.get(scope["method"])
        if operation is None:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(self._operations))})
        response: ASGIApp
        try:
            response = await _answer(operation, Request(scope, receive))
        except PlushifyError as error:
            respond = respond_with_page if operation.media_type == MEDIA_TYPE else respond_to
            response = respond(error, scope)
        await response(scope, receive, send)


class JsonAnswer:
    """A model on its way out. A `Response` of Starlette takes three times as long."""

    def __init__(self, model: WireModel, status: int) -> None:
        self._body = to_json(model)
        self._status = status

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        length = (b"content-length", str(len(self._body)).encode())
        await send(
            {
                "type": "http.response.start",
                "status": self._status,
                "headers": [length, *_JSON_HEADERS],
            }
        )
        await send({"type": "http.response.body", "body": self._body})


_JSON_HEADERS: Final = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))


async def _answer(operation: Operation, request: Request) -> ASGIApp:
    services: Services = request.scope["state"][SERVICES]
    caller = None if operation.is_public else await _authenticate(operation, request)
    body = operation.body and await _parse(operation, operation.body, request)
    query = operation.query and parse_query(request.query_params, operation.query)
    answer = await operation.handler(
        Call(
            services=services,
            body=body,
            query=query,
            request=request,
            signed_in=caller,
        )
    )
    if answer is None:
        return Response(status_code=operation.status)
    if isinstance(answer, WireModel):
        is_pending = operation.pending is not None and isinstance(answer, operation.pending)
        return JsonAnswer(answer, 202 if is_pending else operation.status)
    return answer


async def _parse(operation: Operation, model: type[RequestModel], request: Request) -> RequestModel:
    if operation.body_type == "form":
        return await parse_form(request, model)
    return await parse_body(request, model, operation.field_errors)


async def _authenticate(operation: Operation, request: Request) -> Caller:
    services: Services = request.scope["state"][SERVICES]
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated
    image_id = to_id(request.path_params["id"]) if operation.asks_about_image else None
    caller = await services.sessions.authenticate(token.strip(), image_id)
    log_context.bind(user_id=caller.user_id)
    return caller
