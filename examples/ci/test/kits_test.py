"""The kits, run: schemas of the files, every step of the GitHub action and every job of the GitLab template in bash with
the environment that the platform documents, and pre-commit itself on a repository."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import yaml

KITS = Path(__file__).resolve().parent.parent
WORK = Path(os.environ["SLA_CI_WORK"])
TEMPLATES = ["simple", "both-sides", "dont-be-on-it", "speed-to-lead", "twenty-one-days", "two-segments"]
COMPARES = b"\n  diff " in subprocess.run(["sla", "--help"], capture_output=True).stdout


def run(command, cwd, check=True, **more):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def git(folder, *arguments):
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "init.defaultBranch=main"]
    return run(["git", *who, *arguments], folder).stdout.strip()


class Kit(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(dir=WORK))
        self.addCleanup(shutil.rmtree, self.folder)

    def project(self, template="simple"):
        folder = self.folder / template
        run(["sla", "init", folder, "--template", template], self.folder)
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "as it was made")
        return folder


def damage(folder):
    """A defect that lint finds, a line that is not in the style, and a test that fails."""
    agreement = folder / "agreement.sla"
    text = agreement.read_text()
    assert "4 business hours" in text
    agreement.write_text(text.replace("4 business hours", "4   business hours", 1))
    calendar = folder / "calendar.sla"
    text, count = re.subn(r"(\d\d:\d\d-\d\d:\d\d)", r"\1, 12:00-13:00", calendar.read_text(), count=1)
    assert count == 1
    calendar.write_text(text)
    tests = folder / "tests.sla"
    tests.write_text(re.sub(r" met\b", " breached", tests.read_text(), count=1))


# ---- schemas --------------------------------------------------------------------------------------------------------------


class Schemas(Kit):
    def check(self, schema, path):
        run(["check-jsonschema", "--builtin-schema", schema, path], KITS)

    def test_github(self):
        self.check("vendor.github-actions", KITS / "github/action.yml")
        self.check("vendor.github-workflows", KITS / "github/workflow.yml")

    def test_gitlab(self):
        self.check("vendor.gitlab-ci", KITS / "gitlab/sla.gitlab-ci.yml")
        self.check("vendor.gitlab-ci", KITS / "gitlab/gitlab-ci.yml")

    def test_pre_commit(self):
        run(["pre-commit", "validate-manifest", KITS / "pre-commit/.pre-commit-hooks.yaml"], KITS)
        run(["pre-commit", "validate-config", KITS / "pre-commit/pre-commit-config.yaml"], KITS)

    def test_a_schema_refuses_what_is_wrong(self):
        wrong = self.folder / "action.yml"
        wrong.write_text((KITS / "github/action.yml").read_text().replace("using: composite", "using: compost"))
        self.assertNotEqual(run(["check-jsonschema", "--builtin-schema", "vendor.github-actions", wrong], KITS,
                                check=False).returncode, 0)

    def test_projects_have_the_kit(self):
        common = KITS.parent.parent / "stdlib/templates/common"
        for name in ("action.yml", "workflow.yml"):
            self.assertEqual((common / name).read_text(), (KITS / "github" / name).read_text(), name)


# ---- GitHub ---------------------------------------------------------------------------------------------------------------


class Action:
    """Runs a composite action as GitHub's runner does: values filled into `with` and `env`, conditions, outputs."""

    def __init__(self, folder, inputs, event):
        self.action = yaml.safe_load((KITS / "github/action.yml").read_text())
        self.folder, self.outputs, self.used, self.log = folder, {}, [], ""
        self.runner = Path(tempfile.mkdtemp(dir=WORK))
        self.summary = self.runner / "summary.md"
        self.github = {"github.token": "secret", "github.event_name": event.pop("name"), **event}
        self.inputs = {name: one.get("default", "") for name, one in self.action["inputs"].items()}
        unknown = set(inputs) - set(self.inputs)
        assert not unknown, unknown
        self.inputs.update(inputs)

    def value(self, expression):
        expression = expression.strip()
        if "||" in expression:
            first, _, rest = expression.partition("||")
            return self.value(first) or self.value(rest)
        if "&&" in expression:
            return all(self.value(part) for part in expression.split("&&"))
        if "==" in expression:
            left, right = expression.split("==")
            return self.value(left) == self.value(right)
        if expression.startswith("'"):
            return expression.strip("'")
        if expression.startswith("inputs."):
            return self.filled(self.inputs[expression.removeprefix("inputs.")])
        found = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", expression)
        if found:
            return self.outputs.get(found[1], {}).get(found[2], "")
        if expression in self.github:
            return self.github[expression]
        raise AssertionError(f"the test does not know `{expression}`")

    def filled(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(self.value(found[1])), str(text))

    def run(self):
        failed = False
        for number, step in enumerate(self.action["runs"]["steps"]):
            if "if" in step and not self.value(step["if"]):
                continue
            if "uses" in step:
                self.used.append((step["uses"], {k: self.filled(v) for k, v in step.get("with", {}).items()}))
                continue
            assert step["shell"] == "bash" and "${{" not in step["run"], "values go through the environment"
            output = self.runner / f"output{number}"
            output.touch()
            script = self.runner / f"step{number}.sh"
            script.write_text(step["run"])
            env = {"PATH": os.environ["PATH"], "HOME": str(self.runner), "CI": "true", "GITHUB_ACTIONS": "true",
                   "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.summary),
                   "GITHUB_WORKSPACE": str(self.folder), "SLA_CACHE": "off", "GH_LOG": str(self.runner / "gh"),
                   **{k: self.filled(v) for k, v in step.get("env", {}).items()}}
            cwd = self.folder / self.filled(step.get("working-directory", "."))
            # As the runner calls it.
            done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd, check=False, env=env)
            self.log += done.stdout + done.stderr
            if "id" in step:
                self.outputs[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())
            if done.returncode != 0:
                failed = True
                break
        shutil.rmtree(self.runner) if not self.summary.exists() else None
        return 1 if failed else 0


class GitHub(Kit):
    INPUTS = {"files": "agreement.sla calendar.sla", "tests": "tests.sla"}

    def act(self, folder, inputs=None, **event):
        action = Action(folder, {**self.INPUTS, **(inputs or {})}, {"name": "push", **event})
        self.addCleanup(shutil.rmtree, action.runner, True)
        return action, action.run()

    def test_a_sound_project_passes(self):
        folder = self.project()
        action, code = self.act(folder)
        self.assertEqual(code, 0, action.log)
        self.assertEqual(action.used, [("github/codeql-action/upload-sarif@v3",
                                        {"sarif_file": str(folder / "sla.sarif"), "category": "sla"})])
        sarif = json.loads((folder / "sla.sarif").read_text())
        self.assertEqual(sarif["version"], "2.1.0")
        self.assertNotIn("::error", action.log)

    def test_everything_that_is_wrong_is_told(self):
        folder = self.project()
        damage(folder)
        action, code = self.act(folder)
        self.assertEqual(code, 1, action.log)
        self.assertRegex(action.log, r"::warning file=calendar\.sla,line=\d+.*SLA2005")
        self.assertIn("SLA2005", action.summary.read_text())
        self.assertIn("agreement.sla is not formatted", action.log)
        for step in ("lint", "style", "tests"):
            self.assertIn(f"failed: {step} (exit code 1)", action.log)
        results = json.loads((folder / "sla.sarif").read_text())["runs"][0]["results"]
        self.assertIn("SLA2005", [one["ruleId"] for one in results])

    def test_inputs_are_followed(self):
        folder = self.project()
        damage(folder)
        run(["sla", "fmt", "agreement.sla"], folder)
        git(folder, "checkout", "-q", "tests.sla")
        self.assertEqual(self.act(folder)[1], 1)
        self.assertEqual(self.act(folder, {"fail-on": "error"})[1], 0)
        run(["sla", "lint", "agreement.sla", "--write-baseline", "known.json"], folder)
        action, code = self.act(folder, {"baseline": "known.json", "upload-sarif": "false"})
        self.assertEqual(code, 0, action.log)
        self.assertEqual(action.used, [])

    def test_a_runner_without_sla_is_told_so(self):
        action = Action(self.project(), self.INPUTS, {"name": "push"})
        self.addCleanup(shutil.rmtree, action.runner, True)
        step = action.action["runs"]["steps"][0]["run"]
        done = run(["bash", "-eo", "pipefail", "-c", step], self.folder, check=False, env={"PATH": "/usr/bin:/bin"})
        if shutil.which("sla", path="/usr/bin:/bin"):
            self.skipTest("sla is installed here")
        self.assertEqual(done.returncode, 3)
        self.assertIn("::error::sla is not in the path", done.stdout)

    @unittest.skipUnless(COMPARES, "this sla has no `diff`")
    def test_a_pull_request_gets_a_comment(self):
        folder = self.project()
        base = git(folder, "rev-parse", "HEAD")
        agreement = folder / "agreement.sla"
        agreement.write_text(agreement.read_text().replace("4 business hours", "2 business hours"))
        # Stands in for GitHub's command: keeps what it is asked to say.
        stub = self.folder / "bin"
        stub.mkdir()
        (stub / "gh").write_text('#!/bin/sh\necho "$@" >> "$GH_LOG"\ncat "$5" >> "$GH_LOG"\n')
        (stub / "gh").chmod(0o755)
        path = os.environ["PATH"]
        os.environ["PATH"] = f"{stub}:{path}"
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        action, _ = self.act(folder, **{"name": "pull_request", "github.event.pull_request.base.sha": base,
                                        "github.event.pull_request.number": "7"})
        said = (action.runner / "gh").read_text()
        self.assertIn("pr comment 7 --body-file sla-diff.md", said)
        self.assertIn("first_contact", said)


# ---- GitLab ---------------------------------------------------------------------------------------------------------------


class GitLab(Kit):
    VARIABLES = {"SLA_FILES": "agreement.sla calendar.sla", "SLA_TESTS": "tests.sla"}

    def jobs(self, folder):
        """Exit code of each job, run as a shell runner does, and its artefacts."""
        kit = yaml.safe_load((KITS / "gitlab/sla.gitlab-ci.yml").read_text())
        env = {**os.environ, **kit["variables"], **self.VARIABLES, "CI": "true", "GITLAB_CI": "true",
               "CI_PROJECT_DIR": str(folder)}
        codes = {}
        for name, job in kit.items():
            if name == "variables":
                continue
            script = "set -eo pipefail\n" + "\n".join(job["script"])
            codes[name] = run(["bash", "-c", script], folder, check=False, env=env).returncode
            for path in job.get("artifacts", {}).get("paths", []):
                self.assertTrue((folder / path).is_file(), path)
        return codes

    def test_a_sound_project_passes(self):
        folder = self.project()
        self.assertEqual(self.jobs(folder), {"sla-lint": 0, "sla-style": 0, "sla-test": 0})
        self.assertEqual(json.loads((folder / "gl-code-quality-report.json").read_text()), [])

    def test_reports_hold_what_is_wrong(self):
        folder = self.project()
        damage(folder)
        self.assertEqual(self.jobs(folder), {"sla-lint": 1, "sla-style": 1, "sla-test": 1})
        found = json.loads((folder / "gl-code-quality-report.json").read_text())
        self.assertIn("SLA2005", [one["check_name"] for one in found])
        for one in found:
            self.assertLessEqual({"description", "check_name", "fingerprint", "severity", "location"}, set(one))
        self.assertIn("<failure", (folder / "sla-tests.xml").read_text())


# ---- pre-commit -----------------------------------------------------------------------------------------------------------


class PreCommit(Kit):
    def setUp(self):
        super().setUp()
        self.hooks = self.folder / "hooks"
        shutil.copytree(KITS / "pre-commit", self.hooks)
        git(self.hooks, "init", "-q")
        git(self.hooks, "add", "-A")
        git(self.hooks, "commit", "-qm", "hooks")
        git(self.hooks, "tag", "v1")

    def commit_checks(self, folder):
        config = (KITS / "pre-commit/pre-commit-config.yaml").read_text()
        (folder / ".pre-commit-config.yaml").write_text(
            re.sub(r"repo: \S+", f"repo: {self.hooks}", config))
        git(folder, "add", "-A")
        env = {**os.environ, "PRE_COMMIT_HOME": str(self.folder / "home"), "PRE_COMMIT_COLOR": "never"}
        return run(["pre-commit", "run", "--all-files"], folder, check=False, env=env)

    def test_a_sound_project_passes(self):
        done = self.commit_checks(self.project())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("Passed"), 3, done.stdout)

    def test_what_is_wrong_stops_the_commit(self):
        folder = self.project()
        damage(folder)
        done = self.commit_checks(folder)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.count("Failed"), 3, done.stdout)
        self.assertIn("SLA2005", done.stdout)
        self.assertIn("formatted agreement.sla", done.stdout)


# ---- projects -------------------------------------------------------------------------------------------------------------


class Projects(Kit):
    def test_every_template_passes_what_its_workflow_runs(self):
        for template in TEMPLATES:
            with self.subTest(template):
                folder = self.project(template)
                workflow = yaml.safe_load((folder / ".github/workflows/agreement.yml").read_text())
                steps = workflow["jobs"]["agreement"]["steps"]
                kit = next(step for step in steps if step.get("uses") == "./.github/actions/sla")
                self.assertTrue((folder / ".github/actions/sla/action.yml").is_file())
                action = Action(folder, kit["with"], {"name": "push"})
                self.addCleanup(shutil.rmtree, action.runner, True)
                self.assertEqual(action.run(), 0, action.log)


if __name__ == "__main__":
    unittest.main()
