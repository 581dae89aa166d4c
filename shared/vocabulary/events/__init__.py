"""Events between the services: one JSON Schema a type and major version, found by file name.

To add a type, add `<service>.<thing>_<past participle>.v1.json` here with its `x-aggregate-type`, and a
golden payload in the contract tests. A change that old readers can ignore keeps the version; any other is a
new file.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_FILE: Final = re.compile(r"([a-z]+)\.([a-z_]+)\.v([0-9]+)\.json")


@dataclass(frozen=True, slots=True)
class EventType:
    """`schema` is JSON Schema 2020-12 of the event's data, the whole state of one aggregate."""

    type: str
    version: int
    aggregate_type: str
    topic: str
    schema: Mapping[str, Any]


def read_events(folder: Path) -> dict[str, EventType]:
    """Every type in the folder with its highest version; ValueError for a file whose name is not a type."""
    events: dict[str, EventType] = {}
    for path in sorted(folder.glob("*.json")):
        name = _FILE.fullmatch(path.name)
        if name is None:
            raise ValueError(f"{path.name} is not named <service>.<event>.v<version>.json")
        schema = json.loads(path.read_text(encoding="utf-8"))
        type_, version, kind = f"{name[1]}.{name[2]}", int(name[3]), schema["x-aggregate-type"]
        if type_ not in events or events[type_].version < version:
            events[type_] = EventType(type_, version, kind, f"{name[1]}.{kind}", schema)
    return events


EVENTS: Final[Mapping[str, EventType]] = MappingProxyType(read_events(Path(__file__).parent))

RETURN_CHANGED: Final = "register.return_changed"
WINDOW_CHANGED: Final = "register.window_changed"
EXPLANATION_PASSED: Final = "register.explanation_passed"
PROTOCOL_PUBLISHED: Final = "rates.protocol_published"
EXCEPTION_CHANGED: Final = "rates.exception_changed"
