"""The pages that a browser sees: links of mails lead here. All of them work without scripts.

Opening a link changes nothing, as mail programs open links to check them; its button does.
"""

import re
from typing import Annotated, Final

from pydantic import ConfigDict, Field, SecretStr, TypeAdapter, ValidationError
from starlette.responses import Response

from backend.errors import FieldRefused, LinkRefused
from backend.routes.contract import Call
from backend.routes.page_operations import form_operation, page_operation
from backend.services.mails import (
    CONFIRM_EMAIL_PATH,
    PRIVACY_PATH,
    REQUEST_RESET_PATH,
    RESET_PASSWORD_PATH,
    VERIFY_EMAIL_PATH,
)
from backend.web.pages import page
from shared.accounts import TERMS_VERSION, Email
from shared.errors import ErrorCode
from shared.limits import (
    ACCOUNT_GRACE_S,
    PASSWORD_MAX_CHARACTERS,
    PASSWORD_MIN_CHARACTERS,
    TRASH_KEPT_DAYS,
)
from shared.service import EngineName
from shared.wire import RequestModel

_EMAIL: Final = TypeAdapter[str](Email)
_TOKEN_PATTERN: Final = re.compile(r"[\w-]{1,200}", re.ASCII)


class LinkQuery(RequestModel):
    """What follows the question mark of a link; mail programs may add to it."""

    model_config = ConfigDict(extra="ignore")

    token: Annotated[str, Field(max_length=200)] = ""


class ConfirmForm(RequestModel):
    """The button of a page that proves an address."""

    token: Annotated[SecretStr, Field(max_length=200)]


class ForgotForm(RequestModel):
    """An address, as it was typed."""

    email: Annotated[str, Field(max_length=1000)]


class ResetForm(RequestModel):
    """A new password, as it was typed."""

    token: Annotated[SecretStr, Field(max_length=200)]
    new_password: Annotated[SecretStr, Field(max_length=1000)]


async def _verify_page(call: Call[None, LinkQuery]) -> Response:
    return page(
        "verify_email",
        token=_token(call.query),
        welcome_credits=call.services.info.welcome_credits,
    )


async def _verify(call: Call[ConfirmForm, None]) -> Response:
    await call.services.verification.verify(call.body.token.get_secret_value())
    return page("email_verified", welcome_credits=call.services.info.welcome_credits)


async def _confirm_email_page(call: Call[None, LinkQuery]) -> Response:
    return page("confirm_email", token=_token(call.query))


async def _confirm_email(call: Call[ConfirmForm, None]) -> Response:
    await call.services.profiles.confirm_email(call.body.token.get_secret_value())
    return page("email_changed")


async def _forgot_page(call: Call[None, LinkQuery]) -> Response:
    del call
    return page("forgot_password", email="", error="")


async def _forgot(call: Call[ForgotForm, None]) -> Response:
    try:
        email = _EMAIL.validate_python(call.body.email)
    except ValidationError:
        return page(
            "forgot_password",
            status=400,
            email=call.body.email,
            error="That is not an e-mail address. Please check it.",
        )
    await call.services.throttles.mail(email, call.address)
    await call.services.passwords.request_reset(email)
    return page("mail_on_its_way", email=email)


async def _reset_page(call: Call[None, LinkQuery]) -> Response:
    return _reset_form(_token(call.query))


async def _reset(call: Call[ResetForm, None]) -> Response:
    token = call.body.token.get_secret_value()
    try:
        await call.services.passwords.reset(
            token=token, new_password=call.body.new_password.get_secret_value()
        )
    except FieldRefused as error:
        return _reset_form(token, error=error.message, status=400)
    return page("password_reset")


def _reset_form(token: str, *, error: str = "", status: int = 200) -> Response:
    return page(
        "reset_password",
        status=status,
        token=token,
        error=error,
        shortest=PASSWORD_MIN_CHARACTERS,
        longest=PASSWORD_MAX_CHARACTERS,
    )


async def _terms(call: Call[None, None]) -> Response:
    return page("terms", version=TERMS_VERSION, operator=call.services.operator)


async def _privacy(call: Call[None, None]) -> Response:
    return page(
        "privacy",
        version=TERMS_VERSION,
        operator=call.services.operator,
        has_openai=call.services.info.engine is EngineName.OPENAI,
        has_google=call.services.info.google_sign_in,
        grace_days=ACCOUNT_GRACE_S // (24 * 3600),
        trash_days=TRASH_KEPT_DAYS,
    )


def _token(query: LinkQuery) -> str:
    if not _TOKEN_PATTERN.fullmatch(query.token):
        raise LinkRefused
    return query.token


_FAILURES: Final = (ErrorCode.LINK_REFUSED, ErrorCode.DATABASE_UNAVAILABLE)

OPERATIONS: Final = (
    page_operation(
        VERIFY_EMAIL_PATH,
        "verifyEmailPage",
        "Where the link that proves an address leads",
        _verify_page,
        query=LinkQuery,
        errors=(ErrorCode.LINK_REFUSED,),
    ),
    form_operation(VERIFY_EMAIL_PATH, "verifyEmailForm", _verify, ConfirmForm, errors=_FAILURES),
    page_operation(
        CONFIRM_EMAIL_PATH,
        "confirmEmailPage",
        "Where the link that proves another address leads",
        _confirm_email_page,
        query=LinkQuery,
        errors=(ErrorCode.LINK_REFUSED,),
    ),
    form_operation(
        CONFIRM_EMAIL_PATH, "confirmEmailForm", _confirm_email, ConfirmForm, errors=_FAILURES
    ),
    page_operation(
        REQUEST_RESET_PATH,
        "forgotPasswordPage",
        "Where one asks for a new password",
        _forgot_page,
        query=LinkQuery,
    ),
    form_operation(
        REQUEST_RESET_PATH,
        "forgotPasswordForm",
        _forgot,
        ForgotForm,
        errors=(ErrorCode.RATE_LIMITED, ErrorCode.DATABASE_UNAVAILABLE),
    ),
    page_operation(
        RESET_PASSWORD_PATH,
        "resetPasswordPage",
        "Where the link for a new password leads",
        _reset_page,
        query=LinkQuery,
        errors=(ErrorCode.LINK_REFUSED,),
    ),
    form_operation(
        RESET_PASSWORD_PATH,
        "resetPasswordForm",
        _reset,
        ResetForm,
        errors=(ErrorCode.WEAK_PASSWORD, *_FAILURES),
    ),
    page_operation("/terms", "termsPage", "The terms", _terms),
    page_operation(PRIVACY_PATH, "privacyPage", "What is kept about a person", _privacy),
)
