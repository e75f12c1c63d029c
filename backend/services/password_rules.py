"""Which passwords may be chosen: long enough, not among the commonest, not the e-mail address.

There are no rules about digits and signs: they make passwords harder to remember, not to guess.
Source: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
"""

import unicodedata
from functools import cache

from backend.errors import FieldRefused
from shared.errors import ErrorCode
from shared.limits import PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS
from shared.resources import resource_path

LENGTH_MESSAGE = (
    f"Please choose a password of {PASSWORD_MIN_CHARACTERS} to {PASSWORD_MAX_CHARACTERS} "
    "characters."
)


def check_new_password(password: str, *, field: str = "password") -> None:
    """Refuse what is too short, too long or too common; compared as it is stored, in NFKC.

    Raises:
        FieldRefused: With a message that says which.
    """
    length = len(unicodedata.normalize("NFKC", password))
    if not PASSWORD_MIN_CHARACTERS <= length <= PASSWORD_MAX_CHARACTERS:
        raise FieldRefused(ErrorCode.WEAK_PASSWORD, field, LENGTH_MESSAGE)
    if _simplify(password) in _common_passwords():
        raise FieldRefused(
            ErrorCode.WEAK_PASSWORD,
            field,
            "That is one of the commonest passwords, and the first to be guessed. Please choose "
            "another one.",
        )


def check_differs_from_email(password: str, email: str, *, field: str = "password") -> None:
    """Refuse the e-mail address as a password.

    Raises:
        FieldRefused: It is the address.
    """
    if _simplify(password) == _simplify(email):
        raise FieldRefused(
            ErrorCode.WEAK_PASSWORD,
            field,
            "Your e-mail address is too easy to guess as a password. Please choose another one.",
        )


def _simplify(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(
        resource_path("passwords", "common.txt").read_text(encoding="utf-8").splitlines()
    )
