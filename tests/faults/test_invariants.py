"""The checker itself: each invariant fails when it is broken."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from services.register.models import FactRow
from services.reporting.models import Fact
from shared.runtime.tables import AggregateSeen, OutboxEvent
from tests.faults.invariants import check_all
from tests.faults.running import Acknowledged, Running


def lose_a_write(running: Running) -> None:
    running.acknowledged.append(Acknowledged("335", "2026-12", 3, "0" * 64))


def tear_a_revision(running: Running) -> None:
    with running.register.transaction() as session:
        session.execute(delete(FactRow).where(FactRow.la_code == "335", FactRow.item == "cases"))


def tell_of_what_is_not_there(running: Running) -> None:
    with running.register.transaction() as session:
        event = session.query(OutboxEvent).filter_by(aggregateid="330/2026-12").one()
        event.payload = event.payload.replace('"revision":1', '"revision":7')


def apply_twice(running: Running) -> None:
    with running.reporting.transaction() as session:
        session.execute(update(AggregateSeen).values(applied=AggregateSeen.applied + 1))


def leave_a_hole(running: Running) -> None:
    with running.register.transaction() as session:
        session.execute(delete(OutboxEvent).where(OutboxEvent.sequence == 2))


def change_a_figure(running: Running) -> None:
    with running.reporting.transaction() as session:
        session.execute(update(Fact).where(Fact.la_code == "331").values(value=Fact.value + 1))


BREACHES = [
    lose_a_write,
    tear_a_revision,
    tell_of_what_is_not_there,
    apply_twice,
    leave_a_hole,
    change_a_figure,
]


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.__name__)
def test_a_breach_is_noticed(with_returns: Running, breach: Callable[[Running], None]) -> None:
    with_returns.catch_up()
    check_all(with_returns)
    breach(with_returns)
    with pytest.raises(AssertionError):
        check_all(with_returns)
