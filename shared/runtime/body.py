"""JSON in and out, strictly: what two programs could read differently is refused."""

import json
import math
import re
from typing import Any

from shared.errors import BadSyntax

MAX_DEPTH = 32
BOM = b"\xef\xbb\xbf"
UNSAFE = re.compile("[\x00\ud800-\udfff]")


def read_json(data: bytes) -> Any:
    """The value of one JSON document in UTF-8.

    Raises BadSyntax: `bad_encoding`, `duplicate_key`, `not_a_number`, `too_deep`, `bad_character` or
    `bad_json`.
    """
    text = _decode(data)
    try:
        value = DECODER.decode(text)
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise BadSyntax("bad_json", "The body is not a JSON document.") from None
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _check_depth(value)
    if "\\u" in text:
        _check_text(value)
    return value


def write_json(value: Any) -> bytes:
    """Compact JSON in UTF-8; a float that is no number is an error of ours."""
    return ENCODER.encode(value).encode()


def is_safe_text(text: str) -> bool:
    """No NUL and no half of a surrogate pair: neither database nor log can keep those."""
    return UNSAFE.search(text) is None


def _decode(data: bytes) -> str:
    if data.startswith(BOM):
        raise BadSyntax("bad_encoding", "The body starts with a byte order mark; send UTF-8 without one.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadSyntax("bad_encoding", "The body is not UTF-8.") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadSyntax("duplicate_key", "An object in the body has the same key twice.")
    return found


def _refuse_constant(_name: str) -> Any:
    raise BadSyntax("not_a_number", "NaN and Infinity are not JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise BadSyntax("not_a_number", "A number in the body is too large.")
    return number


def _too_deep() -> BadSyntax:
    return BadSyntax("too_deep", f"The body is nested more than {MAX_DEPTH} levels deep.")


def _check_depth(value: Any) -> None:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, (dict, list))
        ]
    raise _too_deep()


def _check_text(value: Any) -> None:
    """Only escapes can bring a NUL or half a surrogate pair in, so this runs only where there are some."""
    if isinstance(value, str):
        if not is_safe_text(value):
            raise BadSyntax("bad_character", "A text holds a NUL or half of a surrogate pair.")
    elif isinstance(value, dict):
        for key, child in value.items():
            _check_text(key)
            _check_text(child)
    elif isinstance(value, list):
        for child in value:
            _check_text(child)


# made once: json.loads and json.dumps would make one a call
DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
