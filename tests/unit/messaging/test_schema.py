"""The compiled check of an event agrees with jsonschema, verdict for verdict."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from shared.runtime.schema import Compiler, EventSchema, UnknownKeyword
from shared.vocabulary.events import EVENTS

GOLDEN = Path(__file__).parents[2] / "contract" / "events" / "golden"
SCHEMA: dict[str, Any] = {
    "$id": "urn:workforce:event:test:1",
    "type": "object",
    "required": ["item", "value"],
    "maxProperties": 4,
    "properties": {
        "item": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 4},
        "value": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": ["null", "boolean"]}]},
        "role": {"enum": ["SW", "TM"]},
        "facts": {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/fact"}},
    },
    "propertyNames": {"not": {"pattern": "^name"}},
    "additionalProperties": {"type": "number"},
    "$defs": {
        "fact": {"type": "object", "additionalProperties": False, "properties": {"n": {"type": "number"}}}
    },
}
NAMES = ["item", "value", "role", "facts", "n", "name_x", "more"]
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 11)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "a", "ab", "abcde", "SW", "TM", "é"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["item", "value", "role", "facts", "n", "name_x", "more"]), inner, max_size=5
        )
    ),
    max_leaves=8,
)


@given(values)
def test_the_compiled_check_says_what_jsonschema_says(value: object) -> None:
    schema = EventSchema(SCHEMA)
    assert schema.is_valid(value) == Draft202012Validator(SCHEMA).is_valid(value)


@given(
    st.fixed_dictionaries(
        {
            "item": st.sampled_from(["ab", "abc", "toolong", 3]),
            "value": st.sampled_from([0, 9, 10, 1.0, 1.5, True, "1"]),
        },
        optional={
            "role": st.sampled_from(["SW", "XX"]),
            "facts": st.lists(st.fixed_dictionaries({"n": st.integers(0, 2)}), max_size=3),
            "more": st.sampled_from([1, 2.5, "x"]),
        },
    )
)
def test_the_verdicts_also_agree_close_to_what_is_valid(value: object) -> None:
    assert EventSchema(SCHEMA).is_valid(value) == Draft202012Validator(SCHEMA).is_valid(value)


def test_a_refusal_names_the_place_and_the_rule_and_never_the_value() -> None:
    reason = EventSchema(SCHEMA).reason({"item": "ab", "value": 1, "facts": [{"n": 1}, {"n": "Jane Doe"}]})
    assert reason == "breaks its schema at /facts/1/n: type"


def test_a_schema_with_an_unknown_keyword_is_checked_by_jsonschema() -> None:
    schema = {"$id": "urn:workforce:event:test:1", "type": "array", "contains": {"const": 1}}
    with pytest.raises(UnknownKeyword):
        Compiler(schema).compile(schema)
    assert EventSchema(schema).is_valid([1])
    assert not EventSchema(schema).is_valid([2])


def test_a_schema_may_mention_itself() -> None:
    schema = {
        "$ref": "#/$defs/tree",
        "$defs": {"tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}},
    }
    assert EventSchema(schema).is_valid({"a": {"b": {}}})
    assert not EventSchema(schema).is_valid({"a": {"b": 1}})


def test_the_events_that_carry_many_facts_take_the_fast_path() -> None:
    schema = EVENTS["register.return_changed"].schema
    assert Compiler(schema).compile(schema)
    assert EventSchema(schema).id == "urn:workforce:event:register.return_changed:1"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.name)
def test_every_golden_event_is_valid_by_both_checks(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    schema = EVENTS[path.name.rsplit(".v", 1)[0]].schema
    assert Draft202012Validator(schema).is_valid(data)
    assert EventSchema(schema).is_valid(data)
