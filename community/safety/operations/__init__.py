"""Screen texts, open and close cases, store reports and letters."""

from community.safety.findings import Finding, must_hold
from community.safety.operations.cases import (
    Stale,
    close_case,
    open_case,
    point_cases,
    put_back,
    put_back_since,
    reopen_case,
    withdraw_case,
)
from community.safety.operations.claims import claim_case, claim_next, release_case
from community.safety.operations.redact import redact_cases
from community.safety.operations.reports import add_to_report, earlier_report, report, withdraw_report, write_letter
from community.safety.operations.screening import screen
from community.safety.operations.watching import AlreadyWatched, ListChanged, change_watched, set_removed, watch

__all__ = [
    "AlreadyWatched",
    "Finding",
    "ListChanged",
    "Stale",
    "add_to_report",
    "change_watched",
    "claim_case",
    "claim_next",
    "close_case",
    "earlier_report",
    "must_hold",
    "open_case",
    "point_cases",
    "put_back",
    "put_back_since",
    "redact_cases",
    "release_case",
    "reopen_case",
    "report",
    "screen",
    "set_removed",
    "watch",
    "withdraw_case",
    "withdraw_report",
    "write_letter",
]
