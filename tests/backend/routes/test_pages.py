"""The pages that a browser sees: links of mails work without scripts, and nothing gets in."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

from backend.adapters.eml_mailer import EmlMailer
from backend.services.all_services import Operator, Services
from backend.services.local_mails import LocalMailService
from backend.services.mails import MailService
from backend.services.ports import MailKind
from shared.accounts import TERMS_VERSION
from tests.backend.conftest import MakeUser, client_of, running
from tests.backend.postbox import PUBLIC_URL, Postbox, link_of, token_of

EMAIL = "robin@example.com"
PASSWORD = "a long password"
NEW_PASSWORD = "an even longer password"


def assert_page(response: httpx2.Response, status: int, text: str) -> None:
    """Check a page, and that nothing but its own style can be loaded by it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert text in response.text
    (style,) = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = response.headers["content-security-policy"].split("; ")
    assert policy[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert not any("script-src" in part or "unsafe" in part for part in policy)
    assert {"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers
    assert "<script" not in response.text
    assert " style=" not in response.text, "the policy would forbid it"


def path_of(link: str) -> str:
    return link.removeprefix(PUBLIC_URL)


async def test_the_link_of_the_first_mail_verifies_by_its_button(
    api: httpx2.AsyncClient, services: Services, postbox: Postbox
) -> None:
    await services.accounts.sign_up(
        name="Robin", email=EMAIL, password=PASSWORD, terms_version=TERMS_VERSION
    )
    signed_in = await services.accounts.sign_in(email=EMAIL, password=PASSWORD, device="")
    (mail,) = await postbox.deliver()

    for _ in range(2):  # a mail program looks first
        assert_page(await api.get(path_of(link_of(mail))), 200, "Confirm my address")
    caller = await services.sessions.authenticate(signed_in.token)
    assert caller.email_verified_at is None

    form = {"token": token_of(mail)}
    assert_page(await api.post("/verify-email", data=form), 200, "is confirmed")
    caller = await services.sessions.authenticate(signed_in.token)
    assert caller.email_verified_at is not None
    assert_page(await api.post("/verify-email", data=form), 400, "does not work any more")


async def test_a_new_password_is_chosen_without_the_app(
    api: httpx2.AsyncClient, services: Services, postbox: Postbox, make_user: MakeUser
) -> None:
    await make_user(email=EMAIL)
    assert_page(await api.get("/forgot-password"), 200, "Send the link")
    asked = await api.post("/forgot-password", data={"email": " Robin@example.com"})
    assert_page(asked, 200, "on its way")
    (mail,) = await postbox.deliver()
    assert_page(await api.get(path_of(link_of(mail))), 200, "Save the password")

    form = {"token": token_of(mail), "newPassword": "qwertyuiop"}
    refused = await api.post("/reset-password", data=form)
    assert_page(refused, 400, "commonest passwords")
    assert "qwertyuiop" not in refused.text
    assert token_of(mail) in refused.text, "so that the next try needs no new link"
    done = await api.post("/reset-password", data=form | {"newPassword": NEW_PASSWORD})
    assert_page(done, 200, "signed out")
    await services.accounts.sign_in(email=EMAIL, password=NEW_PASSWORD, device="")


async def test_known_and_unknown_addresses_see_the_same_page(
    api: httpx2.AsyncClient, make_user: MakeUser
) -> None:
    known = (await make_user()).email
    pages = []
    for email in (known, "nobody@example.com"):
        answer = await api.post("/forgot-password", data={"email": email})
        pages.append((answer.status_code, answer.text.replace(email, "")))
    assert pages[0] == pages[1]


async def test_whoever_asks_too_often_waits(api: httpx2.AsyncClient) -> None:
    for _ in range(3):
        await api.post("/forgot-password", data={"email": EMAIL})
    answer = await api.post("/forgot-password", data={"email": EMAIL})
    assert_page(answer, 429, "try again in")
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/verify-email", "/confirm-email", "/reset-password"])
@pytest.mark.parametrize("query", ["", "?token=", '?token="><script>', "?token=%00", "?token=ü"])
async def test_a_link_that_is_none_says_so(api: httpx2.AsyncClient, path: str, query: str) -> None:
    answer = await api.get(path + query)
    assert_page(answer, 400, "does not work any more")
    assert answer.headers["x-request-id"] in answer.text


async def test_mail_programs_may_add_to_a_link(api: httpx2.AsyncClient) -> None:
    answer = await api.get("/verify-email?token=abc&utm_source=newsletter")
    assert_page(answer, 200, "Confirm my address")


async def test_what_is_typed_is_shown_as_text(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/forgot-password", data={"email": '"><b>robin</b>'})
    assert_page(answer, 400, "not an e-mail address")
    assert "<b>robin" not in answer.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"token",
        b"token=a&token=b",
        b"token=%ff",
        b"token=%00",
        b"token=a&credits=999",
        b"&".join(b"a=b" for _ in range(30)),
        b"token=" + b"x" * 201,
    ],
)
async def test_a_form_that_does_not_fit_is_refused(api: httpx2.AsyncClient, content: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await api.post("/verify-email", content=content, headers=headers)
    assert answer.status_code == 400
    answer = await api.post("/verify-email", json={"token": "abc"})
    assert_page(answer, 400, "must be a form")


@pytest.mark.parametrize(("path", "text"), [("/terms", "One picture"), ("/privacy", "no cookies")])
async def test_terms_and_privacy_can_be_read(api: httpx2.AsyncClient, path: str, text: str) -> None:
    assert_page(await api.get(path), 200, text)


async def test_terms_and_privacy_tell_who_runs_the_server(services: Services) -> None:
    named = replace(services, operator=Operator("Toys & Co", "hello@toys.example"))
    async with running(named) as app, client_of(app) as api:
        for path in ("/terms", "/privacy"):
            page = await api.get(path)
            assert_page(page, 200, "Toys &amp; Co")
            assert '<a href="mailto:hello@toys.example">' in page.text


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        (None, None),
        ("hello@toys.example", "mailto:hello@toys.example"),
        ("https://toys.example", "https://toys.example"),
        ("By post: 1 Main Street", None),
    ],
)
def test_a_contact_leads_where_it_says(contact: str | None, link: str | None) -> None:
    assert Operator("Toys", contact).link == link


async def test_only_a_dead_link_for_a_password_offers_another(api: httpx2.AsyncClient) -> None:
    reset = await api.get("/reset-password")
    assert_page(reset, 400, "Send me a new link")
    assert "Send me a new link" not in (await api.get("/verify-email")).text
    assert "Send me a new link" not in (await api.get("/confirm-email")).text


@pytest_asyncio.fixture
async def local(services: Services, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a local cloud that keeps its mails in the test's folder."""
    cloud = replace(services, local_mails=LocalMailService(tmp_path))
    async with running(cloud) as app, client_of(app) as client:
        client.headers["host"] = "127.0.0.1:8000"
        yield client


async def test_a_local_cloud_shows_its_mails(
    local: httpx2.AsyncClient, postbox: Postbox, make_user: MakeUser, tmp_path: Path
) -> None:
    assert_page(await local.get("/local/mails"), 200, "none yet")
    user = await make_user(email=EMAIL)
    mailer = EmlMailer(tmp_path, sender="PlushifyMe <hello@localhost>")
    service = MailService(postbox._engine, mailer, public_url=PUBLIC_URL)
    await service.deliver(MailKind.RESET_PASSWORD, user.email)

    mails = await local.get("/local/mails")
    assert_page(mails, 200, "Choose a new password")
    (path,) = re.findall(r'href="(/local/mails/[^"]+)"', mails.text)
    one = await local.get(path)
    assert_page(one, 200, f"{PUBLIC_URL}/reset-password?token=")
    assert EMAIL in one.text
    body = await local.get(f"{path}/html")
    assert body.status_code == 200
    assert "data:image/png;base64," in body.text
    assert "cid:" not in body.text
    assert body.headers["content-security-policy"].endswith("sandbox")


@pytest.mark.parametrize(
    "path",
    [
        "/local/mails/..%2f..%2fetc%2fpasswd",
        "/local/mails/x",
        "/local/mails/00000000000000000000-00000000",
        "/local/mails/00000000000000000000-00000000/html",
    ],
)
async def test_only_mails_are_shown(local: httpx2.AsyncClient, path: str) -> None:
    assert (await local.get(path)).status_code == 404


async def test_a_page_of_the_internet_does_not_read_local_mails(local: httpx2.AsyncClient) -> None:
    answer = await local.get("/local/mails", headers={"host": "rebound.example:8000"})
    assert_page(answer, 404, "nothing here")


async def test_only_a_local_cloud_shows_mails(api: httpx2.AsyncClient) -> None:
    for path in ("/local/mails", "/local/mails/x", "/local/mails/x/html"):
        answer = await api.get(path, headers={"host": "127.0.0.1:8000"})
        assert_page(answer, 404, "nothing here")
