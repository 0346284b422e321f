"""Policies, and what they make of a history."""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import os
import threading
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Union

from . import _arrow_in, _time
from ._abi import HistoryOptions, PolicyInfo, Text, call, lib, text
from ._errors import SnapshotError
from ._owned import Owned
from ._session import Session
from ._table import Table

#: Rows as dicts, or whatever has __arrow_c_stream__: tables of pyarrow, polars, pandas, DuckDB.
Rows = Any


class Info(NamedTuple):
    """Which policy this is."""
    title: str
    version: int
    semantic_hash: str  #: Equal exactly when agreements mean the same.
    tzdb_version: str
    sla_version: str
    target: str


class Outcome:
    """What was judged. Immutable; any thread."""

    def __init__(self, pointer: Any) -> None:
        owned = Owned(pointer, lib.sla_outcome_free)
        self._owned = owned
        self.verdicts = Table(owned, 0)  #: As `sla run --verdicts`.
        self.actions = Table(owned, 1)  #: As `sla run --actions`.
        self.points = Table(owned, 2)  #: As `sla run --points`.
        self.periods = Table(owned, 3)  #: One row for each clause, period and group.

    def _json(self, what: int) -> Any:
        said = Text()
        call(lib.sla_outcome_json, self._owned.pointer, what, ctypes.byref(said))
        return json.loads(ctypes.string_at(said.data, said.size))

    @property
    def summary(self) -> Dict[str, Any]:
        """As `sla run --format json`."""
        return self._json(0)  # type: ignore[no-any-return]

    @property
    def findings(self) -> List[Dict[str, Any]]:
        """What was noticed about the data."""
        return self._json(1)  # type: ignore[no-any-return]


class Policy:
    """A built policy: immutable; any thread. Its library is unloaded with the last object that uses it."""

    def __init__(self, pointer: Any) -> None:
        self._owned = Owned(pointer, lib.sla_policy_release)
        self.description: Dict[str, Any] = json.loads(lib.sla_policy_describe(pointer))
        self.info = self._info(pointer)

    @classmethod
    def load(cls, path: Union[str, "os.PathLike[str]"]) -> "Policy":
        """Opens what `sla build agreement.sla --emit so -o policy.so` made. Its code is loaded into the process, so
        open only what you trust. PolicyError: not there, damaged, or of another format or machine."""
        name = os.fspath(path)
        # Without a slash the system's loader would look elsewhere than here.
        name = name if "/" in name else "./" + name
        pointer = ctypes.c_void_p()
        call(lib.sla_policy_open, os.fsencode(name), ctypes.byref(pointer))
        return cls(pointer)

    @staticmethod
    def _info(pointer: Any) -> Info:
        raw = PolicyInfo(ctypes.sizeof(PolicyInfo))
        call(lib.sla_policy_get_info, pointer, ctypes.byref(raw))
        return Info(raw.title.decode(), raw.version, raw.semantic_hash.decode(), raw.tzdb_version.decode(),
                    raw.sla_version.decode(), raw.target.decode())

    def __repr__(self) -> str:
        return f"<Policy {self.info.title!r} version {self.info.version}>"

    def _record(self, name: str) -> int:
        said, keep = text(name)
        index: int = lib.sla_policy_record(self._owned.pointer, said)
        if index < 0:
            raise ValueError(f"{self.info.title!r} has no record {name!r}")
        return index

    def evaluate(self, events: Union[Rows, Mapping[str, Rows]], *, as_of: dt.datetime, roster: Optional[Rows] = None,
                 threads: int = 0, strict: bool = False) -> Outcome:
        """Judges a history as of an instant.

        events: tables or rows with the columns of docs/reference/data.md (lead_id, ts, event, owner, ...). Of a policy
        with further records, a dict of them: {"lead": leads, "opportunity": opportunities}.
        as_of: a datetime with a time zone. roster: who is who.
        threads: 0 as many as the machine has. strict: DataError if the data has problems, instead of findings.
        """
        at = _time.micros(as_of, "as_of")
        pointer = ctypes.c_void_p()
        options = HistoryOptions(ctypes.sizeof(HistoryOptions), threads, 1 if strict else 0, 0)
        call(lib.sla_history_new, self._owned.pointer, ctypes.byref(options), ctypes.byref(pointer))
        history = Owned(pointer, lib.sla_history_free)
        try:
            by_record = events if isinstance(events, Mapping) else {"": events}
            for record, rows in by_record.items():
                stream = _arrow_in.stream_of(rows, f"events of {record}" if record else "events")
                call(lib.sla_history_add_events, history.pointer, self._record(record) if record else 0, stream.address)
            if roster is not None:
                stream = _arrow_in.stream_of(roster, "roster")
                call(lib.sla_history_set_roster, history.pointer, stream.address)
            outcome = ctypes.c_void_p()
            call(lib.sla_history_judge, history.pointer, at, ctypes.byref(outcome))
        finally:
            history.close()
        return Outcome(outcome)

    def session(self, *, roster: Optional[Rows] = None, record: Optional[str] = None,
                lateness: Optional[dt.timedelta] = None, retention: Optional[dt.timedelta] = None) -> Session:
        """A session that follows events as they happen.

        record: whose subjects it follows; the lead's by default. lateness: facts this much behind the clock are refused
        (Receipt.TOO_LATE). retention: a subject with nothing open, about which nothing was said for this long and the
        lateness, is forgotten; needs a lateness. By default it takes everything and keeps everything.
        """
        return self._session(roster, record, lateness, retention, None)

    def restore(self, snapshot: bytes, *, roster: Optional[Rows] = None, record: Optional[str] = None,
                lateness: Optional[dt.timedelta] = None, retention: Optional[dt.timedelta] = None) -> Session:
        """A session that goes on where `Session.snapshot()` was called. Any bytes are safe: SnapshotError."""
        if not snapshot:
            raise SnapshotError("a snapshot of no bytes is none")
        return self._session(roster, record, lateness, retention, bytes(snapshot))

    def _session(self, roster: Optional[Rows], record: Optional[str], lateness: Optional[dt.timedelta],
                 retention: Optional[dt.timedelta], snapshot: Optional[bytes]) -> Session:
        index = self._record(record) if record else 0
        return Session(self, self._owned.pointer, roster, index, lateness, retention, snapshot)


class PolicyHandle:
    """The policy that is in force, replaced while others use it; any thread. Whoever got the old one goes on with it,
    and the last of them to let go unloads it."""

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self._lock = threading.Lock()
        self._policy: Optional[Policy] = Policy.load(path)

    @property
    def policy(self) -> Policy:
        """The policy in force. Keep it for the length of one request."""
        policy = self._policy
        if policy is None:
            raise ValueError("the policy was unloaded; swap() puts one in force again")
        return policy

    def swap(self, path: Union[str, "os.PathLike[str]"]) -> Policy:
        """Puts another policy in force, and returns it. When it cannot be opened, the old one stays in force."""
        policy = Policy.load(path)
        with self._lock:
            self._policy = policy
        return policy

    def unload(self) -> None:
        """Lets go of the policy."""
        with self._lock:
            self._policy = None


