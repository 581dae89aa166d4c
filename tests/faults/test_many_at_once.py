"""Many clients and a killer at once: every answer given stays true."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.invariants import check_all, outbox
from tests.faults.running import WORKFORCE, Answer, Running
from tests.unit.register.returns import sample

ROUNDS = 200
LA_CODES = ("330", "331", "332", "333", "334", "335")


def at_once(*asks: Callable[[], Answer | None]) -> list[Answer]:
    with ThreadPoolExecutor(len(asks)) as threads:
        answers = [future.result() for future in [threads.submit(ask) for ask in asks]]
    assert None not in answers
    return [answer for answer in answers if answer is not None]


def told(running: Running) -> list[dict[str, object]]:
    return [event["data"] for event in outbox(running.register) if event["aggregatetype"] == "return"]


def cases(number: int) -> dict[str, object]:
    return {"cases": 1000 + number, "case_holders_fte": "98.2"}


def test_fifty_submissions_of_one_return_are_one_revision_and_one_event(with_window: Running) -> None:
    with_window.start_api(workers=2)
    answers = at_once(*[with_window.submit] * 50)
    counted = Counter(answer.status_code for answer in answers)
    assert counted[201] == 1
    assert counted[200] + counted[409] == 49
    assert len(told(with_window)) == 1
    with_window.catch_up()
    check_all(with_window)


@pytest.mark.postgres
@pytest.mark.slow
def test_a_submission_and_a_signature_at_once_are_both_true_two_hundred_times(on_postgres: Running) -> None:
    on_postgres.start_api(workers=2)
    signed_revisions = set()
    for number in range(ROUNDS):
        held = on_postgres.submit(sample(caseload=cases(2 * number))).json()
        submitted, signed = at_once(
            lambda n=number: on_postgres.submit(sample(caseload=cases(2 * n + 1))),
            lambda held=held: on_postgres.certify(held),
        )
        assert (submitted.status_code, submitted.json()["revision"]) == (201, held["revision"] + 1)
        assert signed.status_code in (200, 409)
        last = told(on_postgres)[-1]
        assert last["accepted"]["revision"] == held["revision"] + 1
        if signed.status_code == 200:
            signed_revisions.add(held["revision"])
            assert last["certified"]["revision"] == held["revision"]
        assert (last["certified"] or {"revision": None})["revision"] == max(signed_revisions, default=None)
    on_postgres.catch_up()
    check_all(on_postgres)


@pytest.mark.slow
def test_processes_killed_at_random_under_load_lose_and_double_nothing(with_window: Running) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"the killer's seed is {seed}")
    chance = random.Random(seed)
    api = with_window.start_api(workers=2)
    carriers = {
        command: with_window.start(*WORKFORCE, *command)
        for command in (("relay", "--service", "register"), ("consume", "--service", "reporting"))
    }
    stop = threading.Event()
    clients = [
        threading.Thread(target=submit_until, args=(with_window, la_code, stop)) for la_code in LA_CODES
    ]
    for client in clients:
        client.start()
    for _ in range(8):
        stop.wait(chance.uniform(0.5, 3.0))
        command = chance.choice(list(carriers))
        with_window.kill(carriers[command])
        carriers[command] = with_window.start(*WORKFORCE, *command)
        with_window.kill_worker(api, chance)
    stop.set()
    for client in clients:
        client.join(90)
    with_window.kill_all()
    assert len(with_window.acknowledged) > len(LA_CODES)
    with_window.catch_up(120)
    check_all(with_window)


def submit_until(running: Running, la_code: str, stop: threading.Event) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        running.submit(sample(la_code=la_code, caseload=cases(number)))
