"""Access, limits, fault pointers and constraint names, without a request."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from shared.errors import Fault, Forbidden, NotFound, TooMany, Unauthenticated
from shared.runtime.access import OPEN, Access, check_access, compare_routes
from shared.runtime.identity import ANYONE, Actor
from shared.runtime.limits import FixedWindow, network_of
from shared.runtime.validation import pointer, refusal

OWN = Access(frozenset({"hr", "admin"}), "la_code", frozenset({"admin"}))
TENANTS = st.sampled_from([None, "335", "336"])
NOW = datetime(2026, 10, 5, 9, 0, 30, tzinfo=UTC)


@given(st.sampled_from(["hr", "admin", "agency"]), TENANTS, st.sampled_from(["335", "336"]))
def test_a_tenants_route_is_for_its_own_people_and_those_who_work_across(
    role: str, tenant: str | None, la_code: str
) -> None:
    actor = Actor("s", role, tenant)
    allowed = role == "admin" or (role == "hr" and tenant == la_code)
    if allowed:
        check_access(OWN, actor, {"la_code": la_code})
    else:
        with pytest.raises(Forbidden if role == "agency" else NotFound):
            check_access(OWN, actor, {"la_code": la_code})


def test_nobody_needs_to_say_who_they_are_on_an_open_route() -> None:
    check_access(OPEN, ANYONE, {})
    with pytest.raises(Unauthenticated):
        check_access(OWN, ANYONE, {"la_code": "335"})


def test_a_route_without_a_row_is_closed_to_everyone() -> None:
    with pytest.raises(Forbidden, match="route_not_listed"):
        check_access(None, Actor("s", "admin"), {})


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_routes_and_rows_are_compared_both_ways(routes: set[str], rows: set[str]) -> None:
    missing, stale = compare_routes(routes, dict.fromkeys(rows, OPEN))
    assert (set(missing), set(stale)) == (routes - rows, rows - routes)


@given(st.lists(st.sampled_from(["a", "b"]), max_size=30), st.integers(min_value=1, max_value=10))
def test_a_window_lets_each_client_have_its_share_and_no_more(asked: list[str], limit: int) -> None:
    window, given_out = FixedWindow(lambda: NOW), {"a": 0, "b": 0}
    for who in asked:
        with suppress(TooMany):
            window.check(who, limit)
            given_out[who] += 1
    assert given_out == {who: min(asked.count(who), limit) for who in "ab"}


def test_a_refusal_says_when_the_minute_ends() -> None:
    with pytest.raises(TooMany) as caught:
        FixedWindow(lambda: NOW).check("a", 0)
    assert caught.value.headers == {"Retry-After": "30"}


def test_a_new_minute_is_a_new_share() -> None:
    moment = [NOW]
    window = FixedWindow(lambda: moment[0])
    window.check("a", 1)
    moment[0] = NOW + timedelta(seconds=30)
    window.check("a", 1)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::"),
        ("2001:db8:0:0:ffff::9", "2001:db8::"),
        ("2001:db8:0:1::9", "2001:db8:0:1::"),
        (None, "unknown"),
        ("rubbish", "unknown"),
    ],
)
def test_clients_are_told_apart_by_network(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_faults_point_into_lists_and_nested_objects() -> None:
    own = Fault("odd", "", "Odd.", "Even it.")
    error = ValidationError({"rows": {3: {"fte": ["Too much.", own]}}, "_schema": ["Whole."]})
    found = [(fault.where, fault.code) for fault in refusal(error).problems]
    assert found == [("/rows/3/fte", "invalid"), ("/rows/3/fte", "odd"), ("", "invalid")]


def test_a_fault_that_knows_its_place_keeps_it() -> None:
    fault = Fault("odd", "/elsewhere", "Odd.", "Even it.")
    assert list(refusal(ValidationError({"a": [fault]})).problems) == [fault]


@given(st.text())
def test_a_pointer_escapes_names_and_cuts_long_ones(name: str) -> None:
    step = pointer("", name)[1:]
    assert "/" not in step
    assert step.replace("~1", "/").replace("~0", "~") == name[:64]
