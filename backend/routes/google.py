"""Signing in with Google: the app's two requests, and the pages that the browser sees."""

from typing import Annotated, Final

from pydantic import ConfigDict, Field, SecretStr
from starlette.responses import Response

from backend.routes.contract import Call, Operation
from backend.routes.page_operations import form_operation, page_operation
from backend.services.google_sign_ins import GOOGLE_CALLBACK_PATH
from backend.services.throttles import GOOGLE_FROM_ADDRESS, address_group
from backend.web.pages import page
from shared.accounts import (
    FinishGoogleSignInRequest,
    GoogleSignIn,
    GoogleSignInPending,
    SignedIn,
    StartGoogleSignInRequest,
)
from shared.errors import ErrorCode
from shared.wire import RequestModel

_CONFIRM_PATH: Final = "/auth/google/confirm"


class CallbackQuery(RequestModel):
    """What the browser brings from Google, which may add to it."""

    model_config = ConfigDict(extra="ignore")

    state: Annotated[str, Field(max_length=200)] = ""
    code: Annotated[str, Field(max_length=4000)] = ""


class ConfirmForm(RequestModel):
    """The button of the page."""

    token: Annotated[SecretStr, Field(max_length=200)]


async def _start(call: Call[StartGoogleSignInRequest, None]) -> GoogleSignIn:
    group = address_group(call.address)
    if group is not None:
        await call.services.throttles.admit(GOOGLE_FROM_ADDRESS, group)
    return await call.services.google.start(
        terms_version=call.body.terms_version, device=call.body.device
    )


async def _finish(call: Call[FinishGoogleSignInRequest, None]) -> SignedIn | GoogleSignInPending:
    return await call.services.google.finish(call.body.login_token.get_secret_value())


async def _callback(call: Call[None, CallbackQuery]) -> Response:
    arrival = await call.services.google.come_back(state=call.query.state, code=call.query.code)
    return page("google_confirm", arrival=arrival, action=_CONFIRM_PATH)


async def _confirm(call: Call[ConfirmForm, None]) -> Response:
    await call.services.google.confirm(call.body.token.get_secret_value())
    return page("google_finished")


_FAILURES: Final = (ErrorCode.GOOGLE_SIGN_IN_FAILED, ErrorCode.DATABASE_UNAVAILABLE)

OPERATIONS: Final = (
    Operation(
        method="POST",
        path="/api/auth/google/start",
        name="startGoogleSignIn",
        summary="Begin to sign in with Google: the address for the browser, the app's own token",
        tag="auth",
        handler=_start,
        body=StartGoogleSignInRequest,
        answer=GoogleSignIn,
        errors=(
            ErrorCode.NOT_FOUND,
            ErrorCode.TERMS_OUTDATED,
            ErrorCode.RATE_LIMITED,
            *_FAILURES,
        ),
        is_public=True,
    ),
    Operation(
        method="POST",
        path="/api/auth/google/finish",
        name="finishGoogleSignIn",
        summary="The session, once the person has confirmed in the browser; 202 until then",
        tag="auth",
        handler=_finish,
        body=FinishGoogleSignInRequest,
        answer=SignedIn,
        pending=GoogleSignInPending,
        errors=_FAILURES,
        is_public=True,
    ),
    page_operation(
        GOOGLE_CALLBACK_PATH,
        "googleCallbackPage",
        "Where Google sends the browser back to; asks for a click",
        _callback,
        query=CallbackQuery,
        errors=(ErrorCode.NOT_FOUND, *_FAILURES),
    ),
    form_operation(_CONFIRM_PATH, "googleConfirmForm", _confirm, ConfirmForm, errors=_FAILURES),
)
