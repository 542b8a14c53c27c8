"""Structured logs: an event's name and ids, one JSON line each; message texts and secrets are never logged.

The last warnings and errors of this process are kept by name, so that somebody who looks after it can see them.
"""

import logging
import sys
from collections import Counter, deque
from datetime import datetime
from typing import Any

import msgspec
import structlog
from msgspec import Struct
from structlog.tracebacks import ExceptionDictTransformer

from otklik.infra.settings import Settings
from otklik.kit.clock import utc_now

_encoder = msgspec.json.Encoder(enc_hook=str)
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class Trouble(Struct, frozen=True):
    """A warning or error: when, how grave, and the name of what happened. What else the line said is left out."""

    at: datetime
    level: str
    event: str


recent: deque[Trouble] = deque(maxlen=200)
"""The last of them, oldest first."""
counted: Counter[str] = Counter()
"""How many there were of each grade since the start."""


def set_up_logs(settings: Settings) -> None:
    """Send our lines and those of libraries to standard error: words on a terminal, JSON elsewhere.

    Tracebacks are written without local variables: they may hold opened settings.
    """
    words = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    level = _LEVELS[settings.log_level]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        remember_trouble,
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if words
        else [structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)), _render]
    )
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr)
        if words
        else structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )


def remember_trouble(_: object, method: str, line: dict[str, Any]) -> dict[str, Any]:
    """Keep warnings and errors by name (a processor of log lines)."""
    if _LEVELS.get(method, logging.ERROR) >= logging.WARNING:
        recent.append(Trouble(utc_now(), method, str(line.get("event", ""))[:100]))
        counted[method] += 1
    return line


def _render(_: object, __: str, line: dict[str, Any]) -> bytes:
    return _encoder.encode(line)
