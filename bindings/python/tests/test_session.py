"""Events as they happen."""

import threading
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sla_policy import ChangeKind, EventError, Policy, Receipt, Refused, SnapshotError

CHICAGO = ZoneInfo("America/Chicago")
# A Monday within the hours of the policy.
ASKED = datetime(2026, 3, 2, 10, 0, tzinfo=CHICAGO)
LEAD = {"time_zone": "America/Chicago", "employees": 50, "plan": "team"}


@pytest.fixture
def session(speed):
    return Policy.load(speed.policy).session(roster=speed.roster)


def test_what_is_due_on_a_lead_and_when_that_can_change(session):
    assert session.event("D-1", "demo_request", ASKED, values=LEAD) is Receipt.TAKEN
    changes = session.advance(ASKED + timedelta(minutes=1))
    assert {change.kind for change in changes} == {ChangeKind.ADDED}
    dues = session.due("D-1")
    # An owner in two minutes.
    assert dues[0].clause == "assignment"
    assert dues[0].due == ASKED + timedelta(minutes=2)
    assert dues[0].left == timedelta(minutes=1)
    assert ASKED + timedelta(minutes=1) < dues.next_change <= ASKED + timedelta(minutes=2, microseconds=1)
    assert session.due("nobody") == [] and session.due("nobody").next_change is None
    assert session.now == ASKED + timedelta(minutes=1)
    assert session.next_change <= dues.next_change


def test_a_verdict_changes_when_its_time_comes_and_again_when_it_is_met_late(session):
    session.event("D-1", "demo_request", ASKED, values=LEAD)
    session.advance(ASKED)
    breached = [change for change in session.advance(ASKED + timedelta(minutes=3))
                if change.kind is ChangeKind.CHANGED and change.now.clause == "assignment"]
    assert [(change.was.status, change.now.status) for change in breached] == [("running", "breached")]
    session.event("D-1", "assigned", ASKED + timedelta(minutes=4), owner="Bruno Keita")
    late = [change for change in session.advance(ASKED + timedelta(minutes=5))
            if change.kind is ChangeKind.CHANGED and change.now.clause == "assignment"]
    assert [(change.now.status, change.correction) for change in late] == [("met late", False)]


def test_what_arrives_late_is_a_correction(session):
    session.event("D-1", "demo_request", ASKED, values=LEAD)
    session.advance(ASKED + timedelta(minutes=3))
    session.event("D-1", "assigned", ASKED + timedelta(minutes=1), owner="Bruno Keita")
    changes = session.advance(ASKED + timedelta(minutes=4))
    corrected = [change for change in changes if change.correction and change.now and
                 change.now.clause == "assignment"]
    assert [(change.was.status, change.now.status) for change in corrected] == [("breached", "met")]


def test_ids_make_repetitions_known(session):
    assert session.event("D-1", "demo_request", ASKED, id="e1") is Receipt.TAKEN
    assert session.event("D-1", "demo_request", ASKED, id="e1") is Receipt.REPEATED
    assert session.event("D-1", "waiting", ASKED, id="e1") is Receipt.CONFLICTING
    assert session.fact_count == 1


def test_retractions_and_merges(session):
    session.event("D-1", "demo_request", ASKED, id="e1", values=LEAD)
    session.event("D-2", "demo_request", ASKED, id="e2", values=LEAD)
    session.advance(ASKED)
    assert {row.subject for row in session.rows()} == {"D-1", "D-2"}
    session.retract("e1", ASKED + timedelta(seconds=1))
    session.event("D-3", "demo_request", ASKED, id="e3", values=LEAD)
    session.merge("D-2", "D-3", ASKED + timedelta(seconds=1))
    session.advance(ASKED + timedelta(seconds=2))
    assert {row.subject for row in session.rows()} == {"D-3"}


@pytest.mark.parametrize("event, values, said", [
    ("no_such_event", None, "no_such_event"),
    ("demo_request", {"no_such_field": 1}, "no_such_field"),
    ("demo_request", {"plan": "platinum"}, "platinum"),
])
def test_what_the_policy_does_not_know_is_an_error(session, event, values, said):
    with pytest.raises(EventError, match=said):
        session.event("D-1", event, ASKED, values=values)
    assert session.fact_count == 0


def test_a_naive_datetime_is_an_error_that_says_why(session):
    with pytest.raises(ValueError, match="has no time zone.*ZoneInfo"):
        session.event("D-1", "demo_request", datetime(2026, 3, 2, 10))
    with pytest.raises(ValueError, match="has no time zone"):
        session.advance(datetime(2026, 3, 2, 10))
    with pytest.raises(TypeError, match="datetime"):
        session.advance("2026-03-02")


def test_microseconds_are_instants_too(session):
    micros = int(ASKED.timestamp()) * 1_000_000
    session.event("D-1", "demo_request", micros)
    session.advance(micros)
    assert session.now == ASKED


def test_the_clock_does_not_go_back(session):
    session.advance(ASKED)
    with pytest.raises(Refused):
        session.advance(ASKED - timedelta(seconds=1))
    assert session.now == ASKED


def test_feed_names_the_row_that_it_cannot_take(session):
    rows = [{"lead_id": "D-1", "ts": "2026-03-02T16:00:00Z", "event": "demo_request", "employees": "50"},
            {"lead_id": "D-1", "ts": ASKED, "event": "no_such_event"}]
    with pytest.raises(EventError, match="row 1.*no_such_event"):
        session.feed(rows)
    assert session.fact_count == 1
    with pytest.raises(EventError, match="row 0.*no time zone"):
        session.feed([{"lead_id": "D-1", "ts": "2026-03-02T16:00:00", "event": "waiting"}])


def test_values_of_python_are_those_of_a_log(segments):
    """A session that is given texts says the same as one that is given Python's own values."""
    policy = Policy.load(segments.policy)
    rows = []
    for values in ({"segment": "enterprise", "score": "80", "amount": "5000.5"},
                   {"segment": "enterprise", "score": 80, "amount": Decimal("5000.50")},
                   {"segment": "enterprise", "score": 80.0, "amount": 5000.5}):
        session = policy.session()
        session.event("F-1", "inquiry", ASKED, values=values)
        session.event("F-1", "mql", ASKED + timedelta(hours=1), values={"amount": None})
        session.advance(ASKED + timedelta(days=9))
        rows.append(session.rows())
    assert rows[0] and rows[0] == rows[1] == rows[2]


@pytest.mark.parametrize("value, said", [
    (float("nan"), "no number"), (datetime(2026, 1, 1), "no time zone"), (object(), "object"),
    (timedelta(microseconds=1), "whole seconds"),
])
def test_values_that_no_field_takes(session, value, said):
    with pytest.raises((ValueError, TypeError), match=said):
        session.event("D-1", "demo_request", ASKED, values={"employees": value})


def test_cells():
    from sla_policy._cells import cell
    given = {True: "yes", False: "no", 7: "7", 1e21: "1" + "0" * 21, 0.1: "0.1", Decimal("1E+3"): "1000",
             date(2026, 3, 2): "2026-03-02", timedelta(hours=1, minutes=2, seconds=3): "1:02:03",
             datetime(2026, 3, 2, 10, tzinfo=timezone.utc): "2026-03-02T10:00:00+00:00"}
    assert {cell(value, "x") for value in (True, False)} == {"yes", "no"}
    assert [cell(value, "x") for value in given] == list(given.values())


def test_a_snapshot_goes_on_where_it_was_taken(speed, session):
    session.event("D-1", "demo_request", ASKED, values=LEAD)
    session.advance(ASKED)
    copy = session.policy.restore(session.snapshot(), roster=speed.roster)
    assert (copy.now, copy.fact_count, copy.rows()) == (session.now, 1, session.rows())
    later = ASKED + timedelta(hours=3)
    assert copy.advance(later) == session.advance(later)


def test_damaged_snapshots_are_errors(speed, segments, session):
    session.event("D-1", "demo_request", ASKED)
    session.advance(ASKED)
    good = session.snapshot()
    for bad in (b"", good[:-1], good[: len(good) // 2], b"x" * 100,
                good[:40] + bytes([good[40] ^ 1]) + good[41:]):
        with pytest.raises(SnapshotError):
            session.policy.restore(bad)
    with pytest.raises(SnapshotError):
        Policy.load(segments.policy).restore(good)


def test_lateness(speed):
    policy = Policy.load(speed.policy)
    session = policy.session(lateness=timedelta(hours=1))
    session.advance(ASKED)
    assert session.event("D-1", "demo_request", ASKED - timedelta(hours=2)) is Receipt.TOO_LATE
    assert session.event("D-1", "demo_request", ASKED - timedelta(minutes=30)) is Receipt.TAKEN
    with pytest.raises(ValueError, match="lateness"):
        policy.session(lateness=timedelta(hours=-1))


def test_a_closed_session_says_so(session):
    with session:
        session.advance(ASKED)
    with pytest.raises(ValueError, match="closed"):
        session.advance(ASKED)
    session.close()


def test_threads_wait_for_each_other(session):
    def work(number):
        for at in range(200):
            session.event(f"D-{number}-{at}", "demo_request", ASKED, values=LEAD)
            if at % 20 == 0:
                session.advance(ASKED)
                session.due(f"D-{number}-{at}")
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.advance(ASKED)
    assert session.fact_count == 800
    assert len({row.subject for row in session.rows()}) == 800
