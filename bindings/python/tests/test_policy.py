"""Policies, histories, tables."""

import gc
import os
import shutil
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone

import polars
import pyarrow
import pytest

from sla_policy import DataError, Policy, PolicyError, PolicyHandle

AS_OF = datetime(2026, 3, 3, tzinfo=timezone.utc)
EVENTS = [{"lead_id": "D-1", "ts": datetime(2026, 3, 2, 16, tzinfo=timezone.utc), "event": "demo_request",
           "employees": 50}]


def mapped(path):
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return str(path) in maps.read()


def test_a_policy_says_what_it_is(speed):
    policy = Policy.load(speed.policy)
    assert policy.info.title == "Speed to lead" and policy.info.version == 1
    assert len(policy.info.semantic_hash) == 64
    assert policy.description["title"] == "Speed to lead"
    assert "Speed to lead" in repr(policy)


def test_what_cannot_be_opened(tmp_path, speed):
    with pytest.raises(PolicyError, match="nowhere"):
        Policy.load("/nowhere/policy.so")
    junk = tmp_path / "policy.so"
    junk.write_text("not a library")
    with pytest.raises(PolicyError, match="policy.so"):
        Policy.load(junk)


def test_a_path_without_a_slash_is_of_this_folder(tmp_path, monkeypatch, speed):
    shutil.copy(speed.policy, tmp_path / "mine.so")
    monkeypatch.chdir(tmp_path)
    assert Policy.load("mine.so").info.title == "Speed to lead"


def test_python_values_are_events(speed):
    policy = Policy.load(speed.policy)
    outcome = policy.evaluate(EVENTS, as_of=AS_OF)
    statuses = {row["clause"]: row["status"] for row in outcome.verdicts}
    assert statuses["assignment"] == "breached"
    assert outcome.verdicts.to_dicts()[0]["start"] == EVENTS[0]["ts"]
    assert isinstance(outcome.findings, list)
    # Generators are read once.
    assert len(policy.evaluate((row for row in EVENTS), as_of=AS_OF).verdicts) == len(outcome.verdicts)


def test_typed_columns_are_read_as_what_they_are(speed):
    policy = Policy.load(speed.policy)
    expected = policy.evaluate(EVENTS, as_of=AS_OF).verdicts.to_dicts()
    table = pyarrow.table({"lead_id": pyarrow.array(["D-1"]).dictionary_encode(),
                           "ts": pyarrow.array([EVENTS[0]["ts"]], pyarrow.timestamp("ms", "UTC")),
                           "event": pyarrow.array(["demo_request"], pyarrow.large_string()),
                           "employees": pyarrow.array([50], pyarrow.int16())})
    assert policy.evaluate(table, as_of=AS_OF).verdicts.to_dicts() == expected
    frame = polars.DataFrame(EVENTS).with_columns(polars.col("event").cast(polars.Categorical))
    assert policy.evaluate(frame, as_of=AS_OF).verdicts.to_dicts() == expected


def test_an_empty_history(speed):
    outcome = Policy.load(speed.policy).evaluate(pyarrow.table({"lead_id": pyarrow.array([], pyarrow.string()),
                                                                "ts": pyarrow.array([], pyarrow.string()),
                                                                "event": pyarrow.array([], pyarrow.string())}),
                                                 as_of=AS_OF)
    assert list(outcome.verdicts) == []
    assert pyarrow.table(outcome.verdicts).num_rows == 0


def test_wrong_data_is_a_finding_and_with_strict_an_error(speed):
    policy = Policy.load(speed.policy)
    wrong = EVENTS + [{"lead_id": "D-2", "ts": "yesterday", "event": "demo_request"}]
    outcome = policy.evaluate(wrong, as_of=AS_OF)
    assert "unparsable_time" in str(outcome.findings)
    with pytest.raises(DataError):
        policy.evaluate(wrong, as_of=AS_OF, strict=True)
    with pytest.raises(DataError, match="ts"):
        policy.evaluate([{"lead_id": "D-1", "event": "demo_request"}], as_of=AS_OF)


def test_what_is_no_table(speed):
    policy = Policy.load(speed.policy)
    with pytest.raises(TypeError, match="row 0 is a str"):
        policy.evaluate(["lead_id,ts,event"], as_of=AS_OF)
    with pytest.raises(ValueError, match="as_of.*has no time zone"):
        policy.evaluate(EVENTS, as_of=datetime(2026, 3, 3))
    with pytest.raises(ValueError, match="row 0: ts.*has no time zone"):
        policy.evaluate([{**EVENTS[0], "ts": datetime(2026, 3, 2)}], as_of=AS_OF)
    with pytest.raises(ValueError, match="invoice"):
        policy.evaluate({"invoice": EVENTS}, as_of=AS_OF)


def test_a_failing_stream_is_an_error(speed):
    def batches():
        yield pyarrow.record_batch({"lead_id": ["D-1"], "ts": ["2026-03-02T16:00:00Z"], "event": ["demo_request"]})
        raise RuntimeError("the network is down")
    schema = pyarrow.schema([(name, pyarrow.string()) for name in ("lead_id", "ts", "event")])
    reader = pyarrow.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(DataError, match="the network is down"):
        Policy.load(speed.policy).evaluate(reader, as_of=AS_OF)


def test_tables_outlive_what_they_came_from(speed):
    def table():
        outcome = Policy.load(speed.policy).evaluate(EVENTS, as_of=AS_OF)
        return pyarrow.table(outcome.verdicts), outcome.verdicts.__arrow_c_stream__()
    made, capsule = table()
    gc.collect()
    assert made.column("clause").to_pylist()
    made.validate(full=True)
    del capsule  # A stream that nobody read.
    gc.collect()


def test_memory_stays_flat(speed):
    """A thousand evaluations, sessions and tables that are let go."""
    policy = Policy.load(speed.policy)

    def resident():
        with open("/proc/self/statm", encoding="utf-8") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def once():
        pyarrow.table(policy.evaluate(EVENTS, as_of=AS_OF, threads=1).verdicts)
        session = policy.session()
        session.feed(EVENTS)
        session.advance(AS_OF)
        session.rows()
    for _ in range(200):
        once()
    before = resident()
    for _ in range(1000):
        once()
    assert resident() - before < 8_000_000


def test_swapped_while_others_judge(tmp_path, speed, segments):
    """One path, whose file is replaced by renaming: the way that policies are deployed."""
    path = tmp_path / "policy.so"

    def deploy(source):
        shutil.copy(source, tmp_path / "next.so")
        os.replace(tmp_path / "next.so", path)
    deploy(speed.policy)
    handle = PolicyHandle(path)
    done, judged, wrong = threading.Event(), [], []

    def work():
        try:
            while not done.is_set():
                policy = handle.policy
                session = policy.session()
                session.event("X", "demo_request" if policy.info.title == "Speed to lead" else "inquiry", EVENTS[0]["ts"])
                session.advance(AS_OF)
                assert session.fact_count == 1
                judged.append(policy.info.title)
        except Exception as error:  # Said below, by the thread that pytest watches.
            wrong.append(error)
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(20):
        deploy(segments.policy if number % 2 == 0 else speed.policy)
        swapped = handle.swap(path)
        assert swapped.info.title == ("Two segments, one lifecycle" if number % 2 == 0 else "Speed to lead")
        seen = len(judged)
        while len(judged) == seen and not wrong:
            done.wait(0.002)
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert set(judged) == {"Speed to lead", "Two segments, one lifecycle"}


def test_the_old_policy_is_unloaded_with_its_last_user(tmp_path, speed, segments):
    path = tmp_path / "old.so"
    shutil.copy(speed.policy, path)
    handle = PolicyHandle(path)
    session = handle.policy.session()
    handle.swap(segments.policy)
    assert mapped(path)
    session.advance(AS_OF)
    del session
    gc.collect()
    assert not mapped(path)
    handle.unload()
    with pytest.raises(ValueError, match="unloaded"):
        handle.policy


def test_what_cannot_be_swapped_in_changes_nothing(speed):
    handle = PolicyHandle(speed.policy)
    before = handle.policy
    with pytest.raises(PolicyError):
        handle.swap("/nowhere/policy.so")
    assert handle.policy is before


def test_an_exit_with_everything_open_is_quiet(speed):
    """Capsules, sessions and policies that die with the interpreter."""
    code = f"""if True:
        import sla_policy, datetime
        policy = sla_policy.Policy.load({str(speed.policy)!r})
        session = policy.session()
        at = datetime.datetime(2026, 3, 3, tzinfo=datetime.timezone.utc)
        row = dict(lead_id="D-1", ts=at, event="demo_request", employees=50)
        capsule = policy.evaluate([row], as_of=at + datetime.timedelta(days=1)).verdicts.__arrow_c_stream__()
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_any_table_library(speed):
    code = f"""if True:
        import sys
        for name in ("pyarrow", "pandas", "polars", "numpy"):
            sys.modules[name] = None
        import sla_policy, datetime
        at = datetime.datetime(2026, 3, 3, tzinfo=datetime.timezone.utc)
        policy = sla_policy.Policy.load({str(speed.policy)!r})
        row = dict(lead_id="D-1", ts=at, event="demo_request", employees=50)
        print([row["subject"] for row in policy.evaluate([row], as_of=at).verdicts][0])
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("D-1\n", "")


def test_threads_share_a_policy(speed):
    policy = Policy.load(speed.policy)
    expected = policy.evaluate(EVENTS, as_of=AS_OF).verdicts.to_dicts()
    found = []

    def work():
        for _ in range(50):
            found.append(policy.evaluate(EVENTS, as_of=AS_OF, threads=1).verdicts.to_dicts() == expected)
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 200
