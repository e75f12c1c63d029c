"""Signing up, signing in, and who is signed in."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from shared.limits import (
    EMAIL_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    PASSWORD_MAX_CHARACTERS,
    PASSWORD_MIN_CHARACTERS,
)
from shared.wire import RequestModel, UtcDateTime, WireModel

_EMAIL_PATTERN = r"^[^\s@<>()\[\],;:\"\\\x00-\x1f]+@[^\s@<>()\[\],;:\"\\\x00-\x1f]+\.[^\s@<>()\[\],;:\"\\\x00-\x1f]+$"


def _normalise_email(email: str) -> str:
    return unicodedata.normalize("NFKC", email).lower()


Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=EMAIL_MAX_CHARACTERS, pattern=_EMAIL_PATTERN
    ),
    AfterValidator(_normalise_email),
]
"""An e-mail address, trimmed and lower-cased; only a mail sent to it proves more."""

PersonName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=NAME_MAX_CHARACTERS,
        pattern=r"^[^\x00-\x1f\x7f]+$",
    ),
]

NewPassword = Annotated[
    SecretStr, Field(min_length=PASSWORD_MIN_CHARACTERS, max_length=PASSWORD_MAX_CHARACTERS)
]
GivenPassword = Annotated[SecretStr, Field(min_length=1, max_length=PASSWORD_MAX_CHARACTERS)]


class SignUpRequest(RequestModel):
    """A new account."""

    name: PersonName
    email: Email
    password: NewPassword


class SignUpAccepted(WireModel):
    """The same answer whether or not the address had an account."""

    email: str


class SignInRequest(RequestModel):
    """`device` is what the list of signed-in devices shows, such as "Linux, desktop app"."""

    email: Email
    password: GivenPassword
    device: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class User(WireModel):
    """The signed-in person."""

    id: str
    name: str
    email: str
    email_verified: bool
    created_at: UtcDateTime


class Session(WireModel):
    """A session and what the app needs to start: the person and their balance."""

    user: User
    balance: int
    expires_at: UtcDateTime


class SignedIn(WireModel):
    """The only answer that ever holds the token."""

    token: str
    session: Session
