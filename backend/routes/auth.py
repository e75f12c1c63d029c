"""/api/auth: signing up, in and out, and who is signed in where."""

from typing import Final

from backend.routes.contract import Call, Operation
from backend.routes.weak_passwords import weak_password
from shared.accounts import (
    Devices,
    Session,
    SignedIn,
    SignInRequest,
    SignUpAccepted,
    SignUpRequest,
)
from shared.errors import ErrorCode


async def _sign_up(call: Call[SignUpRequest, None]) -> SignUpAccepted:
    async with call.services.throttles.sign_up(call.body.email, call.address):
        await call.services.accounts.sign_up(
            name=call.body.name,
            email=call.body.email,
            password=call.body.password.get_secret_value(),
            terms_version=call.body.terms_version,
        )
    return SignUpAccepted(email=call.body.email)


async def _sign_in(call: Call[SignInRequest, None]) -> SignedIn:
    async with call.services.throttles.sign_in(call.body.email, call.address):
        return await call.services.accounts.sign_in(
            email=call.body.email,
            password=call.body.password.get_secret_value(),
            device=call.body.device,
        )


async def _sign_out(call: Call[None, None]) -> None:
    await call.services.sessions.revoke(call.caller, call.caller.session_id)


async def _session(call: Call[None, None]) -> Session:
    return call.caller.to_session()


async def _devices(call: Call[None, None]) -> Devices:
    return await call.services.sessions.devices(call.caller)


async def _sign_out_device(call: Call[None, None]) -> None:
    await call.services.sessions.revoke(call.caller, call.path_id())


async def _sign_out_everywhere(call: Call[None, None]) -> None:
    await call.services.sessions.revoke_all(call.caller)


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
        errors=(
            ErrorCode.TERMS_OUTDATED,
            ErrorCode.RATE_LIMITED,
            ErrorCode.DATABASE_UNAVAILABLE,
        ),
        field_errors=(weak_password("password"),),
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
        errors=(
            ErrorCode.INVALID_CREDENTIALS,
            ErrorCode.RATE_LIMITED,
            ErrorCode.DATABASE_UNAVAILABLE,
        ),
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
    Operation(
        method="GET",
        path="/api/auth/sessions",
        name="listDevices",
        summary="Where this person is signed in",
        tag="auth",
        handler=_devices,
        answer=Devices,
    ),
    Operation(
        method="DELETE",
        path="/api/auth/sessions",
        name="signOutEverywhere",
        summary="End every session of this person at once, this one included",
        tag="auth",
        handler=_sign_out_everywhere,
        status=204,
    ),
    Operation(
        method="DELETE",
        path="/api/auth/sessions/{id}",
        name="signOutDevice",
        summary="End one session of this person at once",
        tag="auth",
        handler=_sign_out_device,
        status=204,
        errors=(ErrorCode.NOT_FOUND,),
    ),
)
