"""A made-up language, a third longer and with strange letters: what does not fit is cut off here."""

import re

from PySide6.QtCore import QTranslator

_LETTERS = str.maketrans("aeiouAEIOUcnsyz", "áéíöüÁÉÍÖÜçñšýž")
_KEPT = re.compile(r"(\{[^}]*\}|&&|\(\*[^)]*\)|;;)")
_LONGER = 0.35


class PseudoTranslator(QTranslator):
    """Translates every sentence, and keeps the places where values come in."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """It knows everything."""
        return False

    def translate(
        self,
        _context: str,
        source: str,
        _disambiguation: str | None = None,
        _count: int = -1,
    ) -> str:
        """The sentence in brackets, in strange letters, and longer."""
        return pseudo(source)


def pseudo(source: str) -> str:
    """One sentence as the made-up language has it."""
    if not source.strip():
        return source
    parts = _KEPT.split(source)
    words = "".join(part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in parts)
    return f"[{words}{'~' * max(1, round(len(source) * _LONGER))}]"
