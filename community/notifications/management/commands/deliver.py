"""Send mail and push messages as they become due, until it is stopped."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from community.notifications.sender import Sender


class Command(BaseCommand):
    help = "Send mail and push messages about notifications, until it is stopped. One such process is enough."

    def handle(self, **options: Any) -> None:
        """Send until SIGTERM or Ctrl-C; what is being sent is finished first."""
        stopped = threading.Event()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: stopped.set())
        Sender().run(stopped.is_set)
