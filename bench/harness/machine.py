"""What a run was made on and with."""

import datetime
import os
import platform
import subprocess
from pathlib import Path


def _first(path, key):
    try:
        for line in Path(path).read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == key:
                return value.strip()
    except OSError:
        pass
    return "unknown"


def _output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def describe(root, build, peers):
    compiler = _output("c++", "--version").splitlines()
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": platform.release(),
        "load_before": [round(x, 2) for x in os.getloadavg()],
        "sla": _output(str(build / "bin/sla"), "--version"),
        "commit": _output("git", "-C", str(root), "rev-parse", "--short", "HEAD"),
        "compiler": compiler[0] if compiler else "unknown",
        "peers": peers,
    }
