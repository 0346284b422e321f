"""Values of Python as a cell of a log says them (docs/reference/data.md)."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

from ._time import check_zone


def _duration(value: dt.timedelta, what: str) -> str:
    seconds, rest = divmod(value // dt.timedelta(microseconds=1), 1_000_000)
    if rest or seconds < 0:
        raise ValueError(f"{what} {value} is no duration of whole seconds from 0 on")
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def cell(value: Any, what: str) -> str:
    """`what`: the name to use in errors. TypeError for a type that no field takes."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, decimal.Decimal)):
        number = decimal.Decimal(repr(value)) if isinstance(value, float) else value
        if not number.is_finite():
            raise ValueError(f"{what} is {value}, which is no number; leave it out or give None")
        return format(number, "f")
    if isinstance(value, dt.datetime):
        check_zone(value, what)
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return _duration(value, what)
    raise TypeError(f"{what} is a {type(value).__name__}; a value is a str, bool, int, float, Decimal, datetime with a "
                    "time zone, date, timedelta or None")
