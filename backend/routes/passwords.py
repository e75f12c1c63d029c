"""/api/auth: choosing another password, and proving an e-mail address."""

from typing import Final

from backend.routes.contract import Call, Operation
from backend.routes.weak_passwords import weak_password
from backend.services.passwords import NEW_PASSWORD
from shared.accounts import (
    ChangePasswordRequest,
    MailOnItsWay,
    RequestPasswordResetRequest,
    ResetPasswordRequest,
    VerifyEmailRequest,
)
from shared.errors import ErrorCode


async def _verify_email(call: Call[VerifyEmailRequest, None]) -> None:
    await call.services.verification.verify(call.body.token.get_secret_value())


async def _resend(call: Call[None, None]) -> MailOnItsWay:
    await call.services.throttles.mail(call.caller.email, call.address)
    await call.services.verification.resend(call.caller.email)
    return MailOnItsWay(email=call.caller.email)


async def _request_reset(call: Call[RequestPasswordResetRequest, None]) -> MailOnItsWay:
    await call.services.throttles.mail(call.body.email, call.address)
    await call.services.passwords.request_reset(call.body.email)
    return MailOnItsWay(email=call.body.email)


async def _reset(call: Call[ResetPasswordRequest, None]) -> None:
    await call.services.passwords.reset(
        token=call.body.token.get_secret_value(),
        new_password=call.body.new_password.get_secret_value(),
    )


async def _change(call: Call[ChangePasswordRequest, None]) -> None:
    async with call.services.throttles.password(str(call.caller.user_id)):
        await call.services.passwords.change(
            call.caller,
            current_password=call.body.current_password.get_secret_value(),
            new_password=call.body.new_password.get_secret_value(),
        )


OPERATIONS: Final = (
    Operation(
        method="POST",
        path="/api/auth/verify-email",
        name="verifyEmail",
        summary="Prove an address with the link that was sent to it",
        tag="auth",
        handler=_verify_email,
        status=204,
        body=VerifyEmailRequest,
        errors=(ErrorCode.LINK_REFUSED, ErrorCode.DATABASE_UNAVAILABLE),
        is_public=True,
    ),
    Operation(
        method="POST",
        path="/api/auth/resend-verification",
        name="resendVerification",
        summary="Send a new link to this person's address; the older ones end",
        tag="auth",
        handler=_resend,
        status=202,
        answer=MailOnItsWay,
        errors=(ErrorCode.RATE_LIMITED,),
    ),
    Operation(
        method="POST",
        path="/api/auth/request-password-reset",
        name="requestPasswordReset",
        summary="Send a link for a new password; the answer is the same for an unknown address",
        tag="auth",
        handler=_request_reset,
        status=202,
        body=RequestPasswordResetRequest,
        answer=MailOnItsWay,
        errors=(ErrorCode.RATE_LIMITED, ErrorCode.DATABASE_UNAVAILABLE),
        is_public=True,
    ),
    Operation(
        method="POST",
        path="/api/auth/reset-password",
        name="resetPassword",
        summary="Set a password with the link that was sent; every session ends",
        tag="auth",
        handler=_reset,
        status=204,
        body=ResetPasswordRequest,
        errors=(ErrorCode.LINK_REFUSED, ErrorCode.DATABASE_UNAVAILABLE),
        field_errors=(weak_password(NEW_PASSWORD),),
        is_public=True,
    ),
    Operation(
        method="POST",
        path="/api/auth/change-password",
        name="changePassword",
        summary="Set a password with the old one; the other sessions end",
        tag="auth",
        handler=_change,
        status=204,
        body=ChangePasswordRequest,
        errors=(
            ErrorCode.INVALID_CREDENTIALS,
            ErrorCode.PASSWORD_NEEDED,
            ErrorCode.RATE_LIMITED,
        ),
        field_errors=(weak_password(NEW_PASSWORD),),
    ),
)
