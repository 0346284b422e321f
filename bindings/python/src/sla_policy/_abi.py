"""sla.h for ctypes: structs, functions, and the library they are in."""

from __future__ import annotations

import ctypes
import os
import pathlib
from ctypes import POINTER, Structure, byref, c_char, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any, Optional

from ._errors import PolicyError, error_of

ABI_VERSION = 1
NO_TIME = 2**63 - 1
NO_ID = 2**32 - 1


class Text(Structure):
    # The pointer as a number: c_char_p would stop at a zero byte.
    _fields_ = [("data", c_void_p), ("size", c_size_t)]


class Error(Structure):
    _fields_ = [("struct_size", c_uint32), ("status", c_int32), ("message", c_char * 1016)]


class PolicyInfo(Structure):
    _fields_ = [("struct_size", c_uint32), ("record_count", c_uint32), ("clause_count", c_uint32),
                ("reserved", c_uint32), ("version", c_int64), ("title", c_char_p), ("semantic_hash", c_char_p),
                ("tzdb_version", c_char_p), ("sla_version", c_char_p), ("target", c_char_p)]


class HistoryOptions(Structure):
    _fields_ = [("struct_size", c_uint32), ("threads", c_int32), ("strict", c_int32), ("reserved", c_uint32)]


class SessionOptions(Structure):
    _fields_ = [("struct_size", c_uint32), ("record", c_int32), ("roster", c_void_p), ("lateness", c_int64),
                ("retention", c_int64)]


class Value(Structure):
    _fields_ = [("name", Text), ("field", c_int32), ("kind", c_int32), ("number", c_int64), ("text", Text)]


class Event(Structure):
    _fields_ = [("struct_size", c_uint32), ("kind", c_int32), ("subject", Text), ("subject_id", c_uint32),
                ("code", c_int32), ("event", Text), ("time", c_int64), ("owner", Text), ("team", Text),
                ("actor", Text), ("id", Text), ("into", Text), ("sequence", c_int64), ("values", POINTER(Value)),
                ("value_count", c_size_t)]


class Verdict(Structure):
    _fields_ = [(name, Text) for name in ("clause", "subject", "tier", "status_name", "owner", "team", "record")] + [
        (name, c_int64) for name in ("start", "due", "breach", "stop", "elapsed_business", "elapsed_wall")] + [
        ("cycle", c_uint64), ("version", c_int64), ("clause_index", c_int32), ("status", c_int32)]


class Action(Structure):
    _fields_ = [(name, Text) for name in
                ("key", "kind", "state", "clause", "subject", "when", "to", "channel", "message")] + [
        ("at", c_int64), ("deliver_at", c_int64), ("points", c_int64)]


class Change(Structure):
    _fields_ = [("kind", c_int32), ("correction", c_int32), ("was", POINTER(Verdict)), ("is_", POINTER(Verdict)),
                ("action", POINTER(Action))]


class Due(Structure):
    _fields_ = [(name, Text) for name in ("clause", "tier", "status_name", "owner", "team")] + [
        (name, c_int64) for name in ("start", "due", "breach", "left", "next_change")] + [
        ("cycle", c_uint64), ("clause_index", c_int32), ("status", c_int32)]


class Items(Structure):
    """sla_changes and sla_verdicts."""
    _fields_ = [("items", c_void_p), ("count", c_size_t), ("item_size", c_size_t)]


class Dues(Structure):
    _fields_ = Items._fields_ + [("next_change", c_int64)]


class ArrowSchema(Structure):
    pass


class ArrowArray(Structure):
    pass


class ArrowArrayStream(Structure):
    pass


RELEASE = ctypes.CFUNCTYPE(None, c_void_p)
GET = ctypes.CFUNCTYPE(ctypes.c_int, c_void_p, c_void_p)
# Returns a pointer as a number, so that the bytes stay ours.
GET_ERROR = ctypes.CFUNCTYPE(c_void_p, c_void_p)

ArrowSchema._fields_ = [("format", c_char_p), ("name", c_char_p), ("metadata", c_char_p), ("flags", c_int64),
                        ("n_children", c_int64), ("children", POINTER(POINTER(ArrowSchema))),
                        ("dictionary", POINTER(ArrowSchema)), ("release", RELEASE), ("private_data", c_void_p)]
ArrowArray._fields_ = [("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64),
                       ("n_children", c_int64), ("buffers", POINTER(c_void_p)),
                       ("children", POINTER(POINTER(ArrowArray))), ("dictionary", POINTER(ArrowArray)),
                       ("release", RELEASE), ("private_data", c_void_p)]
ArrowArrayStream._fields_ = [("get_schema", GET), ("get_next", GET), ("get_last_error", GET_ERROR),
                             ("release", RELEASE), ("private_data", c_void_p)]

_STATUS = [  # Functions that return a status; their last parameter, the error, is added.
    ("sla_policy_open", c_char_p, POINTER(c_void_p)),
    ("sla_policy_get_info", c_void_p, POINTER(PolicyInfo)),
    ("sla_history_new", c_void_p, POINTER(HistoryOptions), POINTER(c_void_p)),
    ("sla_history_add_events", c_void_p, c_int32, c_void_p),
    ("sla_history_set_roster", c_void_p, c_void_p),
    ("sla_history_judge", c_void_p, c_int64, POINTER(c_void_p)),
    ("sla_outcome_table", c_void_p, c_int32, c_void_p),
    ("sla_outcome_json", c_void_p, c_int32, POINTER(Text)),
    ("sla_session_new", c_void_p, POINTER(SessionOptions), POINTER(c_void_p)),
    ("sla_session_event", c_void_p, POINTER(Event), POINTER(c_int32)),
    ("sla_session_advance", c_void_p, c_int64, POINTER(Items)),
    ("sla_session_rows", c_void_p, POINTER(Items)),
    ("sla_session_due", c_void_p, Text, POINTER(Dues)),
    ("sla_session_next_change", c_void_p, POINTER(c_int64)),
    ("sla_session_snapshot", c_void_p, POINTER(c_void_p), POINTER(c_size_t)),
    ("sla_session_restore", c_void_p, POINTER(SessionOptions), c_char_p, c_size_t, POINTER(c_void_p)),
]
_OTHERS = [
    ("sla_abi_version", c_uint32),
    ("sla_version", c_char_p),
    ("sla_policy_describe", c_char_p, c_void_p),
    ("sla_policy_record", c_int32, c_void_p, Text),
    ("sla_session_now", c_int64, c_void_p),
    ("sla_session_fact_count", c_uint64, c_void_p),
    ("sla_policy_release", None, c_void_p),
    ("sla_history_free", None, c_void_p),
    ("sla_outcome_free", None, c_void_p),
    ("sla_session_free", None, c_void_p),
]


def _path() -> str:
    """The library: the one that SLA_LIBRARY names, or else the one that came with the package."""
    chosen = os.environ.get("SLA_LIBRARY")
    path = pathlib.Path(chosen) if chosen else pathlib.Path(__file__).with_name("libsla.so")
    if not path.exists():
        raise PolicyError(f"{path} is not there: this package was installed without libsla; install its wheel, or set "
                          "SLA_LIBRARY to the path of libsla.so")
    return str(path)


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL(_path())
    for name, result, *parameters in _OTHERS:
        function = getattr(library, name)
        function.restype, function.argtypes = result, parameters
    for name, *parameters in _STATUS:
        function = getattr(library, name)
        function.restype, function.argtypes = c_int32, [*parameters, POINTER(Error)]
    found = library.sla_abi_version()
    if found != ABI_VERSION:
        raise PolicyError(f"{_path()} has version {found} of the C interface, this package needs {ABI_VERSION}: install "
                          "the two of one release")
    return library


lib = _load()


def call(function: Any, *arguments: Any, policy: type = PolicyError) -> None:
    """Calls a function that returns a status, and raises what it says."""
    error = Error(ctypes.sizeof(Error))
    status = function(*arguments, byref(error))
    if status != 0:
        raise error_of(status, error.message.decode("utf-8", "replace"), policy)


def text(value: Optional[str]) -> Any:
    """A Text and what must live as long as it is used."""
    if value is None:
        return Text(None, 0), None
    data = value.encode("utf-8")
    # A bytes object's own buffer: a c_char_p of it would be a second object for the same address.
    return Text(ctypes.cast(c_char_p(data), c_void_p), len(data)), data


def string(value: Text) -> Optional[str]:
    """None where nothing is said."""
    return ctypes.string_at(value.data, value.size).decode("utf-8", "replace") if value.size else None
