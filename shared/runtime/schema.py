"""JSON Schema as one Python function, because an event may hold hundreds of facts.

Only what our event schemas use is compiled; any other keyword hands the whole schema to jsonschema, which
also words every refusal. A property test holds the two to the same verdicts.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator

Check = Callable[[Any], bool]
Builder = Callable[["Compiler", Any, Mapping[str, Any]], Check]

SAYS_NOTHING = {
    "$schema",
    "$id",
    "$defs",
    "title",
    "description",
    "format",
    "examples",
    "$comment",
    "default",
}
REMEMBERED_TEXTS = 4_096
TYPES: dict[str, Check] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value == int(value),
}


class UnknownKeyword(Exception):  # noqa: N818 (a reason to take the slow path, not a mistake)
    """The schema says something this file does not know."""


class EventSchema:
    """Checks the data of one event type; `reason` is for a person, without the refused value."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.id = str(schema.get("$id", ""))
        self._validator = Draft202012Validator(dict(schema))
        try:
            self.is_valid: Check = Compiler(schema).compile(schema)
        except UnknownKeyword:
            self.is_valid = self._validator.is_valid

    def reason(self, data: object) -> str | None:
        """Where the data break the schema and which rule; None when they do not."""
        if self.is_valid(data):
            return None
        for error in self._validator.iter_errors(data):
            where = "/".join(str(step) for step in error.absolute_path)
            return f"breaks its schema at /{where}: {error.validator}"
        return None


class Compiler:
    """Turns a schema into a function from a value to whether it is valid."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._known: dict[str, Check] = {}

    def compile(self, schema: Mapping[str, Any] | bool) -> Check:
        if isinstance(schema, bool):
            return lambda _value: schema
        checks = []
        for keyword, value in schema.items():
            if keyword in SAYS_NOTHING or keyword in MEMBERS or keyword.startswith("x-"):
                continue
            if keyword not in BUILDERS:
                raise UnknownKeyword(keyword)
            checks.append(BUILDERS[keyword](self, value, schema))
        if any(keyword in schema for keyword in MEMBERS):
            checks.append(_members(self, schema))
        check = checks[0] if len(checks) == 1 else _every(checks)
        return _remembered(check) if schema.get("type") == "string" or "enum" in schema else check

    def ref(self, pointer: str) -> Check:
        if not pointer.startswith("#/$defs/"):
            raise UnknownKeyword(pointer)
        if pointer not in self._known:
            self._known[pointer] = lambda value: self._known[pointer](value)  # a schema may mention itself
            self._known[pointer] = self.compile(self._root["$defs"][pointer.removeprefix("#/$defs/")])
        return self._known[pointer]


def _every(checks: list[Check]) -> Check:
    def is_valid(value: Any) -> bool:
        for check in checks:  # noqa: SIM110 (a generator would double the cost of every fact)
            if not check(value):
                return False
        return True

    return is_valid


def _remembered(check: Check) -> Check:
    """The check of a text, which knows texts it has passed: the same item names come in every event."""
    passed: set[str] = set()

    def is_valid(value: Any) -> bool:
        if type(value) is str and value in passed:
            return True
        valid = check(value)
        if valid and isinstance(value, str) and len(passed) < REMEMBERED_TEXTS:
            passed.add(value)
        return valid

    return is_valid


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _type(_compiler: Compiler, names: str | list[str], _schema: Mapping[str, Any]) -> Check:
    if isinstance(names, str):
        return TYPES[names]
    kinds = [TYPES[name] for name in names]
    return lambda value: any(kind(value) for kind in kinds)


def _of_text(check: Callable[[str], bool]) -> Check:
    return lambda value: not isinstance(value, str) or check(value)


def _pattern(_compiler: Compiler, pattern: str, _schema: Mapping[str, Any]) -> Check:
    search = re.compile(pattern).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _enum(_compiler: Compiler, choices: list[Any], _schema: Mapping[str, Any]) -> Check:
    if not all(isinstance(choice, str) for choice in choices):
        raise UnknownKeyword("enum of other things than text")
    known = frozenset(choices)
    return lambda value: isinstance(value, str) and value in known


def _members(compiler: Compiler, schema: Mapping[str, Any]) -> Check:
    """The four keywords about an object's members together, in one walk over it."""
    named = {name: compiler.compile(member) for name, member in schema.get("properties", {}).items()}
    other = compiler.compile(schema.get("additionalProperties", True))
    required = tuple(schema.get("required", ()))
    most = schema.get("maxProperties", sys.maxsize)

    def is_valid(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        for name in required:
            if name not in value:
                return False
        for name, member in value.items():
            if not named.get(name, other)(member):
                return False
        return bool(len(value) <= most)

    return is_valid


def _property_names(compiler: Compiler, names: Mapping[str, Any], _schema: Mapping[str, Any]) -> Check:
    check = compiler.compile(names)
    return lambda value: not isinstance(value, dict) or all(check(name) for name in value)


def _items(compiler: Compiler, items: Mapping[str, Any], _schema: Mapping[str, Any]) -> Check:
    check = compiler.compile(items)
    return lambda value: not isinstance(value, list) or all(map(check, value))


def _unique(_compiler: Compiler, unique: bool, _schema: Mapping[str, Any]) -> Check:
    if not unique:
        return lambda _value: True
    return lambda value: not isinstance(value, list) or len(set(_named(value))) == len(value)


def _named(values: Iterable[Any]) -> Iterable[str]:
    return (json.dumps(value, sort_keys=True) for value in values)


def _any_of(compiler: Compiler, schemas: list[Mapping[str, Any]], _schema: Mapping[str, Any]) -> Check:
    checks = [compiler.compile(schema) for schema in schemas]
    return lambda value: any(check(value) for check in checks)


def _not(compiler: Compiler, schema: Mapping[str, Any], _schema: Mapping[str, Any]) -> Check:
    check = compiler.compile(schema)
    return lambda value: not check(value)


MEMBERS = ("properties", "additionalProperties", "required", "maxProperties")
BUILDERS: dict[str, Builder] = {
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "propertyNames": _property_names,
    "items": _items,
    "uniqueItems": _unique,
    "anyOf": _any_of,
    "not": _not,
    "$ref": lambda compiler, pointer, _schema: compiler.ref(pointer),
    "minLength": lambda _compiler, limit, _schema: _of_text(lambda text: len(text) >= limit),
    "maxLength": lambda _compiler, limit, _schema: _of_text(lambda text: len(text) <= limit),
    "minimum": lambda _compiler, limit, _schema: lambda value: not _is_number(value) or value >= limit,
    "maximum": lambda _compiler, limit, _schema: lambda value: not _is_number(value) or value <= limit,
    "maxProperties": lambda _c, limit, _schema: (
        lambda value: not isinstance(value, dict) or len(value) <= limit
    ),
}
