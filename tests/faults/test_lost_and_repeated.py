"""The courier repeats, mixes up or loses events, and reporting's database is lost: FLT-26, FLT-27, FLT-31."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from deploy.accounts import mint_token
from services.reporting.app import create_app
from shared.runtime.replay import replay
from tests.faults.invariants import check_all, digest, outbox, stored
from tests.faults.running import Running
from tests.unit.register.returns import sample

QUARTER = "2026-27-Q3"
JANUARY = datetime(2027, 1, 20, 9, tzinfo=UTC)
Lose = Callable[[Running], object]
LOSSES: dict[str, Lose] = {
    "reporting": lambda running: running.lose_reporting(),
    "courier": lambda running: running.lose_courier(),
    "both": lambda running: (running.lose_reporting(), running.lose_courier()),
}


def consume_all(running: Running) -> None:
    consumer = running.consumer()
    while consumer.run_once(timeout_seconds=1.0):
        continue
    consumer.close()


def reporting_app(running: Running) -> Flask:
    return create_app(running.settings("reporting"), lambda: JANUARY)


def ask(app: Flask, running: Running, method: str, path: str, body: Any = None) -> Any:
    token = mint_token(running.settings("reporting"), "regional_admin", now=JANUARY)
    headers = {"Authorization": f"Bearer {token}"}
    answer = app.test_client().open(f"/reporting/v1{path}", method=method, json=body, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    return answer.get_json()


def test_every_event_delivered_three_times_more_has_one_effect(with_returns: Running) -> None:
    with_returns.catch_up()
    before = stored(with_returns.reporting)
    for _ in range(3):
        with_returns.publish(outbox(with_returns.register))
    consume_all(with_returns)
    assert stored(with_returns.reporting) == before
    check_all(with_returns)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_newest_state_wins_when_events_of_a_return_are_mixed_up(with_returns: Running, seed: int) -> None:
    for cases in range(1500, 1505):
        body = sample(caseload={"cases": cases, "case_holders_fte": "98.2"})
        assert with_returns.submit(body).status_code == 201
    events = outbox(with_returns.register)
    random.Random(seed).shuffle(events)
    for start in range(0, len(events), 3):
        with_returns.publish(events[start : start + 3])
        consume_all(with_returns)
    assert with_returns.behind() == set()
    with_returns.catch_up()
    check_all(with_returns)


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES.keys())
def test_what_is_lost_is_rebuilt_from_the_outbox_to_the_same_figures(
    with_returns: Running, lose: Lose
) -> None:
    with_returns.catch_up()
    before = digest(stored(with_returns.reporting))
    lose(with_returns)
    assert replay(with_returns.register, with_returns.transport) == 6
    with_returns.catch_up()
    assert digest(stored(with_returns.reporting)) == before
    check_all(with_returns)


def test_releases_come_back_from_their_archive_with_the_same_digests(with_returns: Running) -> None:
    with_returns.catch_up()
    app = reporting_app(with_returns)
    released = ask(app, with_returns, "POST", "/releases", {"quarter": QUARTER})
    app.extensions["workforce"].db.close()
    with_returns.lose_reporting()
    app = reporting_app(with_returns)
    assert [found["id"] for found in ask(app, with_returns, "GET", "/releases")["items"]] == [released["id"]]
    restored = ask(app, with_returns, "GET", f"/releases/{released['id']}")
    assert restored["digest"] == released["digest"]
    assert restored["figures"] == released["figures"]
    with_returns.catch_up()
    again = ask(app, with_returns, "POST", "/releases", {"quarter": QUARTER})
    assert again["id"] == released["id"]
    app.extensions["workforce"].db.close()
