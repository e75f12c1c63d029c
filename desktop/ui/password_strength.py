"""How strong a new password is, said in one sentence. The server has the last word."""

from enum import IntEnum

from shared.limits import PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS

_GOOD_CHARACTERS = 14
_FEW_DIFFERENT = 5
_GOOD_KINDS = 3
_KINDS = (str.islower, str.isupper, str.isdigit)


class Strength(IntEnum):
    """From what the server would refuse to what lasts."""

    TOO_SHORT = 0
    TOO_LONG = 1
    WEAK = 2
    FAIR = 3
    GOOD = 4

    @property
    def is_allowed(self) -> bool:
        """Whether the server would take it."""
        return self >= Strength.WEAK


def strength_of(password: str) -> Strength:
    """Length counts most, then how many different characters, then their kinds."""
    if len(password) < PASSWORD_MIN_CHARACTERS:
        return Strength.TOO_SHORT
    if len(password) > PASSWORD_MAX_CHARACTERS:
        return Strength.TOO_LONG
    if len(set(password)) < _FEW_DIFFERENT:
        return Strength.WEAK
    kinds = sum(any(is_kind(character) for character in password) for is_kind in _KINDS)
    kinds += any(not character.isalnum() for character in password)
    if len(password) >= _GOOD_CHARACTERS or kinds > _GOOD_KINDS:
        return Strength.GOOD
    return Strength.FAIR if kinds >= _GOOD_KINDS - 1 else Strength.WEAK
