"""Keep the log readable: what a client did wrong is one line, without a traceback."""

import logging

LONGEST = 300


class OneLineForClients(logging.Filter):
    """Drop the traceback of a refused request, such as one for another host or with too many fields; keep one line.

    Django logs these as errors (django.core.exceptions.SuspiciousOperation)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record, and let it pass."""
        if record.name.startswith("django.security"):
            record.msg, record.args = " ".join(record.getMessage().split())[:LONGEST], ()
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
