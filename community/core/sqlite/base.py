"""SQLite backend that serialises the write transactions of a process with a lock.

SQLite allows one writer at a time; the others sleep and retry, so under load some wait for seconds. A lock acquired
before BEGIN IMMEDIATE wakes the next writer at once. Between processes SQLite's own busy timeout applies.
"""

import threading
from typing import Any

from django.db.backends.sqlite3 import base

_write_lock = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite connection, which holds the process's write lock while a transaction is open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_write_lock = False

    def _start_transaction_under_autocommit(self) -> None:
        _write_lock.acquire()
        self._has_write_lock = True
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._release_write_lock()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._release_write_lock()  # not after a failed commit: Django rolls back next

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._release_write_lock()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._release_write_lock()

    def _release_write_lock(self) -> None:
        if self._has_write_lock:
            self._has_write_lock = False
            _write_lock.release()
