"""What the register tells the other services, as the shared schemas have it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.accounts import write_key_set
from services.register.app import create_app
from shared.runtime.config import Settings
from shared.runtime.schema import EventSchema
from shared.vocabulary.events import EVENTS, RETURN_CHANGED, WINDOW_CHANGED
from shared.vocabulary.items import FACTS, Fact
from tests.integration.register.suite import Moment, Register
from tests.unit.register.returns import assignment, leaver, sample


@pytest.fixture
def register(tmp_path: Path, new_sqlite: Callable[[str], str]) -> Register:
    settings = Settings(
        "register", new_sqlite("register"), environment="test", jwks=str(tmp_path / "jwks"), rate_limits=False
    )
    write_key_set(settings, tmp_path / "jwks")
    clock = Moment()
    made = Register(create_app(settings, clock), clock, settings)
    made.open_window()
    return made


def test_every_change_of_a_return_is_told_as_the_schema_has_it(register: Register) -> None:
    digest = register.submit().get_json()["digest"]
    register.sign(1, digest)
    register.submit(
        sample(agency_assignments=[], agency_spend={"cost_pence": 0, "includes": [], "accrued": True})
    )
    register.post("reversion", {"reason": "the assignments were forgotten"})
    register.post("withdrawal", {"revision": 3, "reason": "nothing holds"}, subject="second.335")
    register.submit()
    events = register.events()
    changes = ["accepted", "certified", "accepted", "reverted", "withdrawn", "accepted"]
    assert [event["data"]["change"] for event in events] == changes
    schema = EventSchema(EVENTS[RETURN_CHANGED].schema)
    assert [schema.reason(event["data"]) for event in events] == [None] * len(changes)
    assert [event["sequence"] for event in events] == [str(number) for number in range(1, 7)]


def test_a_window_is_told_as_the_schema_has_it(register: Register) -> None:
    schema = EventSchema(EVENTS[WINDOW_CHANGED].schema)
    assert [schema.reason(event["data"]) for event in register.events(WINDOW_CHANGED)] == [None]


def test_events_are_cloudevents_of_the_region(register: Register) -> None:
    register.submit()
    event = register.events()[0]
    assert (event["specversion"], event["type"], event["source"]) == ("1.0", RETURN_CHANGED, "/register")
    assert event["region"] == "west-midlands-demonstration"
    assert event["dataschema"] == f"urn:workforce:event:{RETURN_CHANGED}:1"


def test_facts_can_be_read_back_and_are_all_declared(register: Register) -> None:
    rows = [assignment(n, core_job_type=code) for n, code in enumerate(("SW", "SSW", "AP", "TM", "IRO"))]
    body = sample(agency_assignments=rows, leavers=[leaver(1), leaver(2, reason="10", role="1")])
    body["agency_spend"]["cost_pence"] = 5 * 620894
    body["workforce"][1]["vacancy_fte"] = "5"
    assert register.submit(body).status_code == 201
    told = register.events()[0]["data"]["accepted"]["facts"]
    assert [Fact.from_dict(fact).as_dict() for fact in told] == told
    assert {fact["item"] for fact in told} <= set(FACTS)
    assert len({tuple(sorted((k, v) for k, v in fact.items() if k != "value")) for fact in told}) == len(told)


def test_the_largest_return_fits_an_event(register: Register) -> None:
    rows = [assignment(n, fte="0.5", reason="workload") for n in range(1900)]
    body = sample(agency_assignments=rows)
    body["agency_spend"]["cost_pence"] = 1900 * 620894
    assert register.submit(body).status_code == 201
    assert len(str(register.events()[0])) < 20_000
