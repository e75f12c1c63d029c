"""A person's own account over HTTP: another name, another address, its end, a copy of all."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.adapters.s3_store import S3Store
from backend.db.engine import autocommit
from backend.services.all_services import Services
from shared.errors import ErrorCode
from tests.backend.conftest import KnownUser, MakeImage, MakeUser
from tests.backend.postbox import Postbox, token_of
from tests.backend.routes.test_errors import assert_error
from tests.backend.services.test_attempts import PICTURE

NEW_EMAIL = "robin.new@example.com"


async def session(api: httpx2.AsyncClient, user: KnownUser) -> Any:
    return (await api.get("/api/auth/session", headers=user.headers)).json()["user"]


async def sign_in(api: httpx2.AsyncClient, email: str, password: str) -> httpx2.Response:
    return await api.post("/api/auth/sign-in", json={"email": email, "password": password})


async def ask_for_email(
    api: httpx2.AsyncClient, user: KnownUser, email: str = NEW_EMAIL, password: str | None = None
) -> httpx2.Response:
    body = {"newEmail": email, "password": password or user.password}
    return await api.post("/api/user/email", json=body, headers=user.headers)


async def delete_account(
    api: httpx2.AsyncClient, user: KnownUser, password: str | None = None
) -> httpx2.Response:
    body = {"password": password or user.password}
    return await api.request("DELETE", "/api/user/account", json=body, headers=user.headers)


async def forget_password(engine: AsyncEngine) -> None:
    """As if everybody had only ever signed in with Google."""
    async with autocommit(engine) as connection:
        await connection.execute(
            "update accounts set provider = 'google', password_hash = null, subject = user_id::text"
        )


async def test_a_name_is_changed_at_once(api: httpx2.AsyncClient, make_user: MakeUser) -> None:
    user, other = await make_user(), await make_user()
    answer = await api.patch(
        "/api/user/profile", json={"name": " Robin \u00c4 "}, headers=user.headers
    )
    assert answer.json()["name"] == "Robin \u00c4"
    assert await session(api, user) == answer.json()
    assert (await session(api, other))["name"] == "Test"


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": "a\r\nb"}, {"name": "R", "credits": 999}, {"email": NEW_EMAIL}]
)
async def test_nothing_else_slips_into_a_profile(
    api: httpx2.AsyncClient, make_user: MakeUser, body: dict[str, Any]
) -> None:
    user = await make_user()
    before = await session(api, user)
    answer = await api.patch("/api/user/profile", json=body, headers=user.headers)
    assert_error(answer, 400, ErrorCode.INVALID_REQUEST)
    assert await session(api, user) == before


async def test_an_address_changes_when_the_new_one_is_proven(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    answer = await ask_for_email(api, user)
    assert (answer.status_code, answer.json()) == (202, {"email": NEW_EMAIL})
    to_new, to_old = await postbox.deliver()
    assert (to_new.recipient, to_old.recipient) == (NEW_EMAIL, user.email)
    assert NEW_EMAIL not in to_old.text
    assert (await session(api, user))["email"] == user.email

    token = token_of(to_new)
    assert "button" in (await api.get("/confirm-email", params={"token": token})).text
    assert (await session(api, user))["email"] == user.email
    assert (await api.post("/confirm-email", data={"token": token})).status_code == 200
    assert (await session(api, user))["email"] == NEW_EMAIL
    assert (await sign_in(api, NEW_EMAIL, user.password)).status_code == 200
    assert (await sign_in(api, user.email, user.password)).status_code == 401
    (told,) = await postbox.deliver()
    assert (told.recipient, told.subject) == (user.email, "Your e-mail address was changed")
    again = await api.post("/confirm-email", data={"token": token})
    assert (again.status_code, "does not work" in again.text) == (400, True)


async def test_an_address_that_is_taken_is_answered_alike_and_told_to_its_owner(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user, owner = await make_user(), await make_user()
    taken = await ask_for_email(api, user, owner.email)
    to_owner, to_old = await postbox.deliver()
    free = await ask_for_email(api, user)
    assert taken.status_code == free.status_code == 202
    assert taken.text.replace(owner.email, "") == free.text.replace(NEW_EMAIL, "")
    assert (to_owner.recipient, to_old.recipient) == (owner.email, user.email)
    assert "token" not in to_owner.text


async def test_nobody_has_strangers_flooded_with_mails(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    answers = [await ask_for_email(api, user, f"stranger{n}@example.com") for n in range(5)]
    assert [answer.status_code for answer in answers] == [202] * 3 + [429] * 2
    # Only the address that was asked for last could still become theirs.
    recipients = [mail.recipient for mail in await postbox.deliver()]
    assert recipients == [user.email, user.email, "stranger2@example.com", user.email]


async def test_an_address_that_was_taken_meanwhile_stays_with_its_owner(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    await ask_for_email(api, user)
    token = token_of((await postbox.deliver())[0])
    owner = await make_user(email=NEW_EMAIL)
    assert (await api.post("/confirm-email", data={"token": token})).status_code == 400
    assert (await session(api, user))["email"] == user.email
    assert (await session(api, owner))["email"] == NEW_EMAIL


async def test_a_new_password_stops_a_change_of_address(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    await ask_for_email(api, user)
    token = token_of((await postbox.deliver())[0])
    await ask_for_email(api, user)
    body = {"currentPassword": user.password, "newPassword": "an even longer password"}
    await api.post("/api/auth/change-password", json=body, headers=user.headers)
    assert (await api.post("/confirm-email", data={"token": token})).status_code == 400
    # Nor does a mail go out that was still waiting.
    assert NEW_EMAIL not in {mail.recipient for mail in await postbox.deliver()}


async def test_only_who_knows_the_password_changes_the_address_or_ends_the_account(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    for answer in (
        await ask_for_email(api, user, password="wrong password"),
        await delete_account(api, user, password="wrong password"),
    ):
        assert_error(answer, 401, ErrorCode.INVALID_CREDENTIALS)
    assert await postbox.waiting() == []
    assert (await session(api, user))["deletesAt"] is None


async def test_without_a_password_one_is_set_first(
    api: httpx2.AsyncClient, engine: AsyncEngine, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    await forget_password(engine)
    assert not (await session(api, user))["hasPassword"]
    change = {"currentPassword": user.password, "newPassword": "an even longer password"}
    for answer in (
        await ask_for_email(api, user),
        await delete_account(api, user),
        await api.post("/api/auth/change-password", json=change, headers=user.headers),
    ):
        assert_error(answer, 409, ErrorCode.PASSWORD_NEEDED)
    await api.post("/api/auth/request-password-reset", json={"email": user.email})
    body = {"token": await postbox.token(), "newPassword": "an even longer password"}
    assert (await api.post("/api/auth/reset-password", json=body)).status_code == 204
    token = (await sign_in(api, user.email, body["newPassword"])).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = await api.request(
        "DELETE", "/api/user/account", json={"password": body["newPassword"]}, headers=headers
    )
    assert answer.status_code == 202


async def test_a_deleted_account_can_be_kept_for_a_week(
    api: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser
) -> None:
    user = await make_user()
    answer = await delete_account(api, user)
    assert answer.status_code == 202
    ended = await api.get("/api/auth/session", headers=user.headers)
    assert_error(ended, 401, ErrorCode.SESSION_EXPIRED)
    (mail,) = await postbox.deliver()
    assert (mail.recipient, mail.subject) == (user.email, "Your account will be deleted")

    signed_in = (await sign_in(api, user.email, user.password)).json()
    assert signed_in["session"]["user"]["deletesAt"] == answer.json()["deletesAt"]
    headers = {"Authorization": f"Bearer {signed_in['token']}"}
    assert (await api.post("/api/user/account/keep", headers=headers)).status_code == 204
    kept = (await api.get("/api/auth/session", headers=headers)).json()["user"]
    assert kept["deletesAt"] is None


async def test_an_export_holds_everything_of_one_person_and_nothing_of_another(
    api: httpx2.AsyncClient,
    services: Services,
    store: S3Store,
    make_user: MakeUser,
    make_image: MakeImage,
) -> None:
    user, other = await make_user(), await make_user()
    await make_image(other.id, wish="a secret of the other")
    image_id = await make_image(user.id, wish="a red scarf")
    attempt = await services.attempts.claim(image_id)
    assert attempt is not None
    plushie_key, photo_key = f"{image_id}/plushie", f"{image_id}/photo"
    await store.put(plushie_key, b"the plushie", content_type="image/png")
    await store.put(photo_key, b"the photo", content_type="image/jpeg")
    made = replace(
        PICTURE,
        result=replace(PICTURE.result, key=plushie_key),
        photo=replace(PICTURE.photo, key=photo_key),
    )
    await services.attempts.complete(attempt, made)
    change = {"title": "R\u00e9x / the dog!"}
    await api.patch(f"/api/images/{image_id}", json=change, headers=user.headers)

    answer = await api.get("/api/user/export", headers=user.headers)
    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    profile = json.loads(archive.read("profile.json"))
    assert (profile["email"], profile["credits"]) == (user.email, 2)
    assert profile["signsInWith"] == ["password"]
    assert [device["device"] for device in profile["devices"]] == ["test"]
    entries = json.loads(archive.read("transactions.json"))
    assert [entry["credits"] for entry in entries] == [-1, 3]
    (picture,) = json.loads(archive.read("pictures.json"))
    assert (picture["wish"], picture["title"]) == ("a red scarf", change["title"])
    plushie, photo = picture["files"]
    assert plushie.startswith("pictures/")
    assert "R\u00e9x-the-dog" in plushie
    assert archive.read(plushie) == b"the plushie"
    assert archive.read(photo) == b"the photo"
    assert len(archive.namelist()) == 5
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert other.email.encode() not in everything
    assert b"secret" not in everything


async def test_an_export_of_nothing_is_a_whole_file_too(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    user = await make_user(credits_count=0)
    answer = await api.get("/api/user/export", headers=user.headers)
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert json.loads(archive.read("pictures.json")) == []
    assert json.loads(archive.read("transactions.json")) == []


async def test_exports_are_rationed(api: httpx2.AsyncClient, make_user: MakeUser) -> None:
    user = await make_user(credits_count=0)
    answers = [await api.get("/api/user/export", headers=user.headers) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
