"""Signing in, up and out, on a worker thread."""

import logging
import platform
from dataclasses import dataclass

import pydantic

from desktop.errors import ApiError, DesktopError, ServerUnreachable
from desktop.storage.token_store import StoredSession
from desktop.workers.tools import Tools
from shared.accounts import SignedIn, User
from shared.errors import ErrorCode

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody is signed in. Without an answer from the server `balance` is None."""

    user: User
    balance: int | None
    is_token_kept: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the stored session."""

    opened: Opened | None = None
    has_lapsed: bool = False
    """There was one, and the server has ended it; it is forgotten."""
    email: str = ""
    """Whose it was, as far as that is known."""


class NoDemoAccount(DesktopError):
    """Only a local cloud has one."""

    code = "no_demo_account"

    def __init__(self) -> None:
        super().__init__("This server has no demo account.", advice="Please sign in or sign up.")


class LookIntoYourMail(DesktopError):
    """Signing up went as far as it can here; a mail says how it goes on."""

    code = "look_into_your_mail"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"We have sent a mail to {email}.",
            advice="It says how to go on. Do you have an account already? Then please sign in.",
        )


def open_stored(tools: Tools) -> Stored:
    """Open the stored session, if there is one. Works without the server, too."""
    stored = tools.tokens.load(tools.server.name)
    if stored is None:
        return Stored()
    try:
        known_user = User.model_validate_json(stored.user_json)
    except pydantic.ValidationError:
        known_user = None
    client = tools.client
    client.token = stored.token
    try:
        session = client.session()
    except ApiError as error:
        if error.ends_session:
            forget(tools)
            email = "" if known_user is None else known_user.email
            return Stored(has_lapsed=True, email=email)
        session = None
    except ServerUnreachable:
        session = None
    if session is not None:
        tools.enter_account(session.user.id, stored.token)
        return Stored(Opened(session.user, session.balance))
    if known_user is None:
        return Stored()
    tools.enter_account(known_user.id, stored.token)
    return Stored(Opened(known_user, None))


def open_known(tools: Tools) -> Opened | None:
    """Open the stored session without asking the server; None when there is none."""
    stored = tools.tokens.load(tools.server.name)
    if stored is None:
        return None
    try:
        user = User.model_validate_json(stored.user_json)
    except pydantic.ValidationError:
        return None
    tools.enter_account(user.id, stored.token)
    return Opened(user, None)


def sign_in(tools: Tools, email: str, password: str) -> Opened:
    """Sign in and keep the session."""
    return keep(tools, tools.client.sign_in(email, password, device=device_name()))


def sign_up(tools: Tools, name: str, email: str, password: str, terms_version: str) -> Opened:
    """Create an account and sign in to it.

    Without a `terms_version` the server had not answered yet when the person agreed: the terms are
    those that its page shows now.

    Raises:
        LookIntoYourMail: The server took it all, and yet this password opens nothing: its answer is
            the same for an address that has an account, whose owner gets a mail.
    """
    terms_version = terms_version or tools.client.service().terms_version
    tools.client.sign_up(name, email, password, terms_version=terms_version)
    try:
        return sign_in(tools, email, password)
    except ApiError as error:
        if error.code == ErrorCode.INVALID_CREDENTIALS:
            raise LookIntoYourMail(email) from error
        raise


def use_demo_account(tools: Tools) -> Opened:
    """Sign in with the demo account.

    Raises:
        NoDemoAccount: The server has none.
    """
    account = tools.client.service().demo_account
    if account is None:
        raise NoDemoAccount
    return sign_in(tools, account.email, account.password)


def sign_out(tools: Tools) -> None:
    """End the session at the server if it can be reached, and forget it here in any case."""
    try:
        tools.client.sign_out()
    except DesktopError as error:
        # Forgotten here, it ends at the server by its age.
        _log.info("The session could not be ended at the server: %s", error)
    finally:
        forget(tools)


def forget(tools: Tools) -> None:
    """The session is over: remove its token."""
    tools.tokens.forget(tools.server.name)
    tools.leave_account()


def lapse(tools: Tools) -> None:
    """The server has ended the session: remove its token, and keep the person's things open."""
    tools.lapse()
    tools.tokens.forget(tools.server.name)


def remember_user(tools: Tools, user: User) -> None:
    """Something about the signed-in person has changed: the next start without a server knows it."""
    stored = tools.tokens.load(tools.server.name)
    if stored is not None:
        tools.tokens.save(tools.server.name, StoredSession(stored.token, user.model_dump_json()))


def keep(tools: Tools, signed_in: SignedIn) -> Opened:
    """Keep a session that was just opened, and enter its account."""
    session = signed_in.session
    kept = tools.tokens.save(
        tools.server.name, StoredSession(signed_in.token, session.user.model_dump_json())
    )
    tools.enter_account(session.user.id, signed_in.token)
    return Opened(session.user, session.balance, is_token_kept=kept)


def device_name() -> str:
    """What the list of signed-in devices shows."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system() or "Unknown system")
    return f"{system}, desktop app"
