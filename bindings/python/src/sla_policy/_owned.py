"""Objects of libsla that Python owns."""

from __future__ import annotations

import weakref
from typing import Any, Callable


class Owned:
    """A pointer that is freed with its last reference, or by close()."""

    def __init__(self, pointer: Any, free: Callable[[Any], None]) -> None:
        self._pointer = pointer
        self._free = weakref.finalize(self, free, pointer)
        # Others may still run at exit, and the process gives everything back.
        self._free.atexit = False

    @property
    def pointer(self) -> Any:
        if not self._free.alive:
            raise ValueError("this was closed")
        return self._pointer

    def close(self) -> None:
        self._free()
