"""Tables of libsla as Arrow streams for others, and as rows for whoever has no Arrow library."""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_void_p, py_object
from typing import Any, Callable, Dict, List, Sequence

from . import _time
from ._abi import ArrowArray, ArrowArrayStream, ArrowSchema

STREAM_NAME = b"arrow_array_stream"

_new_capsule = ctypes.PYFUNCTYPE(py_object, c_void_p, c_char_p, c_void_p)(("PyCapsule_New", ctypes.pythonapi))
pointer_of_capsule = ctypes.PYFUNCTYPE(c_void_p, py_object, c_char_p)(("PyCapsule_GetPointer", ctypes.pythonapi))
# Of a capsule that is being destroyed, which must not be counted up again.
_pointer_of_dying = ctypes.PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(("PyCapsule_GetPointer", ctypes.pythonapi))

_exported: Dict[int, ArrowArrayStream] = {}


def release(stream: ArrowArrayStream) -> None:
    if stream.release:
        stream.release(ctypes.addressof(stream))


# Defaults instead of globals: a capsule may die when the module's names are gone already.
@ctypes.PYFUNCTYPE(None, c_void_p)
def _destroy(capsule: int, pointer: Any = _pointer_of_dying, name: bytes = STREAM_NAME, exported: Any = _exported,
             let_go: Any = release) -> None:
    stream = exported.pop(pointer(capsule, name), None)
    if stream is not None:
        let_go(stream)


ctypes.pythonapi.Py_IncRef(py_object(_destroy))


def capsule(stream: ArrowArrayStream) -> Any:
    """A capsule that owns the stream, as the Arrow PyCapsule interface has it."""
    address = ctypes.addressof(stream)
    _exported[address] = stream
    return _new_capsule(address, STREAM_NAME, ctypes.cast(_destroy, c_void_p))


def _bits(address: int, begin: int, count: int) -> List[bool]:
    data = ctypes.string_at(address + begin // 8, (begin % 8 + count + 7) // 8)
    return [bool(data[at >> 3] >> (at & 7) & 1) for at in range(begin % 8, begin % 8 + count)]


def _numbers(code: str, size: int) -> Callable[[ArrowArray], Sequence[Any]]:
    def read(array: ArrowArray) -> Sequence[Any]:
        data = ctypes.string_at(array.buffers[1] + array.offset * size, array.length * size)
        return memoryview(data).cast(code).tolist()  # type: ignore[arg-type]
    return read


def _text(code: str, size: int) -> Callable[[ArrowArray], Sequence[Any]]:
    def read(array: ArrowArray) -> Sequence[Any]:
        data = ctypes.string_at(array.buffers[1] + array.offset * size, (array.length + 1) * size)
        ends = memoryview(data).cast(code).tolist()  # type: ignore[arg-type]
        text = ctypes.string_at(array.buffers[2], ends[-1]) if ends[-1] else b""
        return [text[begin:end].decode("utf-8") for begin, end in zip(ends, ends[1:])]
    return read


def _instants(array: ArrowArray) -> Sequence[Any]:
    return [_time.instant(value) for value in _numbers("q", 8)(array)]


_READERS = {"l": _numbers("q", 8), "i": _numbers("i", 4), "g": _numbers("d", 8), "u": _text("i", 4),
            "U": _text("q", 8), "b": lambda array: _bits(array.buffers[1], array.offset, array.length),
            "tsu:UTC": _instants}


def _column(format_: str, array: ArrowArray) -> List[Any]:
    if array.length == 0:
        return []
    values = list(_READERS[format_](array))
    if array.null_count != 0 and array.buffers[0]:
        valid = _bits(array.buffers[0], array.offset, array.length)
        values = [value if said else None for value, said in zip(values, valid)]
    return values


def _check(status: int, stream: ArrowArrayStream) -> None:
    if status != 0:
        said = stream.get_last_error(ctypes.addressof(stream))
        raise OSError(status, ctypes.string_at(said).decode("utf-8", "replace") if said else "cannot read the table")


def rows(stream: ArrowArrayStream) -> List[Dict[str, Any]]:
    """Reads a stream of libsla to its end and releases it."""
    schema, array, made = ArrowSchema(), ArrowArray(), []  # type: ArrowSchema, ArrowArray, List[Dict[str, Any]]
    address = ctypes.addressof(stream)
    try:
        _check(stream.get_schema(address, ctypes.addressof(schema)), stream)
        columns = [schema.children[at].contents for at in range(schema.n_children)]
        names = [column.name.decode("utf-8") for column in columns]
        formats = [column.format.decode("utf-8") for column in columns]
        while True:
            _check(stream.get_next(address, ctypes.addressof(array)), stream)
            if not array.release:
                return made
            try:
                cells = [_column(format_, array.children[at].contents) for at, format_ in enumerate(formats)]
                made.extend(dict(zip(names, row)) for row in zip(*cells))
            finally:
                array.release(ctypes.addressof(array))
    finally:
        if schema.release:
            schema.release(ctypes.addressof(schema))
        release(stream)
