"""/api/auth: signing up, in and out, and who is signed in."""

from typing import Final

from backend.routes.contract import Call, FieldError, Operation
from shared.accounts import (
    Session,
    SignedIn,
    SignInRequest,
    SignUpAccepted,
    SignUpRequest,
)
from shared.errors import ErrorCode
from shared.limits import PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS


async def _sign_up(call: Call[SignUpRequest, None]) -> SignUpAccepted:
    await call.services.accounts.sign_up(
        name=call.body.name,
        email=call.body.email,
        password=call.body.password.get_secret_value(),
    )
    return SignUpAccepted(email=call.body.email)


async def _sign_in(call: Call[SignInRequest, None]) -> SignedIn:
    return await call.services.accounts.sign_in(
        email=call.body.email,
        password=call.body.password.get_secret_value(),
        device=call.body.device,
    )


async def _sign_out(call: Call[None, None]) -> None:
    await call.services.sessions.revoke(call.caller.session_id)


async def _session(call: Call[None, None]) -> Session:
    return call.caller.to_session()


_WEAK_PASSWORD: Final = FieldError(
    field="password",
    reasons=frozenset({"too_short", "too_long", "string_too_short", "string_too_long"}),
    code=ErrorCode.WEAK_PASSWORD,
    message=(
        f"Please choose a password of {PASSWORD_MIN_CHARACTERS} to {PASSWORD_MAX_CHARACTERS} "
        "characters."
    ),
)

OPERATIONS: Final = (
    Operation(
        method="POST",
        path="/api/auth/sign-up",
        name="signUp",
        summary="Open an account; the answer is the same for an address that has one",
        tag="auth",
        handler=_sign_up,
        status=202,
        body=SignUpRequest,
        answer=SignUpAccepted,
        errors=(ErrorCode.DATABASE_UNAVAILABLE,),
        field_errors=(_WEAK_PASSWORD,),
        is_public=True,
    ),
    Operation(
        method="POST",
        path="/api/auth/sign-in",
        name="signIn",
        summary="Open a session and get its token",
        tag="auth",
        handler=_sign_in,
        body=SignInRequest,
        answer=SignedIn,
        errors=(ErrorCode.INVALID_CREDENTIALS, ErrorCode.DATABASE_UNAVAILABLE),
        is_public=True,
    ),
    Operation(
        method="POST",
        path="/api/auth/sign-out",
        name="signOut",
        summary="End this session at once",
        tag="auth",
        handler=_sign_out,
        status=204,
    ),
    Operation(
        method="GET",
        path="/api/auth/session",
        name="getSession",
        summary="Who is signed in",
        tag="auth",
        handler=_session,
        answer=Session,
    ),
)
