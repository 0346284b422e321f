"""The vectors of all bindings: SLA_VECTORS is their folder."""

import json
import os
import pathlib
from datetime import datetime

import pytest

FOLDER = pathlib.Path(os.environ["SLA_VECTORS"])
NAMES = json.loads((FOLDER / "vectors.json").read_text())


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def ndjson(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Vector:
    def __init__(self, name):
        self.name, self.folder = name, FOLDER / name
        said = json.loads((self.folder / "vector.json").read_text())
        self.as_of = instant(said["as_of"])
        self.policy = self.folder / "policy.so"
        self.events = {log["record"]: ndjson(self.folder / log["ndjson"]) for log in said["events"]}
        self.arrow = {log["record"]: self.folder / log["arrow"] for log in said["events"] if "arrow" in log}
        self.roster = ndjson(self.folder / said["roster"])

    def expected(self, table):
        return ndjson(self.folder / "expected" / f"{table}.ndjson")


@pytest.fixture(scope="session", params=NAMES)
def vector(request):
    return Vector(request.param)


@pytest.fixture(scope="session")
def speed():
    """The example "speed-to-lead"."""
    return Vector("speed-to-lead")


@pytest.fixture(scope="session")
def segments():
    """The example "two-segments"."""
    return Vector("two-segments")
