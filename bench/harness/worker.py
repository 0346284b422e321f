"""Processes that are told what to do, a line at a time, and answer each with a line of JSON.

Every engine and every peer is one, so that repetitions can take turns: what else the machine does then
slows all of them alike.
"""

import json
import os
import select
import subprocess
import tempfile
import time


class WorkerFailed(Exception):
    """The worker ended, said something else than JSON, or took too long; the text says which and why."""


class Worker:
    def __init__(self, command, env=None, start_within=300):
        self._errors = tempfile.TemporaryFile()
        self._command = [str(c) for c in command]
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
                env={**os.environ, **(env or {})})
        except OSError as error:
            self._errors.close()
            raise WorkerFailed(f"{self._command[0]}: {error.strerror}") from error
        self._rest = b""
        self.about = self._read(start_within)

    def ask(self, line, within=600):
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise WorkerFailed(self._last_words()) from None
        return self._read(within)

    def _read(self, within):
        """The next line that is JSON; libraries like to greet on standard output."""
        until = time.monotonic() + within
        while True:
            line, newline, rest = self._rest.partition(b"\n")
            if newline:
                self._rest = rest
                if line.startswith(b"{"):
                    return json.loads(line)
                continue
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
                self.close()
                raise WorkerFailed(f"no answer within {within} s")
            more = os.read(self._process.stdout.fileno(), 1 << 16)
            if not more:
                self._process.wait()
                raise WorkerFailed(self._last_words())
            self._rest += more

    def _last_words(self):
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"ended with exit code {self._process.poll()}"

    def peak_memory(self):
        """The most memory that the process has had resident, in bytes; None where nobody says."""
        try:
            with open(f"/proc/{self._process.pid}/status") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        return int(line.split()[1]) * 1024
        except OSError:
            pass
        return None

    def close(self):
        """Ends the process; more than once does no harm."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
        self._errors.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
