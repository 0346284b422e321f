#!/usr/bin/env python3
"""Starts an example service and talks to it over HTTP: what all of them must do.

    examples/embed/service_test.py --sla build/dev/bin/sla COMMAND...

COMMAND takes --policy, --roster, --state, --port and --clock, and prints its address on the first line.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

EXAMPLE = pathlib.Path(__file__).resolve().parents[1] / "speed-to-lead"
LEAD = {"time_zone": "America/Chicago", "employees": 50, "plan": "team"}


class Server:
    """A running service; its address is free for the next one."""

    def __init__(self, folder):
        self.errors = open(folder / "stderr", "a+", encoding="utf-8")
        self.process = subprocess.Popen(
            [*COMMAND, "--policy", folder / "policy.so", "--roster", EXAMPLE / "roster.csv", "--state", folder / "state",
             "--port", "0", "--clock", "events"], stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.lines = []
        first = self.process.stdout.readline()
        if not re.match(r"\w+: http://", first):
            self.process.wait(20)
            self.errors.seek(0)
            raise AssertionError(f"it did not start: {first}{self.errors.read()}")
        self.address = urllib.parse.urlparse(first.split(": ", 1)[1].strip())
        self.drain = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.drain.start()

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        try:
            text = body if isinstance(body, str) or body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(30)
        self.drain.join()
        self.process.stdout.close()
        self.errors.seek(0)
        said = self.errors.read()
        self.errors.close()
        return code, said


class ServiceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.builds = tempfile.TemporaryDirectory()
        text = (EXAMPLE / "agreement.sla").read_text(encoding="utf-8")
        changed = text.replace("within 2 minutes of entering demo_request", "within 5 minutes of entering demo_request", 1)
        assert changed != text
        cls.policies = {"two": cls.build("two", text), "five": cls.build("five", changed)}

    @classmethod
    def tearDownClass(cls):
        cls.builds.cleanup()

    @classmethod
    def build(cls, name, text):
        folder = pathlib.Path(cls.builds.name)
        (folder / f"{name}.sla").write_text(text, encoding="utf-8")
        subprocess.run([SLA, "build", folder / f"{name}.sla", "--emit", "so", "-o", folder / f"{name}.so"], check=True)
        return folder / f"{name}.so"

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.place.name)
        self.deploy("two")
        self.server = Server(self.folder)

    def tearDown(self):
        if self.server.process.returncode is None:
            self.server.end(signal.SIGKILL)
        self.place.cleanup()

    def deploy(self, name):
        """By renaming, as files in use are replaced."""
        following = self.folder / "next.so"
        following.write_bytes(self.policies[name].read_bytes() if name else b"not a library")
        os.replace(following, self.folder / "policy.so")

    def restart(self, how=signal.SIGTERM):
        code, said = self.server.end(how)
        self.server = Server(self.folder)
        return code, said

    def take(self, *rows, status=200):
        found, said = self.server.ask("POST", "/events", list(rows))
        self.assertEqual(found, status, said)
        return said

    def request(self, lead, at, **more):
        """A demo request on Monday, March 2, in the hours of the policy."""
        return {"lead_id": lead, "ts": f"2026-03-02T{at}-06:00", "event": "demo_request", **LEAD, **more}

    def due(self, lead):
        status, said = self.server.ask("GET", f"/leads/{lead}/due")
        self.assertEqual(status, 200, said)
        return {due["clause"]: due for due in said["due"]}, said

    def test_what_is_due_on_a_lead_and_when_that_can_change(self):
        said = self.take(self.request("D-1", "10:00:00"), self.request("D-2", "10:01:00"))
        self.assertEqual((said["taken"], said["malformed"]), (2, []))
        dues, answer = self.due("D-1")
        self.assertEqual(answer["as_of"], "2026-03-02T16:01:00Z")
        self.assertEqual(dues["assignment"]["due"], "2026-03-02T16:02:00Z")
        self.assertEqual(dues["assignment"]["left_seconds"], 60)
        self.assertEqual(dues["assignment"]["status"], "running")
        self.assertEqual(answer["due"][0]["clause"], "assignment")  # Soonest first.
        self.assertGreater(answer["next_change"], "2026-03-02T16:01:00")
        self.assertLessEqual(answer["next_change"], "2026-03-02T16:02:00Z")
        self.assertEqual(self.due("nobody")[1]["due"], [])

    def test_a_lead_is_assigned_to_whoever_has_the_least_to_do(self):
        self.take(*(self.request(f"D-{number}", "10:00:00") for number in range(6)))
        owners = []
        for number in range(6):
            status, said = self.server.ask("POST", f"/leads/D-{number}/assign")
            self.assertEqual(status, 200, said)
            self.assertNotIn("assignment", [due["clause"] for due in said["due"]])
            owners.append(said["owner"])
        self.assertEqual(len(set(owners)), 6)

    def test_reminders_are_said_once(self):
        self.take(self.request("D-1", "10:00:00"),
                  {"lead_id": "D-1", "ts": "2026-03-02T10:01:00-06:00", "event": "assigned", "owner": "Bruno Keita"})
        self.take(self.request("D-2", "13:00:00"))
        _, said = self.server.ask("GET", "/actions")
        actions = [action for action in said["actions"] if action["lead"] == "D-1"]
        # The rep's hour begins at 10:01: a quarter of it, three quarters.
        reminders = [(action["to"], action["at"]) for action in actions if action["kind"] == "remind"]
        self.assertEqual(reminders, [("Bruno Keita", "2026-03-02T16:16:00Z"), ("Bruno Keita", "2026-03-02T16:46:00Z")])
        self.assertEqual(len({(action["key"], action["state"]) for action in actions}), len(actions))
        self.assertEqual(self.server.ask("GET", f"/actions?since={said['next']}")[1]["actions"], [])

    def test_wrong_events_are_named_and_the_others_count(self):
        said = self.take(self.request("D-1", "10:00:00"), {"lead_id": "D-2", "ts": "yesterday", "event": "demo_request"},
                         {"lead_id": "D-3", "ts": "2026-03-02T10:00:00-06:00", "event": "no_such_event"},
                         self.request("D-4", "10:00:00", plan="platinum"), 7, status=422)
        self.assertEqual(said["taken"], 1)
        why = {wrong["row"]: wrong["why"] for wrong in said["malformed"]}
        self.assertEqual(set(why), {1, 2, 3, 4})
        self.assertIn("yesterday", why[1])
        self.assertIn("no_such_event", why[2])
        self.assertIn("platinum", why[3])
        self.assertEqual(self.server.ask("POST", "/events", "{not json")[0], 400)
        self.assertEqual(self.server.ask("GET", "/health")[1]["events"], 1)
        lines = "\n".join(json.dumps(self.request(f"N-{number}", "10:00:00")) for number in range(3))
        self.assertEqual(self.server.ask("POST", "/events", lines)[1]["taken"], 3)

    def test_a_repetition_counts_once(self):
        event = self.request("D-1", "10:00:00", event_id="e1")
        self.assertEqual(self.take(event)["taken"], 1)
        self.assertEqual(self.take(event)["repeated"], 1)
        self.assertEqual(self.server.ask("GET", "/health")[1]["events"], 1)

    def test_it_goes_on_after_a_restart_and_after_a_crash(self):
        self.take(self.request("D-1", "10:00:00"))
        before = self.due("D-1")
        code, said = self.restart()
        # A server may end by the signal that it was sent, once it has cleaned up.
        self.assertIn(code, (0, -signal.SIGTERM))
        self.assertEqual(said, "")
        self.assertTrue((self.folder / "state/snapshot").exists())
        self.assertEqual(self.due("D-1"), before)
        self.take(self.request("D-2", "10:01:00"))
        before = self.due("D-1")
        self.restart(signal.SIGKILL)
        self.assertEqual(self.due("D-1"), before)
        self.assertEqual(self.server.ask("GET", "/health")[1]["events"], 2)

    def test_half_a_line_of_a_crash_and_a_damaged_snapshot_do_no_harm(self):
        self.take(self.request("D-1", "10:00:00"))
        before = self.due("D-1")
        self.server.end()
        with open(self.folder / "state/events.ndjson", "a", encoding="utf-8") as file:
            file.write('{"lead_id": "D-2", "ts": "2026-03-02T1')
        snapshot = (self.folder / "state/snapshot").read_bytes()
        (self.folder / "state/snapshot").write_bytes(snapshot[:-8])
        self.server = Server(self.folder)
        self.assertEqual(self.due("D-1"), before)
        self.take(self.request("D-2", "10:00:00"))
        self.restart(signal.SIGKILL)
        self.assertEqual(self.server.ask("GET", "/health")[1]["events"], 2)

    def test_the_policy_is_replaced_without_dropping_a_request(self):
        self.take(self.request("D-1", "10:00:00"))
        done, wrong, asked = threading.Event(), [], [0, 0]

        def work(worker):
            number = 0
            while not done.is_set():
                number += 1
                try:
                    event = self.request(f"W{worker}-{number}", "10:00:00")
                    answers = [self.server.ask("POST", "/events", [event]), self.server.ask("GET", "/leads/D-1/due")]
                    wrong.extend(answer for answer in answers if answer[0] != 200)
                except Exception as error:  # Said below, by the thread that is watched.
                    wrong.append(error)
                asked[worker] += 1
        workers = [threading.Thread(target=work, args=(worker,)) for worker in range(2)]
        for worker in workers:
            worker.start()
        due = {"two": "2026-03-02T16:02:00Z", "five": "2026-03-02T16:05:00Z"}
        try:
            for turn, name in enumerate(("five", "two", "five")):
                self.deploy(name)
                if turn == 1:
                    self.server.process.send_signal(signal.SIGHUP)
                    self.wait_for(lambda: self.due("D-1")[0]["assignment"]["due"] == due["two"])
                else:
                    status, said = self.server.ask("POST", "/reload")
                    self.assertEqual(status, 200, said)
                self.assertEqual(self.due("D-1")[0]["assignment"]["due"], due[name])
                seen = list(asked)
                self.wait_for(lambda: all(now > before + 3 for now, before in zip(asked, seen)))
        finally:
            done.set()
            for worker in workers:
                worker.join()
        self.assertEqual(wrong, [])
        self.assertEqual(self.server.ask("GET", "/health")[1]["events"], 1 + sum(asked))

    def wait_for(self, condition):
        deadline = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def test_a_policy_that_cannot_be_opened_changes_nothing(self):
        self.take(self.request("D-1", "10:00:00"))
        before = self.due("D-1")
        self.deploy(None)
        status, said = self.server.ask("POST", "/reload")
        self.assertEqual(status, 500)
        self.assertIn("policy.so", said["error"])
        self.assertEqual(self.due("D-1"), before)

    def test_it_does_not_start_without_a_policy(self):
        done = subprocess.run([*COMMAND, "--policy", "/nowhere/policy.so", "--roster", EXAMPLE / "roster.csv", "--state",
                               self.folder / "other", "--port", "0"], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 3)
        self.assertIn("/nowhere/policy.so", done.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sla", required=True)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    SLA, COMMAND = os.path.abspath(options.sla), options.command
    unittest.main(argv=["service_test"])
