"""Reading the states of some months and authorities: one query of states, one of facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.kpis import RETURNS_CERTIFIED, RETURNS_EXPECTED, Facts
from services.reporting.models import BOTH, CERTIFIED, Fact, MonthState
from shared.vocabulary.calendar import Month

Row = tuple[str, str, str, int]
COLUMNS = ("la_code", "month", "item", "value")


@dataclass(frozen=True)
class Reading:
    """Facts in one standing, with the states they came from, in order of month and authority."""

    facts: Facts
    states: tuple[MonthState, ...]
    standing: str


def read_facts(
    session: Session,
    months: Iterable[Month],
    la_codes: Sequence[str],
    standing: str,
    items: Iterable[str],
) -> Reading:
    """`standing` is `accepted` (an authority's working figures) or `certified` (everybody else's).

    Only totals are read. Returns are counted as RETURNS_EXPECTED and RETURNS_CERTIFIED of each month.
    """
    wanted = sorted({str(month) for month in months})
    states = _states(session, wanted, la_codes)
    rows = session.execute(
        select(Fact.la_code, Fact.month, Fact.item, Fact.value)
        .where(Fact.month.in_(wanted), Fact.la_code.in_(la_codes))
        .where(Fact.standing.in_((standing, BOTH)), Fact.breakdown == "", Fact.item.in_(sorted(set(items))))
    )
    counted = [tuple(row) for row in rows] + _count_returns(states, wanted, la_codes)
    frame = pd.DataFrame(counted, columns=list(COLUMNS)).astype({"value": "int64"})
    facts = Facts(frame, _unreliable(states, standing), _uncertified(states))
    return Reading(facts, states, standing)


def pins(reading: Reading) -> list[dict[str, Any]]:
    """The exact states a figure is made from, by revision, digest and event."""
    return [
        {
            "la_code": state.la_code,
            "month": state.month,
            "revision": told["revision"],
            "digest": told["digest"],
            "epoch": state.epoch,
            "sequence": state.sequence,
            "event_id": state.event_id,
        }
        for state in reading.states
        if (told := told_of(state, reading.standing)) is not None
    ]


def told_of(state: MonthState, standing: str) -> dict[str, Any] | None:
    """What was told of the month's accepted or certified revision; None when there is none."""
    return state.certified if standing == CERTIFIED else state.accepted


def _states(session: Session, months: Sequence[str], la_codes: Sequence[str]) -> tuple[MonthState, ...]:
    found = (
        select(MonthState)
        .where(MonthState.month.in_(months), MonthState.la_code.in_(la_codes))
        .order_by(MonthState.month, MonthState.la_code)
    )
    return tuple(session.execute(found).scalars())


def _count_returns(states: Iterable[MonthState], months: Sequence[str], la_codes: Sequence[str]) -> list[Row]:
    certified = {(state.la_code, state.month) for state in states if state.certified}
    rows: list[Row] = []
    for la_code in la_codes:
        for month in months:
            rows.append((la_code, month, RETURNS_EXPECTED, 1))
            rows.append((la_code, month, RETURNS_CERTIFIED, int((la_code, month) in certified)))
    return rows


def _unreliable(states: Iterable[MonthState], standing: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (state.la_code, state.month, topic)
        for state in states
        for topic in (told_of(state, standing) or {}).get("unreliable", ())
    )


def _uncertified(states: Iterable[MonthState]) -> frozenset[tuple[str, str]]:
    """Months whose accepted revision nobody has signed; certified figures never read those."""
    return frozenset(
        (state.la_code, state.month)
        for state in states
        if state.accepted and (state.certified or {}).get("revision") != state.accepted["revision"]
    )
