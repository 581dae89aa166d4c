"""What the register tells becomes facts, by the real courier and consumer, from the golden events."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from services.reporting.consumers import TOPICS, handlers
from services.reporting.models import Fact, MonthState, MonthWindow
from shared.runtime.consumer import Consumer, list_parked, retry_parked
from shared.runtime.db import Database
from shared.runtime.outbox import append_event, lock_aggregate
from shared.runtime.relay import Relay
from shared.runtime.tables import OutboxEvent
from shared.runtime.transport import SqlLog
from shared.vocabulary.events import EVENTS
from tests.integration.reporting.told import NOW, Reporting

GOLDEN = Path(__file__).resolve().parents[2] / "contract" / "events" / "golden"


def golden(type_: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"{type_}.v1.json").read_text(encoding="utf-8"))
    return found


@dataclass
class Flow:
    """A register's outbox, the courier, and the consumer of the reporting service under test."""

    register: Database
    relay: Relay
    consumer: Consumer
    reporting: Reporting

    def tell(self, data: dict[str, Any], type_: str = "register.return_changed") -> None:
        kind = "window" if type_ == "register.window_changed" else "return"
        id_ = data["month"] if kind == "window" else f"{data['la_code']}/{data['month']}"
        with self.register.transaction() as session:
            aggregate = lock_aggregate(session, kind, id_)
            key, region = data.get("la_code", "E12000005"), self.reporting.region.region_id
            append_event(session, aggregate, type_=type_, key=key, region_id=region, data=data, now=NOW)
        self.relay.run_once()

    def consume(self) -> None:
        while self.consumer.run_once(0.05):
            pass

    def facts(self) -> dict[tuple[str, str, str, str], int]:
        with self.reporting.db.snapshot() as session:
            rows = session.scalars(select(Fact))
            return {(row.standing, row.item, row.breakdown, row.code): row.value for row in rows}


@pytest.fixture
def flow(reporting: Reporting, new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Flow]:
    register = Database(new_database("runtime"))
    courier = SqlLog(f"sqlite:///{tmp_path / 'log.sqlite'}")
    consumer = Consumer(
        reporting.db,
        courier,
        name="reporting",
        topics=TOPICS,
        handlers=handlers(reporting.region),
        schemas={type_: event.schema for type_, event in EVENTS.items()},
        region_id=reporting.region.region_id,
        clock=lambda: NOW,
    )
    yield Flow(register, Relay(register, courier, "test"), consumer, reporting)
    consumer.close()
    courier.close()
    register.close()


def test_both_standings_are_kept_with_their_facts(flow: Flow) -> None:
    told = golden("register.return_changed")
    flow.tell(told)
    flow.consume()
    facts = flow.facts()
    assert facts["accepted", "in_post_fte", "", ""] == 104_600_000
    assert facts["accepted", "in_post_fte", "role", "5"] == 101_600_000
    assert facts["accepted", "agency_spend_pence", "", ""] == 620_894
    assert len(facts) == sum(len(told[name]["facts"]) for name in ("accepted", "certified") if told[name])
    with flow.reporting.db.snapshot() as session:
        state = session.scalars(select(MonthState)).one()
        assert state.accepted is not None
        assert (state.accepted["revision"], state.accepted["unreliable"]) == (2, ["caseload"])


def test_one_revision_that_is_both_is_kept_once(flow: Flow) -> None:
    told = golden("register.return_changed")
    signed = told["accepted"] | {"certified_at": "2027-01-06T09:30:00Z"}
    flow.tell(told | {"change": "certified", "accepted": signed, "certified": signed})
    flow.consume()
    assert {standing for standing, *_ in flow.facts()} == {"both"}


def test_a_newer_state_replaces_the_whole_and_an_older_one_nothing(flow: Flow) -> None:
    told = golden("register.return_changed")
    later = copy.deepcopy(told)
    later["accepted"] |= {"revision": 3, "facts": [{"item": "in_post_fte", "value": "99.000000"}]}
    later["certified"] = None
    flow.tell(told)
    flow.tell(later)
    flow.consume()
    assert flow.facts() == {("accepted", "in_post_fte", "", ""): 99_000_000}
    with flow.register.transaction() as session:
        session.execute(update(OutboxEvent).values(sent_at=None))
    assert flow.relay.run_once() == 2
    flow.consume()
    assert flow.facts() == {("accepted", "in_post_fte", "", ""): 99_000_000}


def test_a_withdrawal_leaves_no_facts_and_is_remembered(flow: Flow) -> None:
    told = golden("register.return_changed")
    flow.tell(told)
    flow.tell(told | {"change": "withdrawn", "withdrawn": True, "accepted": None, "certified": None})
    flow.consume()
    assert flow.facts() == {}
    with flow.reporting.db.snapshot() as session:
        state = session.scalars(select(MonthState)).one()
        assert (state.change, state.accepted, state.certified, state.sequence) == ("withdrawn", None, None, 2)
        # NULL, so that a query can ask for it
        assert session.scalars(select(MonthState).where(MonthState.accepted.is_(None))).one() is state


def test_the_dates_of_a_window_are_kept(flow: Flow) -> None:
    told = golden("register.window_changed")
    flow.tell(told, "register.window_changed")
    flow.consume()
    with flow.reporting.db.snapshot() as session:
        row = session.scalars(select(MonthWindow)).one()
        assert (row.month, row.due.isoformat()) == (told["month"], told["due"])


def test_an_authority_of_another_region_is_parked_and_the_others_go_on(flow: Flow) -> None:
    told = golden("register.return_changed")
    flow.tell(told | {"la_code": "999"})
    flow.tell(told)
    flow.consume()
    (parked,) = list_parked(flow.reporting.db, "reporting")
    assert "not in this region" in parked.reason
    assert flow.facts()
    counts = flow.reporting.get("pipeline", "regional_admin").get_json()
    assert (counts["complete"], counts["topics"][0]["parked"], counts["topics"][0]["stored"]) == (False, 1, 1)
    assert retry_parked(flow.consumer) == {parked.position: parked.reason}


def test_one_revision_with_two_sets_of_facts_is_parked(flow: Flow) -> None:
    told = golden("register.return_changed")
    flow.tell(told | {"certified": told["accepted"] | {"facts": []}})
    flow.consume()
    (parked,) = list_parked(flow.reporting.db, "reporting")
    assert "two sets of facts" in parked.reason
    assert flow.facts() == {}


def test_the_pipeline_counts_what_was_consumed_and_what_is_stored(flow: Flow) -> None:
    told = golden("register.return_changed")
    for month in ("2026-10", "2026-11", "2026-12"):
        flow.tell(told | {"month": month})
    flow.tell(told)
    flow.tell(golden("register.window_changed"), "register.window_changed")
    flow.consume()
    counts = flow.reporting.get("pipeline", "regional_admin").get_json()
    returns, windows = counts["topics"]
    assert (returns["topic"], returns["aggregates"], returns["applied"], returns["stored"]) == (
        "register.return",
        3,
        4,
        3,
    )
    assert (windows["applied"], windows["stored"], counts["complete"]) == (1, 1, True)
    assert counts["facts"] == len(flow.facts()) * 3
    assert flow.reporting.get("pipeline", "workstream").status_code == 403
