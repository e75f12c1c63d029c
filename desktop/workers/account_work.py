"""What the account's models ask of worker threads; see `work` for why imports stand inside."""

# ruff: noqa: PLC0415 - see `work`

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from desktop.workers.tasks import Task

_MOST_SILENCES = 10
"""So often the server may give no answer while somebody is in the browser."""

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.workers.sessions import Opened
    from shared.accounts import Device, GoogleSignIn, Session, User


def session(task: "Task[Session]") -> "Session":
    """Who is signed in, as the server knows them now; remembered for a start without it."""
    from desktop.workers import sessions

    now = task.tools.client.session()
    sessions.remember_user(task.tools, now.user)
    return now


def resend_verification(task: Task[None]) -> None:
    """Have another link sent."""
    task.tools.client.account.resend_verification()


def request_password_reset(task: Task[None], email: str) -> None:
    """Have a link for a new password sent."""
    task.tools.client.account.request_password_reset(email)


def reset_password(task: Task[None], link: str, new_password: str) -> None:
    """Set a password with a link of a mail, or with its code alone."""
    task.tools.client.account.reset_password(code_of(link), new_password)


def change_password(task: Task[None], current: str, new: str) -> None:
    """Set a password with the old one."""
    task.tools.client.account.change_password(current, new)


def rename(task: "Task[User]", name: str) -> "User":
    """Change the own name."""
    from desktop.workers import sessions

    user = task.tools.client.account.rename(name)
    sessions.remember_user(task.tools, user)
    return user


def change_email(task: Task[None], new_email: str, password: str) -> None:
    """Have a link sent to another address."""
    task.tools.client.account.change_email(new_email, password)


def delete_account(task: "Task[datetime]", password: str) -> "datetime":
    """Begin the days of grace, and leave. Returns when the account will be gone."""
    from desktop.workers import sessions

    deletion = task.tools.client.account.delete_account(password)
    sessions.forget(task.tools)
    return deletion.deletes_at


def keep_account(task: Task[None]) -> None:
    """Take the deletion back."""
    task.tools.client.account.keep_account()


def devices(task: "Task[list[Device]]") -> "list[Device]":
    """Everywhere this person is signed in."""
    return task.tools.client.account.devices().devices


def sign_out_device(task: Task[None], session_id: str) -> None:
    """End one session; one that is gone already is no failure."""
    from desktop.errors import ApiError

    try:
        task.tools.client.account.sign_out_device(session_id)
    except ApiError as error:
        if error.code != "not_found":
            raise


def sign_out_everywhere(task: Task[None]) -> None:
    """End every session, this one included."""
    from desktop.workers import sessions

    task.tools.client.account.sign_out_everywhere()
    sessions.forget(task.tools)


def export(task: Task[Path], path: str) -> Path:
    """See `account_export.export_account`; reports `ExportProgress`."""
    from desktop.workers import account_export

    return account_export.export_account(task, Path(path))


def start_google_sign_in(task: "Task[GoogleSignIn]", terms_version: str) -> "GoogleSignIn":
    """Begin; the person goes on in the browser."""
    from desktop.workers import sessions

    return task.tools.client.account.start_google_sign_in(terms_version, sessions.device_name())


def finish_google_sign_in(task: "Task[Opened]", login_token: str, pause_s: float) -> "Opened":
    """Wait until the person is back from the browser, and keep the session.

    Raises:
        Cancelled: Somebody changed their mind.
        ApiError: It has failed, or took too long.
        ServerUnreachable: The server was away for long.
    """
    from desktop.errors import ServerUnreachable
    from desktop.workers import sessions

    failures = 0
    while True:
        task.raise_if_cancelled()
        try:
            signed_in = task.tools.client.account.finish_google_sign_in(login_token)
        except ServerUnreachable:
            failures += 1
            if failures >= _MOST_SILENCES:
                raise
            signed_in = None
        if signed_in is not None:
            task.raise_if_cancelled()
            return sessions.keep(task.tools, signed_in)
        task.wait_cancelled(pause_s)


def code_of(link: str) -> str:
    """The code of a pasted link: what follows `token=`, or all of it when it is no link."""
    pasted = link.strip()
    tokens = parse_qs(urlsplit(pasted).query).get("token", [])
    return tokens[0] if tokens else pasted
