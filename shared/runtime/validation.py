"""What a marshmallow schema found wrong, as faults that a person can act on."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from shared.errors import Fault, Problem, Refused

MAX_FAULTS = 2_000
MAX_NAME = 64
KNOWN = {
    "Missing data for required field.": ("required", "This is missing.", "Add it."),
    "Unknown field.": ("unknown_field", "This is not a known name.", "Remove it, or correct its spelling."),
    "Field may not be null.": (
        "null",
        "This is empty (null).",
        "Give a value, or leave it out if it is optional.",
    ),
    "Invalid input type.": ("invalid", "This has the wrong shape.", "Send what the API document describes."),
}
FIX = "Correct the value; the API document says what is accepted."


def refusal(error: ValidationError, *, root: str = "") -> Problem:
    """Refused (422, `content_refused`) with one fault a message; `root` is the pointer they hang below.

    A schema may raise ValidationError with a Fault as its message: code, message and fix are kept, and an
    empty `where` is filled in. Names nobody gave in a schema are cut to 64 characters.
    """
    faults: list[Fault] = []
    for fault in _faults(error.messages, root):
        if len(faults) == MAX_FAULTS:
            break
        faults.append(fault)
    return Refused("content_refused", "Correct what is listed and send it again.", problems=faults)


def pointer(root: str, name: object) -> str:
    """`root` and one more step of a JSON pointer (RFC 6901)."""
    return f"{root}/{str(name)[:MAX_NAME].replace('~', '~0').replace('/', '~1')}"


def _faults(messages: Any, where: str) -> Iterator[Fault]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _faults(inner, where if name == "_schema" else pointer(where, name))
    elif isinstance(messages, (list, tuple)):
        for inner in messages:
            yield from _faults(inner, where)
    else:
        yield _fault(messages, where)


def _fault(message: Any, where: str) -> Fault:
    if isinstance(message, Fault):
        return message if message.where else Fault(message.code, where, message.message, message.fix)
    code, text, fix = KNOWN.get(str(message), ("invalid", str(message), FIX))
    return Fault(code, where, text, fix)


RefuseText = Callable[[str], str | None]
"""Says which rule forbids a text (a rule id, never the text), or None."""
