"""Everything that can go wrong on the server, as one tree.

PlushifyError
├── InvalidRequest
│   ├── FieldRefused
│   └── TermsOutdated
├── RequestTooLarge
├── MethodNotAllowed
├── NotFound
├── Unauthenticated
│   └── SessionExpired
├── InvalidCredentials
│   └── WrongPassword
├── LinkRefused
├── PasswordNeeded
├── GoogleSignInFailed
│   └── AddressNotProven
├── TooManyTries
├── InsufficientCredits
├── IdempotencyKeyReused
├── IdempotencyKeyMissing
├── GenerationFinal
├── UploadNotFound
├── PhotoRefused
├── DatabaseUnavailable
├── StorageUnavailable
├── AttemptTooSlow                the queue tries again
├── EngineError
│   ├── EngineTemporaryError      the queue tries again
│   └── EnginePermanentError      failed and refunded
├── IdentityError
│   ├── IdentityUnavailable       the provider does not answer
│   └── IdentityRefused           what came back from it is not to be believed
├── MailError
│   ├── MailUnavailable           the queue tries again
│   └── MailRefused               this mail is given up
├── SettingsError                 the start stops with one line
└── CommandFailed                 so does a command

The message of each is fit to show a person. Only `routes/error_responses.py` knows status codes.
"""

from shared.errors import ErrorCode, ErrorDetail
from shared.generations import GenerationStatus


class PlushifyError(Exception):
    """The root: a code for programs and a message for people."""

    code: ErrorCode = ErrorCode.INTERNAL

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(PlushifyError):
    """The request does not fit the contract."""

    code = ErrorCode.INVALID_REQUEST

    def __init__(self, message: str, details: list[ErrorDetail] | None = None) -> None:
        super().__init__(message)
        self.details = details


class FieldRefused(InvalidRequest):
    """One field breaks a rule that has a code of its own."""

    def __init__(self, code: ErrorCode, field: str, message: str) -> None:
        super().__init__(message, [ErrorDetail(field=field, message=message)])
        self.code = code


class RequestTooLarge(PlushifyError):
    """The body is longer than any request needs to be."""

    code = ErrorCode.REQUEST_TOO_LARGE

    def __init__(self) -> None:
        super().__init__("This request is too large.")


class MethodNotAllowed(PlushifyError):
    """The path exists, but not for this method."""

    code = ErrorCode.METHOD_NOT_ALLOWED

    def __init__(self) -> None:
        super().__init__("This address does not take that kind of request.")


class NotFound(PlushifyError):
    """There is no such thing, or it is somebody else's: the answer is the same."""

    code = ErrorCode.NOT_FOUND

    def __init__(self, message: str = "There is nothing here by that name.") -> None:
        super().__init__(message)


class Unauthenticated(PlushifyError):
    """No session token, or one that never was."""

    code = ErrorCode.UNAUTHENTICATED

    def __init__(self, message: str = "Please sign in.") -> None:
        super().__init__(message)


class SessionExpired(Unauthenticated):
    """The token was good once."""

    code = ErrorCode.SESSION_EXPIRED

    def __init__(self) -> None:
        super().__init__("Your session has ended. Please sign in again.")


class InvalidCredentials(PlushifyError):
    """Wrong e-mail or password; which of the two is not told."""

    code = ErrorCode.INVALID_CREDENTIALS

    def __init__(
        self, message: str = "That e-mail and password do not match. Please try again."
    ) -> None:
        super().__init__(message)


class WrongPassword(InvalidCredentials):
    """Somebody who is signed in gave another password than theirs."""

    def __init__(self) -> None:
        super().__init__("That is not your current password. Please try again.")


class LinkRefused(PlushifyError):
    """A link of a mail does not work, or no longer; which of it is not told."""

    code = ErrorCode.LINK_REFUSED

    def __init__(self) -> None:
        super().__init__(
            "This link does not work any more. It may have been used already, or a newer one was "
            "sent. Please ask for a new one."
        )


class TermsOutdated(InvalidRequest):
    """Somebody agreed to other terms than those of today."""

    code = ErrorCode.TERMS_OUTDATED

    def __init__(self) -> None:
        super().__init__(
            "The terms have changed since they were shown to you. Please read today's and agree again."
        )


class PasswordNeeded(PlushifyError):
    """The account has no password that could be asked for."""

    code = ErrorCode.PASSWORD_NEEDED

    def __init__(self) -> None:
        super().__init__(
            "Your account has no password yet. Please set one with the link that we can send you, "
            "then try again."
        )


class GoogleSignInFailed(PlushifyError):
    """Google did not say, or not well enough, who somebody is."""

    code = ErrorCode.GOOGLE_SIGN_IN_FAILED


class AddressNotProven(GoogleSignInFailed):
    """The address has an account that may be somebody else's; a new password by mail settles it."""

    def __init__(self) -> None:
        super().__init__(
            "There is an account with your address already, but nobody has confirmed the address "
            "yet, so it may not be yours. Please choose a new password for it by mail; then Google "
            "works too."
        )


class TooManyTries(PlushifyError):
    """Somebody has to wait before the next try.

    Args:
        retry_after_s: For so long, in whole seconds.
    """

    code = ErrorCode.RATE_LIMITED

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"That was tried too often. Please try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class InsufficientCredits(PlushifyError):
    """The balance does not cover the cost."""

    code = ErrorCode.INSUFFICIENT_CREDITS

    def __init__(self, cost_credits: int) -> None:
        noun = "credit" if cost_credits == 1 else "credits"
        super().__init__(
            f"This needs {cost_credits} {noun} and you have too few. You were not charged."
        )


class IdempotencyKeyReused(PlushifyError):
    """The key stands for another request already."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED

    def __init__(self) -> None:
        super().__init__(
            "This request key was already used for another picture. You were not charged."
        )


class IdempotencyKeyMissing(PlushifyError):
    """A request that spends credits must carry a key."""

    code = ErrorCode.IDEMPOTENCY_KEY_MISSING

    def __init__(self) -> None:
        super().__init__("The Idempotency-Key header is missing. You were not charged.")


class GenerationFinal(PlushifyError):
    """What was asked for can only be done while the generation runs."""

    code = ErrorCode.GENERATION_FINAL

    def __init__(self, status: GenerationStatus) -> None:
        super().__init__(f"This picture is {status} already.")
        self.status = status


class UploadNotFound(PlushifyError):
    """No finished upload of this user has that key."""

    code = ErrorCode.UPLOAD_NOT_FOUND

    def __init__(self) -> None:
        super().__init__("The photo has not arrived. Please choose it again. You were not charged.")


class PhotoRefused(PlushifyError):
    """The photo cannot become a plushie, whatever is tried; `code` says why."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class DatabaseUnavailable(PlushifyError):
    """PostgreSQL does not answer."""

    code = ErrorCode.DATABASE_UNAVAILABLE

    def __init__(self) -> None:
        # A commit whose answer was lost may have charged: this promises only what always holds.
        super().__init__(
            "PlushifyMe is not available for a moment. Please try again: you are never charged twice."
        )


class StorageUnavailable(PlushifyError):
    """The object store does not answer."""

    code = ErrorCode.STORAGE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "The picture storage is not available for a moment. Nothing was charged. "
            "Please try again."
        )


class AttemptTooSlow(PlushifyError):
    """One attempt at a picture has used up its time, whatever it was waiting for."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"The picture was not there after {limit_s:.0f} s.")


class EngineError(PlushifyError):
    """The image engine gave no picture."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class EngineTemporaryError(EngineError):
    """Worth another attempt: rate limits, timeouts, broken streams, 5xx."""

    def __init__(
        self, code: ErrorCode, message: str, *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(code, message)
        self.retry_after_s = retry_after_s


class EnginePermanentError(EngineError):
    """Another attempt would end the same way: moderation, spent quota, bad settings."""


class IdentityError(Exception):
    """A provider did not say who somebody is. Only the logs hear of it."""


class IdentityUnavailable(IdentityError):
    """The provider does not answer."""


class IdentityRefused(IdentityError):
    """What came back from the provider is not to be believed."""


class MailError(Exception):
    """A mail did not go out. Only the logs hear of it; the message holds no address."""


class MailUnavailable(MailError):
    """The mail server does not answer, or not now."""


class MailRefused(MailError):
    """The mail server will never take this mail."""


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line that names it."""


class CommandFailed(Exception):
    """A command of `plushifyme-server` cannot do its work; the message is one line."""
