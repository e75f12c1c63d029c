"""How routes name a new password that is too short or too long."""

from backend.routes.contract import FieldError
from backend.services.password_rules import LENGTH_MESSAGE
from shared.errors import ErrorCode


def weak_password(field: str) -> FieldError:
    """The code of its own that a new password of the wrong length has."""
    return FieldError(
        field=field,
        reasons=frozenset({"too_short", "too_long", "string_too_short", "string_too_long"}),
        code=ErrorCode.WEAK_PASSWORD,
        message=LENGTH_MESSAGE,
    )
