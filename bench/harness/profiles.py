"""Where the time goes, kept when a gate is missed: build/bench/profiles/NAME.txt."""

import subprocess

from .context import OUT, scratch


def keep_callgrind(name, command, lines=60):
    """Inclusive instruction counts of a command, the dearest functions first. Quietly nothing without valgrind."""
    profiles = OUT / "profiles"
    profiles.mkdir(parents=True, exist_ok=True)
    with scratch() as folder:
        out = folder / "callgrind.out"
        try:
            subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *[str(c) for c in command]],
                           capture_output=True, timeout=600)
            text = subprocess.run(["callgrind_annotate", "--inclusive=yes", str(out)], capture_output=True, text=True,
                                  timeout=120).stdout
        except (OSError, subprocess.TimeoutExpired):
            return None
    path = profiles / f"{name}.txt"
    path.write_text("\n".join(line[:200] for line in text.splitlines()[:lines]) + "\n")
    return path
