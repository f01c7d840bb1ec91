"""Build the settings for logging: one line a record, with the time and its zone."""

import logging
from typing import Any

Config = dict[str, Any]
# What the worker says at every stop, in which nobody presses a key
STOPPING = "shutting down gracefully"


def logs(level: str) -> Config:
    """Build LOGGING for standard error: what has this level at least."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
                "datefmt": "%Y-%m-%d %H:%M:%S%z",
            }
        },
        "filters": {
            "not_stopping": {"()": "config.logs.is_no_stop"},
            "clients_mistakes": {"()": "community.core.http.logs.OneLineForClients"},
        },
        # The handler has the level too: the worker sets its own loggers to a lower one.
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "level": level,
                "filters": ["not_stopping", "clients_mistakes"],
            }
        },
        # No warnings about 404 and other client errors.
        "loggers": {"django.request": {"level": "ERROR"}},
        "root": {"handlers": ["console"], "level": level},
    }


def is_no_stop() -> Any:
    """Build the filter that leaves out what the worker says when it is asked to stop."""

    def accepts(record: logging.LogRecord) -> bool:
        return not (record.name == "django_tasks_db" and STOPPING in str(record.msg))

    return accepts
