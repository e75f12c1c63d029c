"""/api/user: a person's own account: name, address, a copy of everything, and its end."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from starlette.responses import Response, StreamingResponse

from backend.routes.contract import Call, Operation
from backend.services.throttles import EXPORT_OF_ACCOUNT
from shared.accounts import (
    AccountDeletion,
    ChangeEmailRequest,
    DeleteAccountRequest,
    MailOnItsWay,
    UpdateProfileRequest,
    User,
)
from shared.errors import ErrorCode

_ZIP: Final = "application/zip"


async def _rename(call: Call[UpdateProfileRequest, None]) -> User:
    await call.services.profiles.rename(call.caller, call.body.name)
    return replace(call.caller, name=call.body.name).to_session().user


async def _change_email(call: Call[ChangeEmailRequest, None]) -> MailOnItsWay:
    throttles = call.services.throttles
    async with throttles.password(str(call.caller.user_id)):
        # Both addresses get a mail.
        await throttles.mail(call.caller.email, None)
        await throttles.mail(call.body.new_email, call.address)
        await call.services.profiles.ask_for_email(
            call.caller,
            new_email=call.body.new_email,
            password=call.body.password.get_secret_value(),
        )
    return MailOnItsWay(email=call.body.new_email)


async def _delete(call: Call[DeleteAccountRequest, None]) -> AccountDeletion:
    async with call.services.throttles.password(str(call.caller.user_id)):
        return await call.services.deletions.ask(
            call.caller, password=call.body.password.get_secret_value()
        )


async def _keep(call: Call[None, None]) -> None:
    await call.services.deletions.keep(call.caller)


async def _export(call: Call[None, None]) -> Response:
    await call.services.throttles.admit(EXPORT_OF_ACCOUNT, str(call.caller.user_id))
    name = f"plushifyme-{datetime.now(UTC):%Y-%m-%d}.zip"
    return StreamingResponse(
        await call.services.exports.export(call.caller),
        media_type=_ZIP,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


_PASSWORD_ERRORS: Final = (
    ErrorCode.INVALID_CREDENTIALS,
    ErrorCode.PASSWORD_NEEDED,
    ErrorCode.RATE_LIMITED,
)

OPERATIONS: Final = (
    Operation(
        method="PATCH",
        path="/api/user/profile",
        name="updateProfile",
        summary="Change this person's name",
        tag="user",
        handler=_rename,
        body=UpdateProfileRequest,
        answer=User,
    ),
    Operation(
        method="POST",
        path="/api/user/email",
        name="changeEmail",
        summary="Send a link to another address, which becomes this person's when it is used",
        tag="user",
        handler=_change_email,
        status=202,
        body=ChangeEmailRequest,
        answer=MailOnItsWay,
        errors=_PASSWORD_ERRORS,
    ),
    Operation(
        method="DELETE",
        path="/api/user/account",
        name="deleteAccount",
        summary="Have the account deleted after the days of grace; every session ends",
        tag="user",
        handler=_delete,
        status=202,
        body=DeleteAccountRequest,
        answer=AccountDeletion,
        errors=_PASSWORD_ERRORS,
    ),
    Operation(
        method="POST",
        path="/api/user/account/keep",
        name="keepAccount",
        summary="Keep the account after all",
        tag="user",
        handler=_keep,
        status=204,
    ),
    Operation(
        method="GET",
        path="/api/user/export",
        name="exportAccount",
        summary="Everything that is kept about this person, as a zip file",
        tag="user",
        handler=_export,
        media_type=_ZIP,
        errors=(ErrorCode.RATE_LIMITED, ErrorCode.STORAGE_UNAVAILABLE),
    ),
)
