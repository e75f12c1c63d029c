"""Log lines: structured, with the request's id, and without secrets.

Everything that logs, libraries included, passes through the one handler that is set up here.
"""

import logging
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_HIDDEN: Final = "[hidden]"
_SECRET_NAMES: Final = re.compile(
    r"token|password|passwd|secret|authorization|cookie|api_?key|access_?key|signature|dsn",
    re.IGNORECASE,
)
_SUSPICIOUS: Final = re.compile(
    r"://|bearer|basic|\bsk-|token|password|secret|api_?key", re.IGNORECASE
)
"""Matches whatever one of the next could; nearly all texts end here."""
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
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), _drop_colours, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                renderer,
            ],
        )
    )
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


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide what is a secret by its name or by its looks."""
    return {name: _redact_value(name, value) for name, value in event.items()}


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
    text = str(value)
    if not _SUSPICIOUS.search(text):
        return text
    for pattern, replacement in _SECRET_TEXTS:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=1000)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAMES.search(name) is not None
