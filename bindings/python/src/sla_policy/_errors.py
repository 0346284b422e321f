"""What can go wrong."""

from __future__ import annotations


class SlaError(Exception):
    """Something that libsla refused; the text says what, where, why and what to do."""


class PolicyError(SlaError):
    """A policy cannot be opened: it is not there, damaged, or of another format or machine."""


class DataError(SlaError):
    """Events or a roster cannot be read, or data has problems and `strict` was asked for."""


class EventError(SlaError, ValueError):
    """An event that the policy cannot take: an unknown name, a value that does not fit. The session left it out."""


class Refused(SlaError):
    """Not now: the clock of a session does not go back."""


class SnapshotError(SlaError):
    """Bytes that are no snapshot, damaged, or of another policy or version."""


INVALID_ARGUMENT, OUT_OF_MEMORY, UNREADABLE, INCOMPATIBLE, CORRUPT, BAD_DATA, REFUSED, INTERNAL = range(1, 9)


def error_of(status: int, message: str, policy: type = PolicyError) -> Exception:
    """The exception for a status of sla.h. `policy`: for what cannot be opened."""
    if status == INVALID_ARGUMENT:
        return ValueError(message)
    if status == OUT_OF_MEMORY:
        return MemoryError(message)
    if status in (UNREADABLE, INCOMPATIBLE, CORRUPT):
        return policy(message)
    return {BAD_DATA: DataError, REFUSED: Refused}.get(status, SlaError)(message)
