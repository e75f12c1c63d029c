"""What the mails say: templates of resources/mail, filled in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from backend.services.ports import Mail, MailKind
from shared.limits import ACCOUNT_GRACE_S
from shared.resources import resource_path

_SUBJECTS: Final[Mapping[MailKind, str]] = MappingProxyType(
    {
        MailKind.VERIFY_EMAIL: "Confirm your e-mail address",
        MailKind.RESET_PASSWORD: "Choose a new password",
        MailKind.SIGN_UP_AGAIN: "You already have a PlushifyMe account",
        MailKind.PASSWORD_CHANGED: "Your password was changed",
        MailKind.CONFIRM_EMAIL: "Confirm your new e-mail address",
        MailKind.EMAIL_TAKEN: "This address has a PlushifyMe account already",
        MailKind.EMAIL_CHANGE_ASKED: "Another e-mail address for your account?",
        MailKind.EMAIL_CHANGED: "Your e-mail address was changed",
        MailKind.DELETION_ASKED: "Your account will be deleted",
        MailKind.GOOGLE_LINKED: "You can now sign in with Google",
    }
)


class MailTexts:
    """Writes mails. Names and links are escaped in HTML; no header holds either.

    Args:
        welcome_credits: What proving an address brings.
    """

    def __init__(self, *, welcome_credits: int) -> None:
        self._welcome_credits = welcome_credits
        self._templates = Environment(
            loader=FileSystemLoader(resource_path("mail")),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def write(self, kind: MailKind, *, recipient: str, name: str, link: str) -> Mail:
        """Fill in the templates of one kind.

        Args:
            kind: Which mail.
            recipient: The address it goes to.
            name: How the person is greeted; empty: without a name.
            link: Where its button leads.
        """
        subject = _SUBJECTS[kind]
        values = {
            "subject": subject,
            "name": name,
            "link": link,
            "welcome_credits": self._welcome_credits,
            "grace_days": ACCOUNT_GRACE_S // (24 * 3600),
        }
        return Mail(
            recipient=recipient,
            subject=subject,
            text=self._templates.get_template(f"{kind.value}.txt").render(values),
            html=self._templates.get_template(f"{kind.value}.html").render(values),
        )
