"""The logs: one line for each event, as text or JSON, each with its request's number."""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# The request lines; they are wanted even where nothing else below a warning is.
REQUESTS = "yhdyspinta.requests"


def configuration(form: str, *, level: str) -> dict[str, Any]:
    """Return Django's LOGGING for `text` or `json` lines on standard error; sets up structlog.

    Without a level, warnings are told and every request.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_path,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    renderers: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        renderers += [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        plain = structlog.dev.plain_traceback
        renderers.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain))
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": renderers,
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level or "WARNING"},
        "loggers": {
            REQUESTS: {"level": level or "INFO"},
            # Refusals are told by our own line; only what is broken is told with its place.
            "django.request": {"level": "ERROR"},
        },
    }


def _without_path(_logger: object, _method: str, told: EventDict) -> EventDict:
    """Cut the address off Django's line: it may hold an invitation's secret; ours has it."""
    if told.get("logger") == "django.request":
        told["event"] = str(told["event"]).partition(":")[0]
    return told
