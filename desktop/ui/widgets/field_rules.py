"""What typed words have to be, as sentences that stand beside their field."""

import re
import unicodedata

from PySide6.QtCore import QCoreApplication

from shared.limits import (
    EMAIL_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    PASSWORD_MAX_CHARACTERS,
    PASSWORD_MIN_CHARACTERS,
)

say = QCoreApplication.translate
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def email_rule(text: str) -> str:
    """An address can be reached; the server says the rest."""
    email = text.strip()
    if not _EMAIL.fullmatch(email) or len(email) > EMAIL_MAX_CHARACTERS:
        return say("FieldRules", "This is not an e-mail address yet.")
    return ""


def name_rule(text: str) -> str:
    """Somebody is called something."""
    name = text.strip()
    if not name:
        return say("FieldRules", "Please tell us your name.")
    if len(name) > NAME_MAX_CHARACTERS:
        return say("FieldRules", "Please use at most {count} characters.").format(
            count=NAME_MAX_CHARACTERS
        )
    return ""


def given_password_rule(text: str) -> str:
    """A password that exists already only has to be there."""
    return "" if text else say("FieldRules", "Please type your password.")


def new_password_rule(text: str) -> str:
    """A new one is long enough, as it is counted by the server."""
    length = len(unicodedata.normalize("NFKC", text))
    if not text:
        return say("FieldRules", "Please choose a password.")
    if length < PASSWORD_MIN_CHARACTERS:
        return say("FieldRules", "Please use at least {count} characters.").format(
            count=PASSWORD_MIN_CHARACTERS
        )
    if length > PASSWORD_MAX_CHARACTERS:
        return say("FieldRules", "Please use at most {count} characters.").format(
            count=PASSWORD_MAX_CHARACTERS
        )
    return ""


def link_rule(text: str) -> str:
    """The link of a mail, or its code."""
    if not text.strip():
        return say("FieldRules", "Please paste the link of the mail.")
    if " " in text.strip():
        return say("FieldRules", "This is not the link of the mail.")
    return ""
