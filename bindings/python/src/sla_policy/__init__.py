"""Service-level agreements between sales and marketing, built by `sla build`, judged inside your program.

    policy = Policy.load("policy.so")
    outcome = policy.evaluate(events, as_of=datetime(2026, 7, 1, tzinfo=timezone.utc), roster=roster)
    session = policy.session(roster=roster)
"""

from ._abi import lib as _lib
from ._errors import DataError, EventError, PolicyError, Refused, SlaError, SnapshotError
from ._policy import Info, Outcome, Policy, PolicyHandle
from ._session import Receipt, Session
from ._table import Table
from ._views import Action, Change, ChangeKind, Due, Dues, Verdict

__version__: str = _lib.sla_version().decode()

__all__ = ["Action", "Change", "ChangeKind", "DataError", "Due", "Dues", "EventError", "Info", "Outcome", "Policy",
           "PolicyError", "PolicyHandle", "Receipt", "Refused", "Session", "SlaError", "SnapshotError", "Table",
           "Verdict"]
