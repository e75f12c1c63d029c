"""From bytes to the contract's models, or to an error that says what is wrong with them."""

from collections.abc import Mapping
from typing import Final, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request

from backend.errors import FieldRefused, InvalidRequest, RequestTooLarge
from backend.routes.contract import FieldError
from shared.errors import ErrorDetail
from shared.limits import REQUEST_BODY_MAX_BYTES
from shared.wire import RequestModel

Model = TypeVar("Model", bound=RequestModel)

FORM_MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
_FORM_MAX_FIELDS: Final = 20


async def parse_body(
    request: Request, model: type[Model], field_errors: tuple[FieldError, ...]
) -> Model:
    """Read and check a JSON body, strictly: no unknown fields, no converted types.

    Raises:
        InvalidRequest: It does not fit, and `details` tell where.
        RequestTooLarge: It is longer than any request needs.
        FieldRefused: A field breaks a rule with a code of its own.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise InvalidRequest("The request must be JSON, with the content type application/json.")
    body = await _read(request)
    # PostgreSQL stores no NUL characters, and JSON can only spell one like this.
    if b"\\u0000" in body:
        raise InvalidRequest("The request contains a character that cannot be stored.")
    try:
        return model.model_validate_json(body, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _explain(error, field_errors) from None


async def parse_form(request: Request, model: type[Model]) -> Model:
    """Read and check the fields of an HTML form: no unknown ones, none twice.

    Raises:
        InvalidRequest: They do not fit.
        RequestTooLarge: It is longer than any request needs.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != FORM_MEDIA_TYPE:
        raise InvalidRequest(f"The request must be a form, of the content type {FORM_MEDIA_TYPE}.")
    body = await _read(request)
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_FORM_MAX_FIELDS,
        )
    except ValueError:
        raise InvalidRequest("The form cannot be read.") from None
    fields = dict(pairs)
    if len(fields) < len(pairs) or any("\0" in value for value in fields.values()):
        raise InvalidRequest("The form cannot be read.")
    try:
        return model.model_validate(fields, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _explain(error, ()) from None


def parse_query(parameters: Mapping[str, str], model: type[Model]) -> Model:
    """Check query parameters; unknown ones are refused.

    Raises:
        InvalidRequest: They do not fit.
    """
    try:
        return model.model_validate(dict(parameters), by_alias=True, by_name=False)
    except ValidationError as error:
        raise _explain(error, ()) from None


async def _read(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > REQUEST_BODY_MAX_BYTES:
        raise RequestTooLarge
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > REQUEST_BODY_MAX_BYTES:
                raise RequestTooLarge
    except ClientDisconnect:
        raise InvalidRequest("The request broke off.") from None
    return bytes(body)


def _explain(error: ValidationError, field_errors: tuple[FieldError, ...]) -> InvalidRequest:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    for item in found:
        field = ".".join(str(part) for part in item["loc"])
        for known in field_errors:
            if field == known.field and item["type"] in known.reasons:
                return FieldRefused(known.code, field, known.message)
    details = [
        ErrorDetail(
            field=".".join(str(part) for part in item["loc"]) or "body",
            message=item["msg"].removeprefix("Value error, "),
        )
        for item in found
    ]
    first = details[0]
    return InvalidRequest(f"The request is not valid. {first.field}: {first.message}.", details)
