"""How a route is described: enough to serve it, and enough to document it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from backend.errors import NotFound, Unauthenticated
from backend.services.all_services import Services
from backend.services.callers import Caller
from shared.errors import ErrorCode
from shared.wire import RequestModel, WireModel

Body = TypeVar("Body")
Query = TypeVar("Query")


@dataclass(frozen=True, slots=True)
class Call(Generic[Body, Query]):
    """One request, checked against its operation, as the handler gets it."""

    services: Services
    body: Body
    query: Query
    request: Request
    signed_in: Caller | None

    @property
    def path(self) -> Mapping[str, str]:
        """The parameters in the path."""
        return self.request.path_params

    @property
    def headers(self) -> Headers:
        """What comes with it."""
        return self.request.headers

    @property
    def address(self) -> str | None:
        """Whence it comes; a proxy's word counts only when the settings name the proxy."""
        client = self.request.client
        return client.host if client else None

    @property
    def caller(self) -> Caller:
        """Who asks."""
        if self.signed_in is None:
            raise Unauthenticated
        return self.signed_in

    def path_id(self, name: str = "id") -> UUID:
        """An id in the path; whatever is no id names nothing."""
        found = to_id(self.path[name])
        if found is None:
            raise NotFound
        return found


def to_id(text: str) -> UUID | None:
    """The id that a text spells; None: it spells none."""
    try:
        return UUID(text)
    except ValueError:
        return None


Handler = Callable[[Call[Any, Any]], Awaitable[WireModel | Response | None]]
"""The operation's own `body` and `query` types hold; a table of many cannot name them."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """A code of its own for one thing that can be wrong with one field."""

    field: str
    reasons: frozenset[str]
    """Pydantic's names of the errors, such as `less_than_equal`."""
    code: ErrorCode
    message: str


@dataclass(frozen=True, slots=True)
class HeaderParameter:
    """A request header that the operation reads."""

    name: str
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: str
    name: str
    summary: str
    tag: str
    handler: Handler
    status: int = 200
    body: type[RequestModel] | None = None
    body_type: Literal["json", "form"] = "json"
    """A form is what a browser sends without a script."""
    query: type[RequestModel] | None = None
    answer: type[BaseModel] | None = None
    """A `RootModel` of several, where the query decides which of them it is."""
    pending: type[WireModel] | None = None
    """Answered with 202 instead, as long as there is nothing to answer yet."""
    media_type: str = "application/json"
    errors: tuple[ErrorCode, ...] = ()
    field_errors: tuple[FieldError, ...] = ()
    headers: tuple[HeaderParameter, ...] = ()
    is_public: bool = False
    asks_about_image: bool = False
    """The picture whose id is in the path comes along with who asks, in one statement."""
    events: Mapping[str, type[WireModel]] = field(default_factory=dict)

    @property
    def all_errors(self) -> tuple[ErrorCode, ...]:
        """Every error that this operation may answer with."""
        codes = [*self.errors, *(error.code for error in self.field_errors)]
        if self.body is not None:
            codes += [ErrorCode.INVALID_REQUEST, ErrorCode.REQUEST_TOO_LARGE]
        if self.query is not None:
            codes.append(ErrorCode.INVALID_REQUEST)
        if not self.is_public:
            codes += _SIGNED_IN_ERRORS
        codes.append(ErrorCode.INTERNAL)
        return tuple(dict.fromkeys(codes))


_SIGNED_IN_ERRORS: Final = (
    ErrorCode.UNAUTHENTICATED,
    ErrorCode.SESSION_EXPIRED,
    ErrorCode.DATABASE_UNAVAILABLE,
)
