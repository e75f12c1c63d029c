"""Log lines: structured, with the request's id, and without secrets.

Everything that logs, libraries included, passes through the one handler that is set up here.
"""

import json
import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal, TextIO

import structlog
from pydantic_core import PydanticSerializationError, to_json
from structlog.typing import EventDict, WrappedLogger

from backend.log_context import bound_ids
from backend.log_handler import TurnHandler

_HIDDEN: Final = "[hidden]"
_SECRET_NAMES: Final = re.compile(
    r"token|password|passwd|secret|authorization|cookie|api_?key|access_?key|signature|dsn",
    re.IGNORECASE,
)
_SUSPICIOUS: Final = ("://", "bearer", "basic", "sk-", "token", "password", "secret", "key")
"""Whatever one of the patterns matches holds one of these; nearly all texts end here."""
_REPEATED_MAX_CHARACTERS: Final = 100
_SECRET_TEXTS: Final = (
    # A signed address is a secret as long as it lives; its path is not.
    (re.compile(r"(https?://[^\s?'\"]+)\?[^\s'\"]+"), rf"\1?{_HIDDEN}"),
    (re.compile(r"(\w+://[^\s:/@]+):[^\s@]+@"), rf"\1:{_HIDDEN}@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {_HIDDEN}"),
    (re.compile(r"\bsk-[\w-]{8,}"), _HIDDEN),
    (
        re.compile(r"(?i)((?:token|password|secret|api_?key)[\"']?\s*[=:]\s*)[\"']?[^\s\"',&}]+"),
        rf"\1{_HIDDEN}",
    ),
)


def configure_logging(
    *, level: str, log_format: Literal["console", "json"], stream: TextIO | None = None
) -> None:
    """Send all logs to a stream, standard error by default: lines of JSON, or for a console."""
    stream = stream or sys.stderr
    handler = TurnHandler(stream)
    handler.setFormatter(
        JsonFormatter() if log_format == "json" else _console_formatter(colors=stream.isatty())
    )
    # No line tells them, and to find them out takes longer than to write the line. Source:
    # https://docs.python.org/3/howto/logging.html#optimization
    logging._srcfile = None  # noqa: SLF001 - documented as the way to do so
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least_level in _QUIET.items():
        logging.getLogger(name).setLevel(max(least_level, logging.getLevelName(level)))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


_QUIET: Final[Mapping[str, int]] = {
    # These tell request bodies, headers and signed addresses at their lower levels.
    "boto3": logging.INFO,
    "botocore": logging.INFO,
    "urllib3": logging.INFO,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
    "openai": logging.INFO,
    "sse_starlette": logging.INFO,
    "alembic": logging.WARNING,
    # It tells every retry with a traceback; the worker says the same in a line.
    "procrastinate": logging.WARNING,
    "procrastinate.blueprints": logging.WARNING,
}


class JsonFormatter(logging.Formatter):
    """A line of JSON; says the same as the lines for a console, at a quarter of their price."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record, without its end."""
        line: dict[str, Any] = {"event": _redact_text(record.getMessage())}
        for name, value in vars(record).items():
            if name not in _OF_EVERY_RECORD:
                line[name] = _redact_value(name, value)
        line |= bound_ids()
        line["logger"] = record.name
        line["level"] = record.levelname.lower()
        line["timestamp"] = datetime.fromtimestamp(record.created, UTC)
        if record.stack_info:
            line["stack"] = _redact_text(self.formatStack(record.stack_info))
        if record.exc_info:
            line["exception"] = _redact_text(self.formatException(record.exc_info))
        try:
            return to_json(line, inf_nan_mode="constants").decode()
        except PydanticSerializationError:
            # Half of a character: rare, and only Python's own encoder can spell it.
            return json.dumps(line, default=str)


_OF_EVERY_RECORD: Final = frozenset(vars(logging.makeLogRecord({}))) | {
    "asctime",
    "message",
    "taskName",  # Since Python 3.12.
    "color_message",  # uvicorn's second wording of its messages.
}


def _console_formatter(*, colors: bool) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.ExtraAdder(),
            _drop_colours,
            _add_ids,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            structlog.dev.ConsoleRenderer(colors=colors),
        ],
    )


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide what is a secret by its name or by its looks."""
    return {name: _redact_value(name, value) for name, value in event.items()}


def _add_ids(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Add whatever is bound to the request or the job."""
    return {**event, **{name: str(value) for name, value in bound_ids().items()}}


def _drop_colours(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop uvicorn's second wording of its messages."""
    event.pop("color_message", None)
    return event


def _redact_value(name: str, value: Any) -> Any:
    if _is_secret_name(name):
        return _HIDDEN
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if not isinstance(value, str):
        if isinstance(value, Mapping):
            return {key: _redact_value(str(key), item) for key, item in value.items()}
        if isinstance(value, list | tuple | set):
            return [_redact_value("", item) for item in value]
    return _redact_text(str(value))


def _redact_text(text: str) -> str:
    if len(text) <= _REPEATED_MAX_CHARACTERS:
        return _redact_repeated(text)
    return _redact_any(text)


@lru_cache(maxsize=1000)
def _redact_repeated(text: str) -> str:
    """The same few messages and paths come again and again."""
    return _redact_any(text)


def _redact_any(text: str) -> str:
    lowered = text.lower()
    for sign in _SUSPICIOUS:
        if sign in lowered:
            break
    else:
        return text
    for pattern, replacement in _SECRET_TEXTS:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=1000)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAMES.search(name) is not None
