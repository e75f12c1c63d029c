"""What errors say, in the person's language.

Errors are made where no Qt is: on worker threads, in the HTTP client, at the server. They say what they
have to say in English. Before a person reads it, it is looked up here: word for word, or by a
template such as "{path} could not be saved: {reason}." whose values stay as they are.
"""

import re
from dataclasses import replace
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.errors import AppError
from shared.resources import resource_path

_CONTEXT: Final = "Message"
_PLACE: Final = re.compile(r"\{(\w+)\}")


def in_own_words(error: AppError) -> AppError:
    """The same error in the person's language; what is not known stays English."""
    return replace(
        error,
        title=translated(error.title),
        charged=translated(error.charged),
        advice=translated(error.advice),
    )


def translated(text: str) -> str:
    """One message in the person's language; the same text when there is no translation."""
    if not text:
        return text
    found = QCoreApplication.translate(_CONTEXT, text)
    if found != text:
        return found
    for template, pattern in _templates():
        match = pattern.fullmatch(text)
        if match is not None:
            words = QCoreApplication.translate(_CONTEXT, template)
            return text if words == template else _filled(words, match.groupdict())
    return text


def _filled(words: str, values: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), words)


@cache
def _templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The messages into which values come, with what recognises each; the longest ones first."""
    try:
        lines = resource_path("translations", "messages.txt").read_text("utf-8").splitlines()
    except OSError:
        return ()
    templates = sorted((line for line in lines if "{" in line), key=len, reverse=True)
    return tuple((line, re.compile(_pattern_of(line), re.DOTALL)) for line in templates)


def _pattern_of(template: str) -> str:
    seen: set[str] = set()
    parts: list[str] = []
    end = 0
    for place in _PLACE.finditer(template):
        parts.append(re.escape(template[end : place.start()]))
        name = place[1]
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
        seen.add(name)
        end = place.end()
    parts.append(re.escape(template[end:]))
    return "".join(parts)
