"""Events and rosters for libsla: what others export as Arrow streams, and plain rows."""

from __future__ import annotations

import array
import ctypes
import itertools
from ctypes import c_void_p
from typing import Any, Iterable, List, Mapping, Tuple

from ._abi import GET, GET_ERROR, RELEASE, ArrowArray, ArrowArrayStream, ArrowSchema
from ._arrow_out import STREAM_NAME, pointer_of_capsule
from ._cells import cell


def _released(struct: Any) -> Any:
    """What a release function does when Python owns the memory: it says that it was called."""
    offset = struct.release.offset

    def let_go(address: int) -> None:
        c_void_p.from_address(address + offset).value = None
    return RELEASE(let_go)


_RELEASE_SCHEMA, _RELEASE_ARRAY = _released(ArrowSchema), _released(ArrowArray)
_RELEASE_STREAM = _released(ArrowArrayStream)


@GET_ERROR
def _no_error(_stream: int) -> int:
    return 0


def _pointers(structs: List[Any], kind: Any) -> Any:
    return (ctypes.POINTER(kind) * len(structs))(*map(ctypes.pointer, structs))


def _columns(rows: Iterable[Mapping[str, Any]], what: str) -> Tuple[List[str], List[List[str]], int]:
    """Cells as text by column; an empty one says nothing."""
    taken: List[Mapping[str, Any]] = []
    names = {}
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"{what}: row {at} is a {type(row).__name__}; give dicts, or a table that has "
                            "__arrow_c_stream__ (pyarrow, polars, pandas from 2.2 on)")
        taken.append(row)
        names.update(dict.fromkeys(row))
    def text(row: Mapping[str, Any], at: int, name: str) -> str:
        value = row.get(name)
        return "" if value is None else value if type(value) is str else cell(value, f"{what}: row {at}: {name}")
    return list(names), [[text(row, at, name) for at, row in enumerate(taken)] for name in names], len(taken)


class _Rows:
    """Rows as one Arrow batch of text columns. All of it must live until libsla has read and released it."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], what: str) -> None:
        names, columns, count = _columns(rows, what)
        self._keep: List[Any] = []
        self._schema = self._schema_of(names)
        self._batch = self._batch_of(columns, count)
        self._given = False
        self._get_schema = GET(lambda _, out: self._move(self._schema, out))
        self._get_next = GET(lambda _, out: self._next(out))
        self._stream = ArrowArrayStream(self._get_schema, self._get_next, _no_error, _RELEASE_STREAM, None)
        self.address = ctypes.addressof(self._stream)

    def _schema_of(self, names: List[str]) -> ArrowSchema:
        encoded = [name.encode("utf-8") for name in names]
        children = [ArrowSchema(b"U", name, None, 2, 0, None, None, _RELEASE_SCHEMA, None) for name in encoded]
        pointers = _pointers(children, ArrowSchema)
        self._keep += [encoded, children, pointers]
        return ArrowSchema(b"+s", b"", None, 0, len(children), pointers, None, _RELEASE_SCHEMA, None)

    def _batch_of(self, columns: List[List[str]], count: int) -> ArrowArray:
        children = []
        for cells in columns:
            encoded = [text.encode("utf-8") for text in cells]
            ends = array.array("q", itertools.accumulate(map(len, encoded), initial=0))
            data = b"".join(encoded)
            buffers = (c_void_p * 3)(None, ends.buffer_info()[0],
                                     ctypes.cast(ctypes.c_char_p(data), c_void_p).value)
            children.append(ArrowArray(count, 0, 0, 3, 0, buffers, None, None, _RELEASE_ARRAY, None))
            self._keep += [ends, data, buffers]
        pointers, validity = _pointers(children, ArrowArray), (c_void_p * 1)(None)
        self._keep += [children, pointers, validity]
        return ArrowArray(count, 0, 0, 1, len(children), validity, pointers, None, _RELEASE_ARRAY, None)

    @staticmethod
    def _move(struct: Any, out: int) -> int:
        ctypes.memmove(out, ctypes.addressof(struct), ctypes.sizeof(struct))
        return 0

    def _next(self, out: int) -> int:
        if self._given:
            ctypes.memset(out, 0, ctypes.sizeof(ArrowArray))
            return 0
        self._given = True
        return self._move(self._batch, out)


class _Capsule:
    def __init__(self, exporter: Any) -> None:
        self._capsule = exporter.__arrow_c_stream__()
        self.address = pointer_of_capsule(self._capsule, STREAM_NAME)


def stream_of(data: Any, what: str) -> Any:
    """An object whose `address` is that of an ArrowArrayStream; keep it until libsla has read the stream."""
    return _Capsule(data) if hasattr(data, "__arrow_c_stream__") else _Rows(data, what)
