"""Follows leads by the policy in force, and keeps what it knows on disk."""

from __future__ import annotations

import json
import logging
import os
import pathlib
import threading
from collections import Counter, deque
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

from sla_policy import Action, Due, EventError, Policy, PolicyHandle, Receipt, Session, SnapshotError, Verdict

ACTIONS_KEPT = 10_000
EVENTS_BETWEEN_SNAPSHOTS = 10_000
PARTS = ("lead_id", "ts", "event", "owner", "team", "actor", "event_id")

log = logging.getLogger("router")


def instant(text: Any) -> datetime:
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        raise ValueError(f"{text!r} is no time such as 2026-03-06T16:20:00-05:00") from None
    if time.tzinfo is None:
        raise ValueError(f"{text!r} has no offset, such as 2026-03-06T16:20:00-05:00 has")
    return time


def text(time: Optional[datetime]) -> Optional[str]:
    return time.isoformat().replace("+00:00", "Z") if time else None


class Storage:
    """One folder: `events.ndjson`, every event that was taken, one a line and never changed; and `snapshot`, a session
    as it was after so many of them. The events are the truth. The snapshot only saves replaying them, and is of no use
    to another policy."""

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._events, self._snapshot = folder / "events.ndjson", folder / "snapshot"
        data = self._events.read_bytes() if self._events.exists() else b""
        # What a crash cut short was never acknowledged: it goes, so that the next line begins a line.
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            os.truncate(self._events, len(whole))
        self.size = whole.count(b"\n")

    def append(self, events: List[Dict[str, Any]]) -> None:
        """Returns when they are on disk."""
        with open(self._events, "ab") as file:
            file.write(b"".join(json.dumps(event).encode() + b"\n" for event in events))
            file.flush()
            os.fsync(file.fileno())
        self.size += len(events)

    def replay(self, begin: int, end: int) -> Any:
        """The events [begin, end); others may append meanwhile."""
        if begin < end:
            with open(self._events, "rb") as file:
                for number, line in enumerate(file):
                    if number >= end:
                        return
                    if number >= begin:
                        yield json.loads(line)

    def save(self, events: int, data: bytes) -> None:
        following = self._snapshot.with_suffix(".next")
        with open(following, "wb") as file:
            file.write(b"%d\n" % events + data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(following, self._snapshot)

    def load(self) -> Any:
        """How many events, and the snapshot after them; None if there is none."""
        if not self._snapshot.exists():
            return None
        events, _, data = self._snapshot.read_bytes().partition(b"\n")
        # Of a longer past than ours: somebody took the events away.
        return (int(events), data) if events.isdigit() and int(events) <= self.size else None


class Following:
    """What depends on the policy, replaced as a whole."""

    def __init__(self, policy: Policy, session: Session) -> None:
        self.policy, self.session = policy, session
        self.open: Counter = Counter()  # By owner: obligations that run.
        self.count(session.rows(), 1)

    def count(self, verdicts: List[Verdict], by: int) -> None:
        for verdict in verdicts:
            if verdict.status in ("running", "paused"):
                self.open[verdict.owner] += by

    def take(self, row: Any) -> Receipt:
        """ValueError for a row that means nothing to the policy."""
        if not isinstance(row, dict):
            raise ValueError(f"an event is an object, not {row!r}")
        values = {name: value for name, value in row.items() if name not in PARTS}
        try:
            return self.session.event(row.get("lead_id") or "", row.get("event") or "", instant(row.get("ts")),
                                      owner=row.get("owner"), team=row.get("team"), actor=row.get("actor"),
                                      id=row.get("event_id"), values=values)
        except (TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error

    def advance(self, to: datetime) -> List[Action]:
        """Moves the clock; how many things changed, and what is to be sent."""
        changes = self.session.advance(to)
        self.count([change.was for change in changes if change.was], -1)
        self.count([change.now for change in changes if change.now], 1)
        self.changes = len(changes)
        return [change.action for change in changes if change.action]


class Service:
    """Any thread."""

    def __init__(self, policy: str, roster: List[Dict[str, str]], state: str, clock_of_events: bool = False) -> None:
        """Goes on where it was stopped. clock_of_events: time is that of the latest event, not the machine's."""
        self._path, self._roster, self._clock_of_events = policy, roster, clock_of_events
        self._owners = [row["owner"] for row in roster]
        self._lock, self._reloading = threading.RLock(), threading.Lock()
        self._moved = threading.Condition(self._lock)
        self._stopped = False
        self._storage = Storage(pathlib.Path(state))
        self._handle = PolicyHandle(policy)
        self._following = self._follow(self._handle.policy, self._storage.load(), self._storage.size)
        self._latest = self._following.session.now
        self._saved = self._storage.size
        self._actions: deque = deque(maxlen=ACTIONS_KEPT)
        self._next_action = 0
        self._advance()

    def _follow(self, policy: Policy, snapshot: Any, end: int) -> Following:
        """From the snapshot if it is one of this policy, or else from the first event on."""
        if snapshot is not None:
            try:
                made = Following(policy, policy.restore(snapshot[1], roster=self._roster))
                self._catch_up(made, snapshot[0], end)
                return made
            except SnapshotError as error:
                log.warning("replaying all events: %s", error)
        made = Following(policy, policy.session(roster=self._roster))
        self._catch_up(made, 0, end)
        return made

    def _catch_up(self, following: Following, begin: int, end: int) -> None:
        """An event that the old policy knew and the new one does not is left out, and said."""
        last, left_out = following.session.now, 0
        for row in self._storage.replay(begin, end):
            try:
                following.take(row)
                last = max(last or instant(row["ts"]), instant(row["ts"]))
            except EventError:
                left_out += 1
        if left_out:
            log.warning("%d events mean nothing to this policy and are left out", left_out)
        if last:
            following.advance(last)  # What follows from events of the past was said when they happened.

    def _clock(self) -> Optional[datetime]:
        now = self._latest if self._clock_of_events else datetime.now(timezone.utc)
        # The machine's clock may be set back; the session's does not go.
        return max(now, self._following.session.now or now) if now else None

    def _advance(self) -> int:
        to = self._clock()
        if to is None:
            return 0
        for action in self._following.advance(to):
            self._actions.append({**action._asdict(), "number": self._next_action, "lead": action.subject,
                                  "at": text(action.at), "deliver_at": text(action.deliver_at)})
            self._next_action += 1
        return self._following.changes

    def take(self, rows: List[Any]) -> Dict[str, Any]:
        """Takes events and says what became of them. Those that are malformed do not stop the others."""
        counts, malformed, taken = dict.fromkeys(Receipt, 0), [], []
        with self._lock:
            for at, row in enumerate(rows):
                try:
                    receipt = self._following.take(row)
                except ValueError as error:
                    malformed.append({"row": at, "why": str(error)})
                    continue
                counts[receipt] += 1
                if receipt is Receipt.TAKEN:
                    taken.append(row)
                    time = instant(row["ts"])
                    self._latest = max(self._latest or time, time)
            try:
                if taken:
                    self._storage.append(taken)
            except OSError:
                # What is not on disk must not count: the sender hears of the failure and sends it again.
                self._following = self._follow(self._following.policy, self._storage.load(), self._storage.size)
                raise
            changes = self._advance()
            if self._storage.size - self._saved >= EVENTS_BETWEEN_SNAPSHOTS:
                self.save()
            self._moved.notify_all()
        return {"changes": changes, "malformed": malformed,
                **{receipt.name.lower(): number for receipt, number in counts.items()}}

    @staticmethod
    def _open(due: Due) -> Dict[str, Any]:
        return {"clause": due.clause, "cycle": due.cycle, "tier": due.tier, "status": due.status, "owner": due.owner,
                "start": text(due.start), "due": text(due.due), "breach": text(due.breach),
                "left_seconds": due.left.total_seconds() if due.left is not None else None,
                "next_change": text(due.next_change)}

    def due(self, lead: str) -> Dict[str, Any]:
        """What is due on a lead, and when can that change?"""
        with self._lock:
            self._advance()
            dues = self._following.session.due(lead)
            return {"lead": lead, "as_of": text(self._following.session.now), "due": [self._open(due) for due in dues],
                    "next_change": text(dues.next_change)}

    def assign(self, lead: str) -> Dict[str, Any]:
        """Gives a lead to whoever has the least that is open; also an event."""
        with self._lock:
            self._advance()
            owner = min(self._owners, key=lambda name: self._following.open[name])
            now = self._clock()
            if now is None:
                raise ValueError("there was no event yet, so the clock of events does not stand anywhere")
            said = self.take([{"lead_id": lead, "ts": text(now), "event": "assigned", "owner": owner}])
            if said["malformed"]:
                raise ValueError(said["malformed"][0]["why"])
            return {**self.due(lead), "owner": owner}

    def actions(self, since: int) -> Dict[str, Any]:
        """Reminders and escalations from number `since` on, oldest first: what somebody is to send. Each has a key that
        never changes, so that nothing is sent twice."""
        with self._lock:
            self._advance()
            return {"actions": [action for action in self._actions if action["number"] >= since],
                    "next": self._next_action}

    def health(self) -> Dict[str, Any]:
        with self._lock:
            info = self._following.policy.info
            return {"policy": info.title, "version": info.version, "semantic_hash": info.semantic_hash,
                    "events": self._storage.size, "as_of": text(self._following.session.now)}

    def reload(self) -> Dict[str, Any]:
        """Opens the policy's file again and puts it in force. Until then, and if that fails, the old policy answers:
        what takes long happens beside it."""
        with self._reloading:
            end = self._storage.size
            following = self._follow(self._handle.swap(self._path), None, end)
            with self._lock:
                self._catch_up(following, end, self._storage.size)
                self._following = following
                self._advance()
                self.save()
                self._moved.notify_all()
                return self.health()

    def run_clock(self) -> None:
        """Moves the clock as time goes by, until stop()."""
        with self._lock:
            while not self._stopped:
                change = None if self._clock_of_events else self._following.session.next_change
                # A day at most: a wait may be no longer than the platform's clock can say.
                self._moved.wait(min(86400.0, max(0.0, (change - datetime.now(timezone.utc)).total_seconds()))
                                 if change else None)
                if not self._stopped:
                    self._advance()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            self._moved.notify_all()
            self.save()

    def save(self) -> None:
        with self._lock:
            self._storage.save(self._storage.size, self._following.session.snapshot())
            self._saved = self._storage.size
