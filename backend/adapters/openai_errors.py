"""What each of OpenAI's errors means for a picture: try again, or tell the person why not.

Source: https://platform.openai.com/docs/guides/error-codes
"""

from typing import Final

from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    OpenAIError,
)

from backend.errors import EngineError, EnginePermanentError, EngineTemporaryError
from shared.errors import ErrorCode

_MODERATION_CODES: Final = frozenset(
    {
        "moderation_blocked",
        "content_policy_violation",
        "content_filter",
        "safety_violation",
        "image_content_policy_violation",
        "misalignment_policy_violation",
        "bio_policy",
    }
)
_PHOTO_CODES: Final = frozenset(
    {
        "invalid_image",
        "invalid_image_file",
        "invalid_image_format",
        "invalid_image_mode",
        "invalid_base64_image",
        "image_too_large",
        "image_too_small",
        "image_file_too_large",
        "image_parse_error",
        "unsupported_image_media_type",
        "empty_image_file",
    }
)
"""The photo itself is not taken; it was checked before, so this is rare."""
_SPENT_WORDS: Final = ("quota", "billing", "spend")
"""Parts of the codes of a 429 that only a payment ends, such as `insufficient_quota`."""
_TRY_AGAIN_STATUSES: Final = frozenset({408, 409, 425, 429})
_RETRY_AFTER_MAX_S: Final = 120


def translate_error(error: OpenAIError) -> EngineError:
    """The engine error to raise instead."""
    if isinstance(error, APITimeoutError):
        return too_slow()
    if isinstance(error, APIConnectionError) or not isinstance(error, APIError):
        return broken_off()
    return _by_code(error) or _by_status(error)


def _by_code(error: APIError) -> EnginePermanentError | None:
    """What the code tells, whichever way it came: as an answer or within a stream."""
    # A compatible server may leave out the code and only tell the type.
    code = error.code or error.type or ""
    if code in _MODERATION_CODES:
        return refused_content()
    if code in _PHOTO_CODES:
        return EnginePermanentError(
            ErrorCode.PHOTO_UNREADABLE,
            "The picture service cannot read this photo. Please choose another one. "
            "You were not charged.",
        )
    if any(word in code for word in _SPENT_WORDS):
        return EnginePermanentError(
            ErrorCode.ENGINE_QUOTA_SPENT,
            "PlushifyMe has used up its allowance at the picture service. "
            "Please try again another day. You were not charged.",
        )
    return None


def _by_status(error: APIError) -> EngineError:
    if not isinstance(error, APIStatusError):
        # An error event within a stream that had begun well.
        return _busy(None)
    if error.status_code in _TRY_AGAIN_STATUSES or error.status_code >= 500:
        return _busy(_retry_after_s(error))
    return misconfigured()


def refused_content() -> EnginePermanentError:
    """Moderation, of the photo, the wish or the picture."""
    return EnginePermanentError(
        ErrorCode.CONTENT_REFUSED,
        "The picture service does not make a plushie of this photo or this wish. "
        "Please try another photo or other words. You were not charged.",
    )


def misconfigured() -> EnginePermanentError:
    """Whatever only the owner of this server can mend: the key, the model, the address."""
    return EnginePermanentError(
        ErrorCode.ENGINE_MISCONFIGURED,
        "The picture service refuses the settings of this server. "
        "Whoever runs it finds the reason in its log. You were not charged.",
    )


def too_slow() -> EngineTemporaryError:
    """No picture within the time limit."""
    return EngineTemporaryError(
        ErrorCode.ENGINE_UNAVAILABLE, "The picture service took too long. You were not charged."
    )


def broken_off() -> EngineTemporaryError:
    """The connection failed, or ended before the picture was whole."""
    return EngineTemporaryError(
        ErrorCode.ENGINE_UNAVAILABLE,
        "The connection to the picture service broke off. You were not charged.",
    )


def _busy(retry_after_s: float | None) -> EngineTemporaryError:
    return EngineTemporaryError(
        ErrorCode.ENGINE_UNAVAILABLE,
        "The picture service is busy or has a fault. You were not charged.",
        retry_after_s=retry_after_s,
    )


def _retry_after_s(error: APIStatusError) -> float | None:
    """How long the server asks to wait, within reason; None when it does not say in seconds."""
    try:
        seconds = float(error.response.headers["retry-after"])
    except (KeyError, ValueError):
        return None
    # In this order NaN, which is smaller than nothing, becomes 0.
    return min(max(0, seconds), _RETRY_AFTER_MAX_S)
