"""Two users and every route: nobody reaches another's things, and nobody gets in unasked.

A new route that is not in these tables fails here.
"""

from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.routes.contract import Operation
from backend.routes.table import OPERATIONS
from backend.services.all_services import Services
from shared.errors import ErrorCode
from shared.gallery import BulkAction
from tests.backend.conftest import MakeImage, MakeUser, UploadPhoto
from tests.backend.routes.test_errors import assert_error

PUBLIC = {
    "signUp",
    "signIn",
    "verifyEmail",
    "requestPasswordReset",
    "resetPassword",
    "getService",
    "live",
    "ready",
    "getMetrics",
    "getOpenApi",
    "sharedPage",
    "sharedPicture",
    "verifyEmailPage",
    "verifyEmailForm",
    "confirmEmailPage",
    "confirmEmailForm",
    "forgotPasswordPage",
    "forgotPasswordForm",
    "resetPasswordPage",
    "resetPasswordForm",
    "termsPage",
    "privacyPage",
    "startGoogleSignIn",
    "finishGoogleSignIn",
    "googleCallbackPage",
    "googleConfirmForm",
    "localMailsPage",
    "localMailPage",
    "localMailBody",
}

OTHERS_IMAGE_IN_PATH = {
    "getGeneration",
    "cancelGeneration",
    "getImage",
    "changeImage",
    "deleteImage",
    "restoreImage",
    "shareImage",
    "listShareLinks",
    "revokeShareLinks",
}
OTHERS_SESSION_IN_PATH = {"signOutDevice"}
OTHERS_ID_IN_PATH = OTHERS_IMAGE_IN_PATH | OTHERS_SESSION_IN_PATH
OTHERS_ID_IN_BODY = {"generate", "generateBatch", "changeImages"}
WITHOUT_ID = {
    "signOut",
    "getSession",
    "listDevices",
    "signOutEverywhere",
    "resendVerification",
    "changePassword",
    "presignUpload",
    "streamEvents",
    "listImages",
    "getCredits",
    "listTransactions",
    "updateProfile",
    "changeEmail",
    "deleteAccount",
    "keepAccount",
    "exportAccount",
}

SIGNED_IN = [operation for operation in OPERATIONS if not operation.is_public]


def by_name(operation: Operation) -> str:
    return operation.name


def test_every_route_is_in_these_tables() -> None:
    assert {operation.name for operation in OPERATIONS if operation.is_public} == PUBLIC
    assert {operation.name for operation in SIGNED_IN} == (
        OTHERS_ID_IN_PATH | OTHERS_ID_IN_BODY | WITHOUT_ID
    )
    assert {operation.name for operation in SIGNED_IN if "{" in operation.path} == (
        OTHERS_ID_IN_PATH
    )


BODIES: dict[str, dict[str, Any]] = {
    "changeImage": {"title": "Mine"},
    "shareImage": {},
}


async def send(
    api: httpx2.AsyncClient, operation: Operation, headers: dict[str, str], **more: Any
) -> httpx2.Response:
    path = operation.path.replace("{id}", more.pop("path_id", str(uuid4())))
    return await api.request(operation.method, path, headers=headers, **more)


@pytest.mark.parametrize("operation", SIGNED_IN, ids=by_name)
async def test_no_token_no_entry(api: httpx2.AsyncClient, operation: Operation) -> None:
    assert_error(await send(api, operation, {}), 401, ErrorCode.UNAUTHENTICATED)


@pytest.mark.parametrize("change", ["expires_at = now()", "revoked_at = now()"])
@pytest.mark.parametrize("operation", SIGNED_IN, ids=by_name)
async def test_an_ended_session_is_no_entry(
    api: httpx2.AsyncClient,
    engine: AsyncEngine,
    make_user: MakeUser,
    operation: Operation,
    change: str,
) -> None:
    user = await make_user()
    async with autocommit(engine) as connection:
        await connection.execute(f"update sessions set {change}".encode())
    response = await send(api, operation, user.headers)
    assert_error(response, 401, ErrorCode.SESSION_EXPIRED)


@pytest.mark.parametrize(
    "operation", [o for o in SIGNED_IN if o.name in OTHERS_ID_IN_PATH], ids=by_name
)
async def test_an_id_of_another_is_an_id_of_nobody(
    api: httpx2.AsyncClient,
    services: Services,
    make_user: MakeUser,
    make_image: MakeImage,
    operation: Operation,
) -> None:
    owner, other = await make_user(), await make_user()
    image_id = str(await make_image(owner.id))
    before = await services.gallery.delta(owner.id, since=0, limit=10)
    caller = await services.sessions.authenticate(owner.token)
    theirs = {
        "image": image_id,
        "session": str(caller.session_id),
    }["session" if operation.name in OTHERS_SESSION_IN_PATH else "image"]

    for unreachable in (theirs, str(uuid4()), "7", "%00", "%F0%9F%A7%B8"):
        body = BODIES.get(operation.name)
        response = await send(api, operation, other.headers, path_id=unreachable, json=body)
        assert_error(response, 404, ErrorCode.NOT_FOUND)

    assert await services.gallery.revision(owner.id) == before.revision
    assert await services.sessions.is_live(caller.session_id)


async def test_a_photo_of_another_makes_no_plushie(
    api: httpx2.AsyncClient,
    services: Services,
    make_user: MakeUser,
    upload_photo: UploadPhoto,
) -> None:
    owner, other = await make_user(), await make_user()
    key = await upload_photo(owner.id)
    for unreachable in (key, "staging/nothing.jpg", f"../{key}"):
        response = await api.post(
            "/api/generate",
            json={"originalFileKey": unreachable, "style": "minimalist"},
            headers=other.headers | {"Idempotency-Key": uuid4().hex},
        )
        assert_error(response, 404, ErrorCode.UPLOAD_NOT_FOUND)
    assert (await services.credits.balance(other.id)).balance == 3


async def test_many_pictures_of_another_are_pictures_of_nobody(
    api: httpx2.AsyncClient, services: Services, make_user: MakeUser, make_image: MakeImage
) -> None:
    owner, other = await make_user(), await make_user()
    image_id = str(await make_image(owner.id))
    before = await services.gallery.revision(owner.id)
    for action in BulkAction:
        tags = ["mine"] if action in {BulkAction.ADD_TAGS, BulkAction.REMOVE_TAGS} else []
        response = await api.post(
            "/api/images/bulk",
            json={"ids": [image_id], "action": action, "tags": tags},
            headers=other.headers,
        )
        assert response.json() == {"changedIds": [], "missingIds": [image_id], "revision": 0}
    assert await services.gallery.revision(owner.id) == before


async def test_lists_hold_only_what_is_ones_own(
    api: httpx2.AsyncClient, make_user: MakeUser, make_image: MakeImage
) -> None:
    mine, theirs = await make_user(), await make_user()
    await make_image(theirs.id)
    own = await make_image(mine.id)

    images = (await api.get("/api/images", headers=mine.headers)).json()
    assert [image["id"] for image in images["images"]] == [str(own)]
    devices = (await api.get("/api/auth/sessions", headers=mine.headers)).json()["devices"]
    assert [device["isCurrent"] for device in devices] == [True]
    statement = (await api.get("/api/user/transactions", headers=mine.headers)).json()
    assert [entry["imageId"] for entry in statement["transactions"]] == [str(own), None]
