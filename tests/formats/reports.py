#!/usr/bin/env python3
"""The formats of `sla check` and `sla lint`, checked by programs that are not ours.

JSON against the published schema, SARIF against OASIS's, JUnit by expat and junitparser; GitHub's commands are read
back by its rules and written again by its own library. The corpus is every bad policy of the golden tests, the examples of docs/codes (with `lint`, for
timelines), and a policy and a path that hold whatever could break a format.

    reports.py --sla build/dev/bin/sla --source . --checks build/deps/report-checks
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from xml.parsers import expat

OPTIONS = None
HOSTILE_POLICY = (
    "agreement \"A\" { time zone \"Europe/Berlin\" }\r\n"
    "# \x01 \x1b[31m \u202e \ufffe \u65e5\u672c \U0001f600\n"
    "define d = \"]]> & <b> \u65e5\u672c \U0001f600 %0A::error::\" = sc\u00f6re\x1b\x01\n"
    "define e = \"\U0001f600\" = nobody\n"
)


def run(verb, files, *flags, cwd=None, env=None):
    """The command with its answer: exit code, standard output and standard error as bytes."""
    whole = dict(os.environ, **(env or {}))
    for name in ("SLA_FORMAT", "GITHUB_STEP_SUMMARY", "SLA_DOCS_URL"):
        if name not in (env or {}):
            whole.pop(name, None)
    done = subprocess.run([OPTIONS.sla, verb, *files, *flags], capture_output=True, cwd=cwd or OPTIONS.source,
                          env=whole, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def code_examples(folder):
    """The bad examples of the pages that speak of agreements as a whole, as files."""
    codes = Path(OPTIONS.source) / "docs" / "codes"
    base = (codes / "base.sla").read_text(encoding="utf-8")
    files = []
    for page in sorted(codes.glob("SLA2*.md")):
        text = page.read_text(encoding="utf-8")
        fires = re.search(r"^## Fires$(.*?)^## ", text, re.M | re.S)
        block = fires and re.search(r"(<!-- continues: base -->\s*)?^```sla\n(.*?)^```", fires[1], re.M | re.S)
        if not block:  # Not played, or reserved.
            continue
        path = Path(folder) / (page.stem + ".sla")
        path.write_text((base + "\n" if block[1] else "") + block[2], encoding="utf-8")
        files.append(str(path))
    return files


class Reports(unittest.TestCase):
    """One corpus, every format."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        folder = cls.temporary.name
        hostile = os.path.join(os.fsencode(folder), b"a,b:c%25 \"<&>' \xff\n::error::x.sla")
        with open(hostile, "w", encoding="utf-8", newline="") as file:
            file.write(HOSTILE_POLICY)
        bad = sorted(str(path.relative_to(OPTIONS.source))
                     for path in (Path(OPTIONS.source) / "tests/golden/diagnostics/bad").glob("*.sla"))
        cls.assertGreater(cls(), len(bad), 100)
        cls.calls = [("check", bad + [hostile, "no/such\x01.sla"]), ("lint", code_examples(folder)),
                     ("check", ["examples/northwind.sla"])]
        cls.documents = {}

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def answers(self, form):
        """Standard output of each call in a format, which is the same when it is asked for again."""
        if form not in self.documents:
            self.documents[form] = [run(verb, files, "--format", form)[1] for verb, files in self.calls]
        return self.documents[form]

    def reports(self):
        return [json.loads(text) for text in self.answers("json")]

    def findings(self):
        return [finding for report in self.reports() for finding in report["findings"]]

    def test_json_is_what_its_schema_says(self):
        schema = json.loads((Path(OPTIONS.source) / "docs/reference/schemas/sla.diagnostics-1.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        whole = jsonschema.Draft202012Validator(schema)
        line = jsonschema.Draft202012Validator({"$ref": "#/$defs/line", "$defs": schema["$defs"]})
        for text, lines, report in zip(self.answers("json"), self.answers("jsonl"), self.reports()):
            whole.validate(report)
            self.assertEqual(text.decode("utf-8")[-2:], "}\n")
            lines = [json.loads(line) for line in lines.decode("utf-8").splitlines()]
            for entry in lines:
                line.validate(entry)
            self.assertEqual([entry["type"] for entry in lines],
                             ["begin"] + ["finding"] * len(report["findings"]) + ["end"])
            counted = {"error": 0, "warning": 0, "note": 0}
            for finding in report["findings"]:
                counted[finding["severity"]] += 1
            self.assertEqual([report["summary"][key] for key in ("errors", "warnings", "notes")],
                             list(counted.values()))
        self.assertGreater(len(self.findings()), 200)
        self.assertEqual(self.reports()[0]["summary"]["unreadable"], 1)
        self.assertEqual(self.reports()[2]["findings"], [])

    def test_places_are_counted_as_the_schema_says(self):
        for finding in self.findings():
            spans = [finding["span"]] + [label["span"] for label in finding["labels"]]
            for span in spans:
                path = Path(OPTIONS.source) / span["file"]
                if "\ufffd" in span["file"] or not path.exists():
                    continue
                text = path.read_bytes()
                text = text[3:] if text.startswith(b"\xef\xbb\xbf") else text
                for point in (span["start"], span["end"]):
                    before = text[:point["byte"]]
                    line = re.split(rb"\r\n|\n|\r", before)
                    self.assertEqual(point["line"], len(line), finding)
                    characters = line[-1].decode("utf-8")
                    self.assertEqual(point["byte_column"], len(line[-1]) + 1)
                    self.assertEqual(point["column"], len(characters) + 1)
                    self.assertEqual(point["utf16_column"], len(characters.encode("utf-16-le")) // 2 + 1)
                self.assertLessEqual(span["start"]["byte"], span["end"]["byte"])

    def test_sarif_is_what_oasis_says(self):
        schema = json.loads((Path(OPTIONS.checks) / "sarif-2.1.0.json").read_text())
        validator = jsonschema.Draft7Validator(schema)
        for text, report in zip(self.answers("sarif"), self.reports()):
            log = json.loads(text)
            errors = sorted(validator.iter_errors(log), key=str)
            self.assertEqual([str(error)[:2000] for error in errors[:2]], [])
            sarif = log["runs"][0]
            rules = sarif["tool"]["driver"]["rules"]
            self.assertEqual([result["ruleId"] for result in sarif["results"]],
                             [finding["code"] for finding in report["findings"]])
            for result, finding in zip(sarif["results"], report["findings"]):
                rule = rules[result["ruleIndex"]]
                self.assertEqual(rule["id"], result["ruleId"])
                self.assertIn("markdown", rule["help"])
                self.assertNotIn("<!--", rule["help"]["markdown"])
                location = result["locations"][0]["physicalLocation"]
                self.assertEqual(location["region"]["startColumn"], finding["span"]["start"]["utf16_column"])
                self.assertRegex(location["artifactLocation"]["uri"], r"^[A-Za-z0-9._~/%:-]+$")
                self.assertEqual("codeFlows" in result, bool(finding["timeline"]))
            self.assertEqual(sarif["invocations"][0]["executionSuccessful"], report["summary"]["unreadable"] == 0)

    def test_paths_are_those_of_the_repository_wherever_one_stands(self):
        path = "bad/unknown_name.sla"
        _, here, _ = run("check", [path], "--format", "sarif",
                         cwd=os.path.join(OPTIONS.source, "tests/golden/diagnostics"))
        uri = json.loads(here)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        if (Path(OPTIONS.source) / ".git").exists():
            self.assertEqual(uri, "tests/golden/diagnostics/" + path)
        else:
            self.assertEqual(uri, path)

    def test_fingerprints_stay_while_lines_move(self):
        source = (Path(OPTIONS.source) / "tests/golden/diagnostics/bad/too_many_errors.sla").read_text()
        source += "\ndefine d = scor > 50\ndefine d =   scor > 50\n"
        moved = "# One line.\n\n\n" + source.replace("define d = scor > 50\n", "define d  =  scor > 50\n\n")
        known_by = []
        for text in (source, moved):
            path = Path(self.temporary.name) / "moved.sla"
            path.write_text(text)
            findings = json.loads(run("check", [str(path)], "--format", "json")[1])["findings"]
            known_by.append([finding["fingerprint"] for finding in findings])
            self.assertEqual(len(set(known_by[-1])), len(findings), "unique in a file")
        self.assertEqual(*known_by)

    @staticmethod
    def unescaped(text, of_property):
        for code, character in (("%0D", "\r"), ("%0A", "\n")) + ((("%3A", ":"), ("%2C", ",")) if of_property else ()):
            text = text.replace(code, character)
        return text.replace("%25", "%")

    def test_github_reads_back_what_was_meant(self):
        for text, report in zip(self.answers("github"), self.reports()):
            annotations = []
            for line in text.decode("utf-8").splitlines():
                command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
                self.assertIsNotNone(command, line)
                properties = dict(part.split("=", 1) for part in command[2].split(","))
                annotations.append((command[1], {key: self.unescaped(value, True) for key, value in properties.items()},
                                    self.unescaped(command[3], False)))
            failures = [policy for policy in report["policies"] if policy["error"]]
            self.assertEqual(len(annotations), len(report["findings"]) + len(failures))
            for (severity, properties, message), finding in zip(annotations[len(failures):], report["findings"]):
                self.assertEqual(severity, {"note": "notice"}.get(finding["severity"], finding["severity"]))
                self.assertEqual(properties["line"], str(finding["span"]["start"]["line"]))
                self.assertTrue(properties["title"].startswith(finding["code"] + ": "))
                if "\x1b" not in finding["message"]:
                    self.assertEqual(message.split("\n")[0], finding["message"])

    def test_github_is_what_its_own_library_writes(self):
        library = os.path.join(os.path.abspath(OPTIONS.checks), "actions-core", "lib", "command.js")
        write = """
            const { issueCommand } = require(process.argv[1]);
            for (const each of JSON.parse(require("fs").readFileSync(0, "utf8")))
              issueCommand(each.command, each.properties, each.message);
        """
        commands, lines = [], []
        for line in b"".join(self.answers("github")).decode("utf-8").splitlines():
            command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
            properties = dict(part.split("=", 1) for part in command[2].split(","))
            commands.append({"command": command[1], "message": self.unescaped(command[3], False),
                             "properties": {key: self.unescaped(value, True) for key, value in properties.items()}})
            lines.append(line)
        done = subprocess.run(["node", "-e", write, library], input=json.dumps(commands), capture_output=True,
                              text=True, timeout=60, check=True)
        self.assertEqual(done.stdout.split("\n")[:-1], lines)

    def test_github_gets_a_summary_of_the_job(self):
        summary = Path(self.temporary.name) / "summary.md"
        summary.write_text("# Before\n")
        path = "tests/golden/diagnostics/bad/unknown_name.sla"
        env = {"GITHUB_STEP_SUMMARY": str(summary)}
        self.assertEqual(run("check", [path], "--format", "github", env=env)[0], 1)
        self.assertEqual(run("check", ["examples/northwind.sla"], "--format", "github", env=env)[0], 0)
        text = summary.read_text()
        self.assertTrue(text.startswith("# Before\n## sla check\n\nFound "), text)
        self.assertRegex(text, r"\| error \| SLA1001 \| tests/golden/diagnostics/bad/unknown\\_name.sla:\d+ \| ")
        self.assertIn("Nothing found in 1 agreement.", text)
        run("check", [path], "--format", "json", env=env)
        self.assertEqual(summary.read_text(), text, "only with annotations")

    def test_gitlab_has_what_it_needs(self):
        for text, report in zip(self.answers("gitlab"), self.reports()):
            issues = json.loads(text)
            self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))
            for issue in issues:
                self.assertIn(issue["severity"], ("info", "minor", "major", "critical", "blocker"))
                self.assertTrue(issue["description"] and issue["check_name"])
                self.assertGreaterEqual(issue["location"]["lines"]["begin"], 1)
                self.assertNotIn("./", issue["location"]["path"][:2])
            codes = [finding["code"] for finding in report["findings"]]
            self.assertEqual([issue["check_name"] for issue in issues if issue["check_name"] != "unreadable"], codes)

    def test_junit_is_read_by_others(self):
        for text, report in zip(self.answers("junit"), self.reports()):
            expat.ParserCreate().Parse(text, True)
            suites = junitparser.JUnitXml.fromstring(text)
            cases = [case for suite in suites for case in suite]
            results = [result for case in cases for result in case.result]
            failures = [result for result in results if isinstance(result, junitparser.Failure)]
            errors = [result for result in results if isinstance(result, junitparser.Error)]
            self.assertEqual(len(failures), len(report["findings"]))
            self.assertEqual(len(errors), report["summary"]["unreadable"])
            self.assertEqual((suites.tests, suites.failures, suites.errors),
                             (len(cases), len(failures), len(errors)))
            self.assertEqual(len(list(suites)), len(report["policies"]))

    def test_a_line_is_a_finding_in_short_and_agent(self):
        for form in ("short", "agent"):
            for (verb, files), report in zip(self.calls, self.reports()):
                _, out, _ = run(verb, files, "--format", form, "--max-errors", "0")
                lines = out.decode("utf-8", errors="strict").splitlines()
                self.assertEqual(len(lines), len(report["findings"]))
                for line, finding in zip(lines, report["findings"]):
                    self.assertIn(finding["code"], line)

    def test_everything_is_the_same_again(self):
        for form in ("text", "json", "sarif", "junit", "agent"):
            verb, files = self.calls[0]
            first, second = (run(verb, files, "--format", form) for _ in range(2))
            self.assertEqual(first, second)
            self.assertEqual(first[0], 3, "one of the files is not there")

    def test_the_file_holds_what_would_have_been_printed(self):
        path = os.path.join(self.temporary.name, "report.json")
        policy = "tests/golden/diagnostics/bad/unknown_name.sla"
        code, out, err = run("check", [policy], "--output", path, env={"SLA_FORMAT": "json"})
        self.assertEqual((code, out, err), (1, b"", b""))
        self.assertEqual(Path(path).read_bytes(), run("check", [policy], "--format", "json")[1])
        code, _, err = run("check", [policy], "--output", "no/such/folder/report.json")
        self.assertEqual(code, 3)
        self.assertIn(b"no/such/folder/report.json", err)

    def test_links_are_there_where_the_pages_are(self):
        policy = ["tests/golden/diagnostics/bad/unknown_name.sla"]
        env = {"SLA_DOCS_URL": "https://example.com/codes/"}
        for form in ("json", "sarif", "github"):
            _, out, _ = run("check", policy, "--format", form, env=env)
            self.assertIn(b"https://example.com/codes/SLA1001.md", out, form)


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sla", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--checks", required=True)
    OPTIONS, rest = parser.parse_known_args()
    OPTIONS.sla = os.path.abspath(OPTIONS.sla)
    OPTIONS.source = os.path.abspath(OPTIONS.source)
    python = os.path.join(OPTIONS.checks, "python")
    if not os.path.isdir(python):
        sys.exit("reports.py: the checks are missing: run scripts/setup")
    sys.path.insert(0, python)
    global jsonschema, junitparser
    import jsonschema
    import junitparser
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
