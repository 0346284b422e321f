"""Tables of an outcome."""

from __future__ import annotations

import ctypes
from typing import Any, Dict, Iterator, List, Optional

from . import _arrow_out
from ._abi import ArrowArrayStream, call, lib


class Table:
    """One table of an outcome. Arrow libraries take it without a copy:

        pyarrow.table(outcome.verdicts)
        polars.DataFrame(outcome.verdicts)
        pandas.DataFrame.from_arrow(outcome.verdicts)        # pandas 3; before: pyarrow.table(...).to_pandas()

    and without one, it is an iterable of dicts with datetimes in UTC, ints, texts and None.
    """

    def __init__(self, outcome: Any, which: int) -> None:
        self._outcome, self._which = outcome, which
        self._rows: Optional[List[Dict[str, Any]]] = None

    def _stream(self) -> ArrowArrayStream:
        stream = ArrowArrayStream()
        call(lib.sla_outcome_table, self._outcome.pointer, self._which, ctypes.addressof(stream))
        return stream

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule interface. `requested_schema` is a wish, which is not granted."""
        return _arrow_out.capsule(self._stream())

    def to_dicts(self) -> List[Dict[str, Any]]:
        return list(self)

    def _all(self) -> List[Dict[str, Any]]:
        if self._rows is None:
            self._rows = _arrow_out.rows(self._stream())
        return self._rows

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        return map(dict, self._all())

    def __len__(self) -> int:
        return len(self._all())
