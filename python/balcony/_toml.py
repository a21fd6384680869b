"""Converts a dict to TOML text, so that a dict passes the same reader and checks as a file."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def text(table: Mapping[str, Any]) -> str:
    """TOML text of a dict: values first, then tables, in the dict's order."""
    lines: list[str] = []
    _table(table, (), lines)
    return "\n".join(lines) + "\n"


def value(of: Any) -> str:
    """TOML text of one value, on one line."""
    item = getattr(of, "item", None)
    if callable(item) and getattr(of, "ndim", None) == 0:
        of = item()  # a NumPy scalar
    if hasattr(of, "tolist"):
        of = of.tolist()
    if isinstance(of, bool):
        return "true" if of else "false"
    if isinstance(of, int):
        return str(of)
    if isinstance(of, float):
        if math.isnan(of):
            return "nan"
        return repr(of) if math.isfinite(of) else ("inf" if of > 0 else "-inf")
    if isinstance(of, str):
        return _quoted(of)
    if isinstance(of, (datetime.datetime, datetime.date, datetime.time)):
        return of.isoformat()
    if isinstance(of, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {value(inner)}" for key, inner in of.items()) + " }"
    if isinstance(of, (list, tuple)):
        return "[" + ", ".join(value(inner) for inner in of) + "]"
    raise TypeError(f"a scenario cannot hold a {type(of).__name__}: {of!r}")


def _table(table: Mapping[str, Any], path: tuple[str, ...], lines: list[str]) -> None:
    plain = {key: of for key, of in table.items() if not isinstance(of, Mapping)}
    if path and (plain or not table):
        lines.append(("" if not lines else "\n") + "[" + ".".join(path) + "]")
    lines.extend(f"{_key(key)} = {value(of)}" for key, of in plain.items())
    for key, of in table.items():
        if isinstance(of, Mapping):
            _table(of, (*path, _key(key)), lines)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of a scenario is a text, not a {type(key).__name__}: {key!r}")
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(
        escapes.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c) for c in text
    ) + '"'
