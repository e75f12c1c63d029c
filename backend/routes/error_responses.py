"""From errors to answers. Only this file knows status codes of errors."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from backend.errors import (
    AddressNotProven,
    InvalidRequest,
    LinkRefused,
    MethodNotAllowed,
    NotFound,
    PlushifyError,
    RequestTooLarge,
    TooManyTries,
)
from backend.services.mails import REQUEST_RESET_PATH, RESET_PASSWORD_PATH
from backend.web.pages import page
from shared.errors import ErrorBody, ErrorCode, ErrorResponse

REQUEST_ID: Final = "plushifyme.request_id"
"""Under this name the ASGI scope holds the request's id."""

STATUS_CODES: Final[Mapping[ErrorCode, int]] = MappingProxyType(
    {
        ErrorCode.INVALID_REQUEST: 400,
        ErrorCode.WEAK_PASSWORD: 400,
        ErrorCode.LINK_REFUSED: 400,
        ErrorCode.TERMS_OUTDATED: 400,
        ErrorCode.GOOGLE_SIGN_IN_FAILED: 400,
        ErrorCode.IDEMPOTENCY_KEY_MISSING: 400,
        ErrorCode.UNAUTHENTICATED: 401,
        ErrorCode.SESSION_EXPIRED: 401,
        ErrorCode.INVALID_CREDENTIALS: 401,
        ErrorCode.INSUFFICIENT_CREDITS: 402,
        ErrorCode.NOT_FOUND: 404,
        ErrorCode.UPLOAD_NOT_FOUND: 404,
        ErrorCode.METHOD_NOT_ALLOWED: 405,
        ErrorCode.PASSWORD_NEEDED: 409,
        ErrorCode.IDEMPOTENCY_KEY_REUSED: 409,
        ErrorCode.GENERATION_FINAL: 409,
        ErrorCode.REQUEST_TOO_LARGE: 413,
        ErrorCode.PHOTO_TOO_LARGE: 413,
        ErrorCode.UNSUPPORTED_PHOTO_TYPE: 415,
        ErrorCode.PHOTO_TOO_MANY_PIXELS: 422,
        ErrorCode.PHOTO_TOO_SMALL: 422,
        ErrorCode.PHOTO_UNREADABLE: 422,
        ErrorCode.PHOTO_ANIMATED: 422,
        ErrorCode.PHOTO_WITHOUT_SUBJECT: 422,
        ErrorCode.CONTENT_REFUSED: 422,
        ErrorCode.RATE_LIMITED: 429,
        ErrorCode.INTERNAL: 500,
        ErrorCode.ENGINE_UNAVAILABLE: 503,
        ErrorCode.ENGINE_QUOTA_SPENT: 503,
        ErrorCode.ENGINE_MISCONFIGURED: 503,
        ErrorCode.ATTEMPTS_USED_UP: 503,
        ErrorCode.DATABASE_UNAVAILABLE: 503,
        ErrorCode.STORAGE_UNAVAILABLE: 503,
    }
)

_RETRY_AFTER_S: Final = 5

_TITLES: Final[Mapping[ErrorCode, str]] = MappingProxyType(
    {
        ErrorCode.LINK_REFUSED: "This link does not work any more",
        ErrorCode.GOOGLE_SIGN_IN_FAILED: "You are not signed in",
        ErrorCode.NOT_FOUND: "There is nothing here",
        ErrorCode.RATE_LIMITED: "A little slower, please",
    }
)


class _Internal(PlushifyError):
    """Something that nobody foresaw; the logs hold the rest."""

    def __init__(self) -> None:
        super().__init__("Something went wrong on our side. Please try again.")


def respond_to(error: Exception, scope: Mapping[str, object]) -> Response:
    """The answer for any exception, in the one shape of the contract."""
    known = _translate(error)
    status = STATUS_CODES[known.code]
    retry_after_s = _RETRY_AFTER_S if status == 503 else None
    if isinstance(known, TooManyTries):
        retry_after_s = known.retry_after_s
    body = ErrorResponse(
        error=ErrorBody(
            code=known.code,
            message=known.message,
            request_id=str(scope.get(REQUEST_ID, "")),
            details=known.details if isinstance(known, InvalidRequest) else None,
            retry_after_s=retry_after_s,
        )
    )
    headers = dict((error.headers or {}) if isinstance(error, HTTPException) else {})
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if retry_after_s is not None:
        headers["Retry-After"] = str(retry_after_s)
    return Response(
        body.model_dump_json(exclude_none=True),
        status_code=status,
        headers=headers,
        media_type="application/json",
    )


def respond_with_page(error: PlushifyError, scope: Mapping[str, object]) -> Response:
    """The answer for a browser."""
    status = STATUS_CODES[error.code]
    title = _TITLES.get(error.code, "That did not work")
    response = page(
        "error",
        status=status,
        title=title,
        message=error.message.removeprefix(f"{title}. "),
        action=_action(error, str(scope.get("path", ""))),
        request_id=str(scope.get(REQUEST_ID, "")),
    )
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _action(error: PlushifyError, path: str) -> Mapping[str, str] | None:
    """What a page offers after an error: another link, where one can be had without the app."""
    if isinstance(error, AddressNotProven):
        return {"href": REQUEST_RESET_PATH, "label": "Choose a new password"}
    if isinstance(error, LinkRefused) and path == RESET_PASSWORD_PATH:
        return {"href": REQUEST_RESET_PATH, "label": "Send me a new link"}
    return None


def _translate(error: Exception) -> PlushifyError:
    if isinstance(error, PlushifyError):
        return error
    if isinstance(error, HTTPException):
        if error.status_code == 404:
            return NotFound()
        if error.status_code == 405:
            return MethodNotAllowed()
        if error.status_code == 413:
            return RequestTooLarge()
        if error.status_code < 500:
            return InvalidRequest("The request could not be understood.")
    return _Internal()
