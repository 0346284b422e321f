#!/usr/bin/env python3
"""The completion of real shells: bash in a terminal of its own whose keys are pressed here; zsh and fish, where they
are installed, read their scripts and, fish, complete with them; the manual page is set by man's own formatter.

    completion.py --sla build/dev/bin/sla
"""

import argparse
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SLA = None
VERBS = ("check", "lint", "fmt", "run", "explain", "test", "build", "init", "completion")


def script(shell):
    return subprocess.run([SLA, "completion", shell], capture_output=True, text=True, check=True).stdout


class Bash:
    """An interactive bash."""

    def __init__(self, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            environment = {"PATH": os.path.dirname(SLA) + ":/usr/bin:/bin", "TERM": "dumb", "HOME": folder,
                           "PS1": "", "INPUTRC": "/dev/null"}
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], environment)
        self.run("PS1=; bind 'set enable-bracketed-paste off'; stty -echo columns 2000")
        self.run("source <(sla completion bash)")

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def read_until(self, mark):
        text, deadline = "", time.monotonic() + 20
        while mark not in text:
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"bash did not answer; it said {text!r}")
            text += os.read(self.terminal, 65536).decode(errors="replace")
        return text

    def run(self, command):
        self.press(f"{command}; printf '%s\\n' do''ne\n")
        return self.read_until("done\r\n")

    def completed(self, line):
        """The words of the line once all completions of its last word are inserted."""
        # Alt-* inserts them, Ctrl-A goes to the beginning; then the words are printed instead of run.
        self.press(line + "\x1b*\x01printf '<%s>\\n' \x05 'e''nd'\n")
        answer = self.read_until("<end>\r\n")
        return [word.split(">")[0] for word in answer.split("<")[1:-1]]

    def close(self):
        os.write(self.terminal, b"\x03exit\n")
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


class Completion(unittest.TestCase):

    def test_bash(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("agreement.sla", "events.csv", "a name with blanks.sla"):
                Path(folder, name).touch()
            bash = Bash(folder)
            try:
                cases = {
                    "sla che": ["sla", "check"],
                    "sla check --for": ["sla", "check", "--format"],
                    "sla check --format j": ["sla", "check", "--format", "json", "jsonl", "junit"],
                    "sla lint --max-errors 5 --format sar": ["sla", "lint", "--max-errors", "5", "--format", "sarif"],
                    "sla check agr": ["sla", "check", "agreement.sla"],
                    "sla check 'a n": ["sla", "check", "a name with blanks.sla"],
                    "sla run agreement.sla --events ev": ["sla", "run", "agreement.sla", "--events", "events.csv"],
                    "sla --color al": ["sla", "--color", "always"],
                    "sla --library d check --color n": ["sla", "--library", "d", "check", "--color", "never"],
                    "sla completion f": ["sla", "completion", "fish"],
                    "sla check --max-errors agr": ["sla", "check", "--max-errors", "agr"],
                }
                for line, words in cases.items():
                    self.assertEqual(bash.completed(line), words, line)
                verbs = bash.completed("sla ")[1:]
                self.assertTrue(set(VERBS) <= set(verbs), verbs)
                # `=` ends a word for bash: what is inserted follows it.
                self.assertEqual(bash.completed("sla check --format=sa"), ["sla", "check", "--format=sarif"])
            finally:
                bash.close()

    def test_every_verb_and_flag_of_the_help_is_there(self):
        for shell in ("bash", "zsh", "fish"):
            text = script(shell)
            for verb in VERBS:
                self.assertIn(verb, text)
            for flag in ("format", "output", "max-errors", "as-of", "library", "emit-test", "color"):
                self.assertIn(flag, text, shell)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_its_script(self):
        with tempfile.NamedTemporaryFile("w", suffix=".zsh") as file:
            file.write(script("zsh"))
            file.flush()
            done = subprocess.run(["zsh", "-f", "-c", f"autoload -Uz compinit; compinit -D -u; source {file.name}; "
                                   "print ${_comps[sla]}"], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "_sla\n", ""))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes(self):
        with tempfile.TemporaryDirectory() as home:
            path = Path(home, "sla.fish")
            path.write_text(script("fish"))

            def completed(line):
                done = subprocess.run(["fish", "--no-config", "-c", f"source {path}; complete -C '{line}'"],
                                      capture_output=True, text=True, timeout=60, check=False,
                                      env={"HOME": home, "PATH": os.environ["PATH"]})
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                return [answer.split("\t")[0] for answer in done.stdout.splitlines()]

            self.assertEqual(completed("sla che"), ["check"])
            self.assertEqual(completed("sla check --format j"), ["json", "jsonl", "junit"])
            self.assertIn("--max-errors", completed("sla lint --ma"))

    @unittest.skipUnless(shutil.which("man") or shutil.which("groff"), "neither man nor groff is installed")
    def test_the_manual_page_is_set_without_warnings(self):
        with tempfile.NamedTemporaryFile("w", suffix=".1") as file:
            file.write(script("man"))
            file.flush()
            command = (["groff", "-man", "-Tutf8", "-ww", file.name] if shutil.which("groff")
                       else ["man", "--warnings=w", "-l", file.name])
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for verb in VERBS:
                self.assertIn("sla " + verb, done.stdout.replace("\b", ""))


def main():
    global SLA
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sla", required=True)
    options, rest = parser.parse_known_args()
    SLA = os.path.abspath(options.sla)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
