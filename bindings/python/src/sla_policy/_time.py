"""Instants: microseconds since 1970 UTC below, datetimes with a zone above."""

from __future__ import annotations

import datetime as dt
from typing import Optional, Union

from ._abi import NO_TIME

Instant = Union[dt.datetime, int]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
_MICRO = dt.timedelta(microseconds=1)


def check_zone(value: dt.datetime, what: str) -> None:
    if value.utcoffset() is None:
        raise ValueError(f"{what} {value.isoformat(' ')} has no time zone, so it may mean some forty instants, and a "
                         "promise of an hour is kept at one of them and broken at another; say which, for instance "
                         f"{what}.replace(tzinfo=ZoneInfo('America/New_York'))")


def micros(value: Instant, what: str = "time") -> int:
    """Takes a datetime with a zone, or microseconds since 1970 UTC."""
    if isinstance(value, dt.datetime):
        check_zone(value, what)
        return (value - _EPOCH) // _MICRO
    if isinstance(value, int) and not isinstance(value, bool):
        if not -(2**63) <= value < NO_TIME:
            raise ValueError(f"{what} {value} is not microseconds since 1970 UTC")
        return value
    raise TypeError(f"{what} must be a datetime with a time zone, not {type(value).__name__}")


def parse(value: Union[Instant, str], what: str = "ts") -> int:
    """The same, or an RFC 3339 text with an offset."""
    if not isinstance(value, str):
        return micros(value, what)
    said = value.strip()
    try:  # Pythons before 3.11 do not read a Z.
        return micros(dt.datetime.fromisoformat(said[:-1] + "+00:00" if said[-1:] in "Zz" else said), what)
    except ValueError as error:
        if "no time zone" in str(error):
            raise
        raise ValueError(f"{what} {value!r} is no time such as 2026-03-06T16:20:00-05:00") from None


def instant(value: int) -> Optional[dt.datetime]:
    """In UTC; None for no instant."""
    return None if value == NO_TIME else _EPOCH + dt.timedelta(microseconds=value)


def span(value: int) -> Optional[dt.timedelta]:
    return None if value == NO_TIME else dt.timedelta(microseconds=value)


def width(value: Optional[dt.timedelta], what: str) -> int:
    """A length of time from 0 on; None is 0."""
    if value is None:
        return 0
    if not isinstance(value, dt.timedelta) or value < dt.timedelta(0):
        raise ValueError(f"{what} must be a timedelta from 0 on, not {value!r}")
    return value // _MICRO
