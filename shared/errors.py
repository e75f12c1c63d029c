"""Error codes and the one error shape of every route.

The text of an error is written for a person: what happened, and what to do next.
"""

from enum import StrEnum

from shared.wire import WireModel


class ErrorCode(StrEnum):
    """Why a request, or a generation, failed. Clients decide by code, never by text."""

    # The request itself.
    INVALID_REQUEST = "invalid_request"
    REQUEST_TOO_LARGE = "request_too_large"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    RATE_LIMITED = "rate_limited"

    # Who is asking.
    UNAUTHENTICATED = "unauthenticated"
    SESSION_EXPIRED = "session_expired"
    INVALID_CREDENTIALS = "invalid_credentials"
    LINK_REFUSED = "link_refused"
    """A link of a mail that was used, has ended, was replaced by a newer one, or never was."""
    TERMS_OUTDATED = "terms_outdated"
    """The terms that were agreed to are not those of today."""
    PASSWORD_NEEDED = "password_needed"  # noqa: S105 - an error's name, not a password
    """The account has none yet, as it was opened with Google: `request-password-reset` sends a link."""
    GOOGLE_SIGN_IN_FAILED = "google_sign_in_failed"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - an error's name, not a password

    # Photos, before and after they were sent.
    UNSUPPORTED_PHOTO_TYPE = "unsupported_photo_type"
    PHOTO_TOO_LARGE = "photo_too_large"
    PHOTO_TOO_MANY_PIXELS = "photo_too_many_pixels"
    PHOTO_TOO_SMALL = "photo_too_small"
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTO_ANIMATED = "photo_animated"
    PHOTO_WITHOUT_SUBJECT = "photo_without_subject"
    """Nobody and nothing to be seen: nothing could become a plushie."""
    UPLOAD_NOT_FOUND = "upload_not_found"
    """No uploaded photo under this key belongs to this user."""

    # Credits and generations.
    INSUFFICIENT_CREDITS = "insufficient_credits"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing"
    GENERATION_FINAL = "generation_final"
    """It is completed, failed or cancelled already."""
    CONTENT_REFUSED = "content_refused"
    """The image engine's moderation refused the photo or the wish."""
    ENGINE_UNAVAILABLE = "engine_unavailable"
    ENGINE_QUOTA_SPENT = "engine_quota_spent"
    ENGINE_MISCONFIGURED = "engine_misconfigured"
    ATTEMPTS_USED_UP = "attempts_used_up"

    # The server's own parts.
    DATABASE_UNAVAILABLE = "database_unavailable"
    STORAGE_UNAVAILABLE = "storage_unavailable"
    INTERNAL = "internal"


class ErrorDetail(WireModel):
    """One field that was wrong."""

    field: str
    message: str


class ErrorBody(WireModel):
    """What went wrong. `message` is fit to show a person; `request_id` finds it in the logs."""

    code: ErrorCode
    message: str
    request_id: str
    details: list[ErrorDetail] | None = None
    retry_after_s: int | None = None


class ErrorResponse(WireModel):
    """The body of every answer with a status of 400 or above."""

    error: ErrorBody
