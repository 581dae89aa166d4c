"""What must hold after every fault: I1 to I6, read from the databases themselves, not through the product.

I1 no lost write, I2 no torn write, I3 no aborted read, I4 one effect an event, I5 sequences without a hole,
I6 reporting is the fold of the events.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from services.register.models import FactRow, MonthlyReturn, Revision
from services.reporting.models import Fact, MonthState, MonthWindow
from shared.runtime.db import Database
from shared.runtime.tables import Aggregate, AggregateSeen, OutboxEvent, ParkedEvent
from shared.vocabulary.calendar import Month
from shared.vocabulary.items import facts_of
from tests.faults.running import Acknowledged, Running

JSON = dict[str, Any]
Key = tuple[str, str]
NEITHER_ITEM_NOR_VALUE = {"item", "value"}


def check_all(running: Running) -> None:
    """I1 to I6, once reporting has caught up."""
    events = outbox(running.register)
    check_nothing_lost(running.register, running.acknowledged, events)
    check_nothing_torn(running.register)
    check_nothing_aborted(running.register, events)
    check_sequences(running.register, events)
    check_one_effect(running.reporting, events)
    assert digest(stored(running.reporting)) == digest(folded(events))
    assert stored(running.reporting) == folded(events)


def outbox(register: Database) -> list[JSON]:
    """Every event the register ever wrote, in the order of its outbox."""
    with register.snapshot() as session:
        rows = session.execute(select(OutboxEvent.payload).order_by(OutboxEvent.position)).scalars()
        return [json.loads(payload) for payload in rows]


def check_nothing_lost(register: Database, answers: Sequence[Acknowledged], events: Sequence[JSON]) -> None:
    """I1: every revision that a client was told of is there, and was told of in an event."""
    with register.snapshot() as session:
        rows = session.execute(select(Revision)).scalars()
        kept = {(row.la_code, row.month, row.number): row.digest for row in rows}
    told = {
        (event["data"]["la_code"], event["data"]["month"], event["data"]["accepted"]["revision"])
        for event in events
        if event["type"] == "register.return_changed" and event["data"]["accepted"]
    }
    for answer in answers:
        key = (answer.la_code, answer.month, answer.revision)
        assert kept.get(key) == answer.digest, f"I1: {key} was acknowledged and is not there"
        assert key in told, f"I1: {key} was acknowledged and no event tells of it"


def check_nothing_torn(register: Database) -> None:
    """I2: a revision has its whole document and exactly the facts of it."""
    with register.snapshot() as session:
        facts: dict[tuple[str, str, int], set[tuple[str, str, str, int]]] = defaultdict(set)
        for row in session.execute(select(FactRow)).scalars():
            fact = (row.item, row.breakdown, row.code, row.value)
            facts[row.la_code, row.month, row.revision].add(fact)
        revisions = list(session.execute(select(Revision)).scalars())
        latest = {
            (held.la_code, held.month): held.latest_revision
            for held in session.execute(select(MonthlyReturn)).scalars()
        }
    numbers: dict[Key, set[int]] = defaultdict(set)
    for revision in revisions:
        key = (revision.la_code, revision.month, revision.number)
        assert revision.document is not None
        assert hashlib.sha256(revision.document.encode()).hexdigest() == revision.digest, f"I2: {key} is torn"
        whole = facts_of(json.loads(revision.document), Month.parse(revision.month))
        wanted = {(fact.item, fact.breakdown or "", fact.code or "", fact.value) for fact in whole}
        assert wanted <= facts[key], f"I2: facts of {key} are missing"
        numbers[key[:2]].add(revision.number)
    assert facts.keys() <= {(row.la_code, row.month, row.number) for row in revisions}
    assert {key: max(found) for key, found in numbers.items()} == latest
    assert all(found == set(range(1, len(found) + 1)) for found in numbers.values())


def check_nothing_aborted(register: Database, events: Sequence[JSON]) -> None:
    """I3: no event tells of what was rolled back."""
    with register.snapshot() as session:
        rows = session.execute(select(Revision)).scalars()
        kept = {(row.la_code, row.month, row.number): row.digest for row in rows}
    for event in events:
        data = event["data"]
        for standing in ("accepted", "certified"):
            if told := data.get(standing):
                key = (data["la_code"], data["month"], told["revision"])
                assert kept.get(key) == told["digest"], f"I3: {key} was told of and is not there"


def check_sequences(register: Database, events: Sequence[JSON]) -> None:
    """I5: each aggregate's events are numbered 1, 2, 3 ... in the order they were written."""
    numbers: dict[Key, list[int]] = defaultdict(list)
    for event in events:
        numbers[event["aggregatetype"], event["aggregateid"]].append(int(event["sequence"]))
    for key, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), f"I5: {key} has {found}"
    with register.snapshot() as session:
        last = {
            (row.type, row.id): row.sequence
            for row in session.execute(select(Aggregate)).scalars()
            if row.sequence
        }
    assert last == {key: len(found) for key, found in numbers.items()}


def check_one_effect(reporting: Database, events: Sequence[JSON]) -> None:
    """I4: each event has been applied once, whatever was delivered, and nothing is parked."""
    written: dict[Key, list[JSON]] = defaultdict(list)
    for event in events:
        written[f"register.{event['aggregatetype']}", event["aggregateid"]].append(event)
    with reporting.snapshot() as session:
        seen = {(row.type, row.id): row for row in session.execute(select(AggregateSeen)).scalars()}
        assert list(session.execute(select(ParkedEvent.reason)).scalars()) == []
    assert seen.keys() == written.keys()
    for key, row in seen.items():
        newest = written[key][-1]
        assert (row.sequence, row.event_id) == (int(newest["sequence"]), newest["id"])
        assert row.applied <= len(written[key]), f"I4: {key} was applied {row.applied} times"
        if row.gaps == 0:
            assert row.applied == len(written[key]), f"I4: {key} was applied {row.applied} times"


def stored(reporting: Database) -> JSON:
    """What reporting holds, in a form that can be compared and hashed."""
    with reporting.snapshot() as session:
        facts = [
            [row.month, row.la_code, row.standing, row.item, row.breakdown, row.code, row.value]
            for row in session.execute(select(Fact)).scalars()
        ]
        states = [
            [
                row.month,
                row.la_code,
                row.sequence,
                row.event_id,
                _number(row.accepted),
                _number(row.certified),
            ]
            for row in session.execute(select(MonthState)).scalars()
        ]
        windows = [
            [row.month, str(row.opens), str(row.due), str(row.closes)]
            for row in session.execute(select(MonthWindow)).scalars()
        ]
    return {"facts": sorted(facts), "states": sorted(states, key=str), "windows": sorted(windows)}


def folded(events: Sequence[JSON]) -> JSON:
    """What reporting must hold: the newest event of each aggregate, worked out the slow and obvious way."""
    newest: dict[Key, JSON] = {}
    for event in events:
        newest[event["type"], event["aggregateid"]] = event
    facts, states, windows = [], [], []
    for (type_, _), event in newest.items():
        data = event["data"]
        if type_ == "register.window_changed":
            windows.append([data["month"], data["opens"], data["due"], data["closes"]])
        if type_ == "register.return_changed":
            numbers = [_number(data["accepted"]), _number(data["certified"])]
            states.append([data["month"], data["la_code"], int(event["sequence"]), event["id"], *numbers])
            facts += _facts(data)
    return {"facts": sorted(facts), "states": sorted(states, key=str), "windows": sorted(windows)}


def digest(state: JSON) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def _number(told: Mapping[str, Any] | None) -> int | None:
    return None if told is None else int(told["revision"])


def _facts(data: JSON) -> list[list[Any]]:
    standings = {"accepted": data["accepted"], "certified": data["certified"]}
    if data["accepted"] and data["certified"] and _number(data["accepted"]) == _number(data["certified"]):
        standings = {"both": data["accepted"]}
    return [
        [data["month"], data["la_code"], standing, fact["item"], *_breakdown(fact), _whole(fact["value"])]
        for standing, told in standings.items()
        if told
        for fact in told["facts"]
    ]


def _breakdown(fact: Mapping[str, str]) -> tuple[str, str]:
    more = [name for name in fact if name not in NEITHER_ITEM_NOR_VALUE]
    return (more[0], fact[more[0]]) if more else ("", "")


def _whole(text: str) -> int:
    """Millionths where the number has places, else the number itself."""
    whole, _, places = text.partition(".")
    return int(whole + places) if places else int(whole)
