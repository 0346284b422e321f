"""What the harness computes, without a stopwatch."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness import gates, measure, question, report  # noqa: E402
from harness.worker import Worker, WorkerFailed  # noqa: E402
from harness.workloads import cold, hand_written, shapes  # noqa: E402


class Statistics(unittest.TestCase):
    def test_summary(self):
        found = measure.summary([3.0, 1.0, 2.0, 10.0, 2.0])
        self.assertEqual((found["median"], found["min"], found["max"], found["mad"]), (2.0, 1.0, 10.0, 1.0))
        self.assertEqual(found["spread"], 4.5)

    def test_nothing_measured_is_an_error(self):
        with self.assertRaises(ValueError):
            measure.summary([])

    def test_turns_alternate_and_warm_up_does_not_count(self):
        order = []

        def contender(name, costs):
            def run():
                order.append(name)
                return {"wall": costs.pop(0), "cpu": 1.0}
            return run

        found = measure.take_turns({"a": contender("a", [9.0, 1.0, 3.0]), "b": contender("b", [9.0, 4.0, 4.0])}, 2)
        self.assertEqual(order, ["a", "b", "b", "a", "a", "b"])
        self.assertEqual(found["a"]["wall"]["median"], 2.0)
        self.assertEqual(measure.ratio(found, "b", "a", "wall"), 2.0)

    def test_flat_and_linear(self):
        self.assertEqual(measure.flatness([2.0, 2.0]), 1.0)
        self.assertEqual(measure.growth([10, 20, 40], [1.0, 2.0, 4.0]), 1.0)
        self.assertEqual(measure.growth([10, 20], [1.0, 4.0]), 2.0)
        self.assertEqual(measure.growth([10, 20, 40], [2.0, 2.0, 2.0]), 0.5)


class Gates(unittest.TestCase):
    def test_both_directions_hold_at_the_bound(self):
        self.assertTrue(gates.holds("most", 1.3, 1.3))
        self.assertFalse(gates.holds("most", 1.31, 1.3))
        self.assertTrue(gates.holds("least", 8.0, 8))
        self.assertFalse(gates.holds("least", 7.9, 8))
        with self.assertRaises(ValueError):
            gates.holds("at most", 1, 1)

    def test_what_was_not_measured_is_listed_and_not_held(self):
        every = gates.judge_all({"sla check of 300 lines, cold": 12.0})
        self.assertEqual([g["name"] for g in every], list(gates.GATES))
        by_name = {g["name"]: g for g in every}
        self.assertTrue(by_name["sla check of 300 lines, cold"]["held"])
        self.assertFalse(by_name["sla check of 300 lines, cold"]["stretch_held"])
        missing = by_name["one clause: against DuckDB"]
        self.assertEqual((missing["value"], missing["held"], missing["note"]), (None, False, "not measured in this run"))

    def test_a_gate_that_nobody_knows_is_an_error(self):
        with self.assertRaises(KeyError):
            gates.judge_all({"speed": 1})


class Questions(unittest.TestCase):
    def test_policies_are_read_as_they_are_written(self):
        self.assertEqual(question.clauses_of(question.POLICIES / "one_clause.sla"), [question.Clause(1, 3, 4 * 3600)])
        self.assertEqual(len(question.clauses_of(question.POLICIES / "four_clauses.sla")), 4)
        self.assertEqual(len(question.clauses_of(question.POLICIES / "sixteen_clauses.sla")), 16)

    def test_a_policy_that_asks_more_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            policy = Path(folder) / "p.sla"
            text = (question.POLICIES / "one_clause.sla").read_text()
            policy.write_text(text.replace("on reentry ignore", "on reentry new cycle"))
            with self.assertRaises(ValueError):
                question.clauses_of(policy)

    def test_calendar(self):
        # 1970-01-01 was a Thursday.
        self.assertEqual(list(question.calendar(0, 4)),
                         [(0, 0, 28800), (1, 28800, 28800), (2, 57600, 0), (3, 57600, 0), (4, 57600, 28800)])

    def test_generated_policies(self):
        self.assertEqual(shapes.tiers_policy(3).count("fit ="), 3)
        self.assertIn("otherwise  50 business hours", shapes.tiers_policy(1))
        self.assertEqual(cold.many_clauses(20).count("clause c"), 20)


class Reports(unittest.TestCase):
    def test_medians_of_google_benchmark(self):
        output = {"benchmarks": [
            {"name": "BM_compiled_median", "run_name": "BM_compiled", "aggregate_name": "median", "real_time": 4.0,
             "cpu_time": 2.0, "time_unit": "ms", "events/s": 5.0, "iterations": 3},
            {"name": "BM_compiled_stddev", "run_name": "BM_compiled", "aggregate_name": "stddev", "real_time": 1.0,
             "cpu_time": 1.0, "time_unit": "ms", "iterations": 3}]}
        self.assertEqual(hand_written.medians(output),
                         {"BM_compiled": {"real": 0.004, "cpu": 0.002, "events/s": 5.0, "stddev": 0.001}})
        self.assertEqual(hand_written.partner("BM_compiled/16"), "BM_hand_written/16")

    def test_markdown_shows_every_gate_and_every_absence(self):
        machine = {"date": "d", "processor": "p", "cores": 1, "memory_GiB": 1, "load_before": [0], "sla": "s",
                   "commit": "c", "compiler": "g", "peers": {}}
        text = report.markdown({"machine": machine, "size": "smoke", "gates": gates.judge_all({}), "tables": [
            {"title": "T", "columns": ["a"], "rows": [[1.5]], "text": ""}],
            "unavailable": [{"name": "X", "reason": "no | network"}]})
        for name in gates.GATES:
            self.assertIn(name, text)
        self.assertIn("| X | no \\| network |", text)
        self.assertIn("| 1.50 |", text)

    def test_numbers(self):
        self.assertEqual([report.number(n) for n in (None, True, 12, 1.234, 123.4, 2e6, 1234)],
                         ["–", "yes", "12", "1.23", "123", "2.0 M", "1,234"])


class Workers(unittest.TestCase):
    ECHO = ("import json, sys\nprint('hello')\nprint(json.dumps({'ready': True}), flush=True)\n"
            "for line in sys.stdin:\n    if line.strip() == 'die': sys.exit('it hurts')\n"
            "    print(json.dumps({'said': line.strip()}), flush=True)\n")

    def worker(self):
        return Worker([sys.executable, "-c", self.ECHO])

    def test_answers_in_turn_and_greetings_are_skipped(self):
        with self.worker() as worker:
            self.assertEqual(worker.about, {"ready": True})
            self.assertEqual(worker.ask("one"), {"said": "one"})
            self.assertEqual(worker.ask("two"), {"said": "two"})

    def test_one_that_ends_says_why(self):
        with self.worker() as worker, self.assertRaisesRegex(WorkerFailed, "it hurts"):
            worker.ask("die")

    def test_one_that_cannot_start_says_so(self):
        with self.assertRaisesRegex(WorkerFailed, "No such file"):
            Worker(["/no/such/program"])

    def test_one_that_hangs_is_ended(self):
        with self.assertRaisesRegex(WorkerFailed, "no answer"):
            Worker([sys.executable, "-c", "import time; time.sleep(60)"], start_within=0.2)


if __name__ == "__main__":
    unittest.main()
