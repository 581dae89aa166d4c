"""JSON is read strictly and written compactly."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import BadSyntax
from shared.runtime.body import MAX_DEPTH, is_safe_text, read_json, write_json

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_was_written_is_read_back(value: object) -> None:
    assert read_json(write_json(value)) == value


@given(VALUES)
def test_escapes_change_nothing(value: object) -> None:
    assert read_json(json.dumps(value, ensure_ascii=True).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_as_bad_syntax(data: bytes) -> None:
    try:
        value = read_json(data)
    except BadSyntax:
        return
    assert read_json(write_json(value)) == value


@given(st.text('[]{}":,\\u0dn1e9 NaN', max_size=60))
def test_nearly_json_is_read_or_refused_as_bad_syntax(text: str) -> None:
    try:
        value = read_json(text.encode())
    except BadSyntax:
        return
    assert value == json.loads(text)


@given(st.integers(min_value=1, max_value=80), st.sampled_from(["[]", "{}"]))
def test_depth_is_counted_the_same_for_lists_and_objects(depth: int, kind: str) -> None:
    opened = "[" if kind == "[]" else '{"a":'
    text = opened * (depth - 1) + kind + kind[1] * (depth - 1)
    if depth <= MAX_DEPTH:
        assert read_json(text.encode()) is not None
    else:
        with pytest.raises(BadSyntax, match="too_deep"):
            read_json(text.encode())


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=5))
def test_a_key_given_twice_is_refused(keys: list[str]) -> None:
    text = "{" + ",".join(f'"{key}":1' for key in keys) + "}"
    if len(set(keys)) == len(keys):
        assert read_json(text.encode()) == dict.fromkeys(keys, 1)
    else:
        with pytest.raises(BadSyntax, match="duplicate_key"):
            read_json(text.encode())


def test_a_float_that_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError):
        write_json({"a": float("nan")})


@pytest.mark.parametrize(("text", "safe"), [("a\nb", True), ("\x00", False), ("\udfff", False), ("😀", True)])
def test_text_without_nul_and_half_pairs_is_safe(text: str, safe: bool) -> None:
    assert is_safe_text(text) is safe
