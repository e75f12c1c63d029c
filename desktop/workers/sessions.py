"""Signing in, up and out, on a worker thread."""

import logging
import platform
from dataclasses import dataclass

import pydantic

from desktop.errors import ApiError, DesktopError, ServerUnreachable
from desktop.storage.token_store import StoredSession
from desktop.workers.tools import Tools
from shared.accounts import Session, User

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody is signed in. Without an answer from the server `balance` is None."""

    user: User
    balance: int | None
    is_token_kept: bool = True


class NoDemoAccount(DesktopError):
    """Only a local cloud has one."""

    code = "no_demo_account"

    def __init__(self) -> None:
        super().__init__("This server has no demo account.", advice="Please sign in or sign up.")


def open_stored(tools: Tools) -> Opened | None:
    """Open the stored session; None when there is none. Works without the server, too.

    Raises:
        ApiError: The session has ended; it is forgotten.
    """
    stored = tools.tokens.load(tools.server.name)
    if stored is None:
        return None
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
            raise
        session = None
    except ServerUnreachable:
        session = None
    if session is not None:
        tools.enter_account(session.user.id, stored.token)
        return Opened(session.user, session.balance)
    if known_user is None:
        return None
    tools.enter_account(known_user.id, stored.token)
    return Opened(known_user, None)


def sign_in(tools: Tools, email: str, password: str) -> Opened:
    """Sign in and keep the session."""
    signed_in = tools.client.sign_in(email, password, device=device_name())
    return _keep(tools, signed_in.token, signed_in.session)


def sign_up(tools: Tools, name: str, email: str, password: str) -> Opened:
    """Create an account and sign in to it."""
    tools.client.sign_up(name, email, password)
    return sign_in(tools, email, password)


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


def device_name() -> str:
    """What the list of signed-in devices shows."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system() or "Unknown system")
    return f"{system}, desktop app"


def _keep(tools: Tools, token: str, session: Session) -> Opened:
    kept = tools.tokens.save(
        tools.server.name, StoredSession(token, session.user.model_dump_json())
    )
    tools.enter_account(session.user.id, token)
    return Opened(session.user, session.balance, is_token_kept=kept)
