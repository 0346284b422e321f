"""What every workload is given: sizes, programs, where results and reasons go."""

import json
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .question import POLICIES
from .worker import Worker

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build/release"
DEPS = ROOT / "build/bench/deps"
OUT = ROOT / "build/bench"

SIZES = {
    # leads: of the in-memory history; file_events: of the files; repetitions: after warming up.
    "full": {"leads": 1_000_000, "file_events": 10_000_000, "repetitions": 5, "cold": 40, "reference_leads": 100_000},
    "quick": {"leads": 100_000, "file_events": 1_000_000, "repetitions": 5, "cold": 20, "reference_leads": 20_000},
    "smoke": {"leads": 2_000, "file_events": 20_000, "repetitions": 1, "cold": 2, "reference_leads": 2_000},
}


class Differ(Exception):
    """Two engines do not say the same. Their times mean nothing, so none are shown."""


class Context:
    def __init__(self, size, build=BUILD):
        self.size_name = size
        self.build = Path(build)
        self.tables, self.gates, self.notes, self.unavailable = [], {}, {}, []
        for name, value in SIZES[size].items():
            setattr(self, name, value)
        record = DEPS / "peers.json"
        self.peers = json.loads(record.read_text()) if record.exists() else {}

    def say(self, text):
        print(f"bench: {text}", file=sys.stderr, flush=True)

    def has(self, peer):
        """Whether a peer can be asked. If it cannot, the report will say why."""
        found = self.peers.get(peer)
        if found and found["available"]:
            return True
        self.miss(peer, found["reason"] if found else "bench/setup has not been run")
        return False

    def miss(self, what, why):
        entry = {"name": what, "reason": why}
        if entry not in self.unavailable:
            self.unavailable.append(entry)
            self.say(f"{what} is not available: {why}")

    def engines(self, policy, leads=None, per_lead=10, days=21, start_within=300):
        """Our own engines over a history made for a policy; made and compiled within so many seconds."""
        path = policy if Path(policy).is_absolute() else POLICIES / f"{policy}.sla"
        return Worker([self.build / "bin/bench_engines", "serve", path, leads or self.leads, per_lead, days],
                      start_within=start_within)

    def table(self, title, columns, rows, text=""):
        self.tables.append({"title": title, "columns": columns, "rows": rows, "text": text})

    def gate(self, name, value, note=None):
        self.gates[name] = value
        if note:
            self.notes[name] = note


@contextmanager
def scratch():
    OUT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=OUT))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
