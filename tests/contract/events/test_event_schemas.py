import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from shared.vocabulary import codes
from shared.vocabulary.events import EVENTS, RETURN_CHANGED, read_events
from shared.vocabulary.items.explanations import SUBJECT_PATTERN, WARNING_PATTERN

GOLDEN = Path(__file__).parent / "golden"


def errors(type_: str, data: Any) -> list[str]:
    validator = Draft202012Validator(EVENTS[type_].schema, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(data)]


def golden(type_: str) -> Any:
    path = GOLDEN / f"{type_}.v{EVENTS[type_].version}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("type_", sorted(EVENTS))
def test_every_schema_is_valid_and_accepts_its_golden_payload(type_: str) -> None:
    Draft202012Validator.check_schema(EVENTS[type_].schema)
    assert errors(type_, golden(type_)) == []


def test_every_golden_payload_ever_kept_has_a_schema_that_accepts_it() -> None:
    for path in GOLDEN.glob("*.json"):
        type_ = path.name.rsplit(".v", 1)[0]
        assert errors(type_, json.loads(path.read_text(encoding="utf-8"))) == []


def test_topics_are_the_service_and_the_aggregate() -> None:
    assert {event.type: event.topic for event in EVENTS.values()} == {
        "register.return_changed": "register.return",
        "register.window_changed": "register.window",
        "register.explanation_passed": "register.explanation",
        "rates.protocol_published": "rates.protocol",
        "rates.exception_changed": "rates.exception",
    }


@pytest.mark.parametrize("type_", sorted(EVENTS))
def test_a_payload_without_any_one_required_field_is_refused(type_: str) -> None:
    for name in EVENTS[type_].schema["required"]:
        data = golden(type_)
        del data[name]
        assert errors(type_, data), name


@pytest.mark.parametrize("type_", sorted(EVENTS))
def test_a_field_of_a_later_version_is_accepted(type_: str) -> None:
    assert errors(type_, golden(type_) | {"counted_at": "2027-01-05T09:30:00Z", "attempt": 2}) == []


@pytest.mark.parametrize("type_", sorted(set(EVENTS) - {"rates.protocol_published"}))
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agency_assignments", [{"assignment_ref": "a1-0123456789ABCDEFGHJKMNPQRSD"}]),
        ("assignments", {"rate_pence": 3650}),
        ("later", "a1-0123456789ABCDEFGHJKMNPQRSD"),
        ("later", "a few words about somebody"),
        ("Full Name", "x"),
    ],
)
def test_rows_references_and_words_cannot_ride_on_a_later_field(type_: str, name: str, value: Any) -> None:
    assert errors(type_, golden(type_) | {name: value})


@pytest.mark.parametrize(
    "fact",
    [
        {"item": "agency_fte", "value": "1.000000", "assignment_ref": "a1-0123456789ABCDEFGHJKMNPQRSD"},
        {"item": "agency_fte", "value": "1.000000", "role": "5", "core_job_type": "SW"},
        {"item": "agency_fte", "value": "a1-0123456789ABCDEFGHJKMNPQRSD"},
        {"item": "a1-0123456789ABCDEFGHJKMNPQRSD", "value": "1"},
        {"item": "agency_fte", "value": 1.0},
        {"item": "agency_fte", "value": "1.5"},
        {"item": "leavers_fte", "value": "1.000000", "reason": "SW1234567"},
        {"item": "leavers_fte", "value": "1.000000", "service_band": "ab123456c"},
    ],
)
def test_a_fact_has_no_room_for_a_row_or_a_reference(fact: dict[str, Any]) -> None:
    data = golden(RETURN_CHANGED)
    data["accepted"]["facts"] = [fact]
    assert errors(RETURN_CHANGED, data)


@pytest.mark.parametrize("name", ["leaver_ref", "assignment_refs", "rows", "text", "worker"])
def test_names_that_would_carry_a_row_or_a_reference_are_refused(name: str) -> None:
    data = golden(RETURN_CHANGED)
    assert errors(RETURN_CHANGED, data | {name: "x"})
    data["certified"][name] = "x"
    assert errors(RETURN_CHANGED, data)


def test_a_withdrawn_return_has_neither_an_accepted_nor_a_certified_revision() -> None:
    withdrawn = {"change": "withdrawn", "withdrawn": True, "accepted": None, "certified": None}
    assert errors(RETURN_CHANGED, golden(RETURN_CHANGED) | withdrawn) == []


def test_a_derived_cap_names_its_method_and_a_published_one_has_none() -> None:
    data = golden("rates.protocol_published")
    data["caps"][0]["method"] = "a"
    assert errors("rates.protocol_published", data)
    data["caps"][0] |= {"derived": True, "method": None}
    assert errors("rates.protocol_published", data)


def test_code_lists_in_schemas_are_those_of_the_vocabulary() -> None:
    fact = EVENTS[RETURN_CHANGED].schema["$defs"]["fact"]["properties"]
    assert fact["role"]["enum"] == list(codes.ORG_ROLES)
    assert fact["core_job_type"]["enum"] == list(codes.CORE_JOB_TYPES)
    assert fact["service_band"]["enum"] == list(codes.SERVICE_BANDS)
    assert EVENTS[RETURN_CHANGED].schema["properties"]["change"]["enum"] == list(codes.CHANGES)
    exception = EVENTS["rates.exception_changed"].schema["properties"]
    assert exception["kind"]["enum"] == list(codes.EXCEPTION_KINDS)
    cap = EVENTS["rates.protocol_published"].schema["$defs"]["cap"]["properties"]
    assert cap["basis"]["enum"] == list(codes.BASES)
    explained = EVENTS[RETURN_CHANGED].schema["$defs"]["explained"]["properties"]
    assert (explained["warning"]["pattern"], explained["item"]["pattern"]) == (
        WARNING_PATTERN,
        SUBJECT_PATTERN,
    )


def test_an_event_type_is_a_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "register.post_filled.v1.json").write_text('{"x-aggregate-type": "post"}')
    (tmp_path / "register.post_filled.v2.json").write_text('{"x-aggregate-type": "post"}')
    event = read_events(tmp_path)["register.post_filled"]
    assert (event.version, event.topic) == (2, "register.post")
    (tmp_path / "Post filled.json").write_text("{}")
    with pytest.raises(ValueError, match="not named"):
        read_events(tmp_path)
