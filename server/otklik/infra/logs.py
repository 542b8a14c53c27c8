"""Structured logs: an event's name and ids, one JSON line each; message texts and secrets are never logged."""

import logging
import sys
from typing import Any

import msgspec
import structlog
from structlog.tracebacks import ExceptionDictTransformer

from otklik.infra.settings import Settings

_encoder = msgspec.json.Encoder(enc_hook=str)
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


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


def _render(_: object, __: str, line: dict[str, Any]) -> bytes:
    return _encoder.encode(line)
