"""Builds the wheel (PEP 517): one for all Pythons, with libsla.so inside.

SLA_LIBRARY, or `--config-setting library=PATH`, names the library; otherwise it is looked for where the project's
build puts it. The version is the project's.
"""

import base64
import gzip
import hashlib
import io
import os
import pathlib
import re
import sysconfig
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parents[1]
NAME = "sla_policy"
# Zip files cannot say less; the same input gives the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


def _project(key):
    text = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    return re.search(rf'^{key} = "(.*)"$', text, re.MULTILINE)[1]


def _library(settings):
    chosen = (settings or {}).get("library") or os.environ.get("SLA_LIBRARY")
    places = [pathlib.Path(chosen)] if chosen else [
        HERE.parents[1] / "build" / preset / "lib" / "libsla.so" for preset in ("release", "dev")]
    for place in places:
        if place.exists():
            return place.resolve()
    raise SystemExit(f"sla_wheel: {' and '.join(map(str, places))}: not there; build libsla first (cmake --build "
                     "--preset release --target sla_abi), or set SLA_LIBRARY to the path of libsla.so")


def _metadata():
    return (f"Metadata-Version: 2.1\nName: {_project('name')}\nVersion: {_project('version')}\n"
            f"Summary: {_project('description')}\nRequires-Python: {_project('requires-python')}\n"
            "Description-Content-Type: text/markdown\n\n" + (HERE / "README.md").read_text(encoding="utf-8"))


def _modules():
    source = HERE / "src"
    return [(str(path.relative_to(source)), path.read_bytes()) for path in sorted((source / NAME).iterdir())
            if path.name == "py.typed" or path.suffix == ".py"]


def _record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    version = _project("version")
    info = f"{NAME}-{version}.dist-info"
    tag = "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())
    files = _modules()
    files.append((f"{NAME}/libsla.so", _library(config_settings).read_bytes()))
    files.append((f"{info}/METADATA", _metadata().encode("utf-8")))
    files.append((f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: sla_wheel\nRoot-Is-Purelib: false\nTag: {tag}\n"
                  .encode()))
    record = "".join(_record_line(*file) for file in files) + f"{info}/RECORD,,\n"
    files.append((f"{info}/RECORD", record.encode()))
    name = f"{NAME}-{version}-{tag}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files:
            entry = zipfile.ZipInfo(path, STAMP)
            entry.external_attr = (0o755 if path.endswith(".so") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)
    return name


def build_sdist(sdist_directory, config_settings=None):
    """The sources; a wheel made of them needs SLA_LIBRARY."""
    base = f"{NAME}-{_project('version')}"
    files = [(f"src/{name}", data) for name, data in _modules()]
    files += [(name, (HERE / name).read_bytes()) for name in ("README.md", "pyproject.toml", "backend/sla_wheel.py")]
    files.append(("PKG-INFO", _metadata().encode("utf-8")))
    path = pathlib.Path(sdist_directory) / f"{base}.tar.gz"
    with open(path, "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed, \
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files:
            entry = tarfile.TarInfo(f"{base}/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path.name
