"""Signing up, signing in, and who is signed in."""

import unicodedata
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints

from shared.limits import (
    EMAIL_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    PASSWORD_MAX_CHARACTERS,
    PASSWORD_MIN_CHARACTERS,
)
from shared.wire import RequestModel, UtcDateTime, WireModel

_EMAIL_PATTERN = r"^[^\s@<>()\[\],;:\"\\\x00-\x1f]+@[^\s@<>()\[\],;:\"\\\x00-\x1f]+\.[^\s@<>()\[\],;:\"\\\x00-\x1f]+$"


def _normalise_email(email: object) -> object:
    """Before the pattern is checked: normalising makes plain signs of full-width ones."""
    if not isinstance(email, str):
        return email
    return unicodedata.normalize("NFKC", email).lower()


Email = Annotated[
    str,
    BeforeValidator(_normalise_email),
    StringConstraints(
        strip_whitespace=True, max_length=EMAIL_MAX_CHARACTERS, pattern=_EMAIL_PATTERN
    ),
]
"""An e-mail address, trimmed and lower-cased; only a mail sent to it proves more."""

PersonName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=NAME_MAX_CHARACTERS,
        pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$",
    ),
]

NewPassword = Annotated[
    SecretStr, Field(min_length=PASSWORD_MIN_CHARACTERS, max_length=PASSWORD_MAX_CHARACTERS)
]
GivenPassword = Annotated[SecretStr, Field(min_length=1, max_length=PASSWORD_MAX_CHARACTERS)]


TERMS_VERSION: Final = "2026-11"
"""Of the terms and the privacy policy; it changes whenever their text does."""
TermsVersion = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]

DeviceName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]

LinkToken = Annotated[SecretStr, Field(min_length=1, max_length=200)]
"""What follows `?token=` in the link of a mail."""


class SignUpRequest(RequestModel):
    """A new account."""

    name: PersonName
    email: Email
    password: NewPassword
    terms_version: TermsVersion
    """The terms that the person has agreed to just now, as `GET /api/service` names them."""


class SignUpAccepted(WireModel):
    """The same answer whether or not the address had an account."""

    email: str


class SignInRequest(RequestModel):
    """`device` is what the list of signed-in devices shows, such as "Linux, desktop app"."""

    email: Email
    password: GivenPassword
    device: DeviceName = ""


class User(WireModel):
    """The signed-in person."""

    id: str
    name: str
    email: str
    email_verified: bool
    created_at: UtcDateTime
    has_password: bool = True
    """False for somebody who has only ever signed in with Google."""
    deletes_at: UtcDateTime | None = None
    """When the account will be deleted, unless the person keeps it."""


class Session(WireModel):
    """A session and what the app needs to start: the person and their balance."""

    user: User
    balance: int
    expires_at: UtcDateTime


class SignedIn(WireModel):
    """The only answer that ever holds the token."""

    token: str
    session: Session


class VerifyEmailRequest(RequestModel):
    """Proves an address with the link that was sent to it."""

    token: LinkToken


class RequestPasswordResetRequest(RequestModel):
    """Has a link sent, if the address has an account."""

    email: Email


class ResetPasswordRequest(RequestModel):
    """Sets a password with the link that was sent."""

    token: LinkToken
    new_password: NewPassword


class ChangePasswordRequest(RequestModel):
    """Sets a password with the old one."""

    current_password: GivenPassword
    new_password: NewPassword


class MailOnItsWay(WireModel):
    """The same answer whether or not anybody gets a mail."""

    email: str


class UpdateProfileRequest(RequestModel):
    """What a person may change about themselves at once."""

    name: PersonName


class ChangeEmailRequest(RequestModel):
    """Has a link sent to another address; the address changes when the link is used."""

    new_email: Email
    password: GivenPassword


class DeleteAccountRequest(RequestModel):
    """Begins the days of grace after which the account is gone."""

    password: GivenPassword


class AccountDeletion(WireModel):
    """Until then signing in again and `keep` undo it."""

    deletes_at: UtcDateTime


class Device(WireModel):
    """One place where a person is signed in."""

    id: str
    device: str
    created_at: UtcDateTime
    last_seen_at: UtcDateTime
    expires_at: UtcDateTime
    is_current: bool


class Devices(WireModel):
    """Everywhere a person is signed in, the latest used first."""

    devices: list[Device]


class StartGoogleSignInRequest(RequestModel):
    """The app shows the terms beside its button: a new account agrees to them."""

    terms_version: TermsVersion
    device: DeviceName = ""


class GoogleSignIn(WireModel):
    """The app opens `url` in the browser and asks `finish` until the person is back."""

    login_token: str
    """The app's claim on the session; the browser never sees it."""
    url: str
    match_code: str
    """The app shows it, and so does the page that the person confirms: both must be the same."""
    expires_at: UtcDateTime


class FinishGoogleSignInRequest(RequestModel):
    """Asks whether the person has finished in the browser."""

    login_token: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class GoogleSignInPending(WireModel):
    """Not yet: ask again in a second or two."""

    expires_at: UtcDateTime
