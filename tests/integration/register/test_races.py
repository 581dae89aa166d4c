"""Many at once: every answer is true afterwards, and nothing is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.register.conftest import Start
from tests.integration.register.suite import Register
from tests.unit.register.returns import sample


def at_once(*asks: Callable[[], TestResponse]) -> list[TestResponse]:
    with ThreadPoolExecutor(len(asks)) as threads:
        return [future.result() for future in [threads.submit(ask) for ask in asks]]


def test_fifty_submissions_of_one_return_make_one_revision_and_one_event(register: Register) -> None:
    body = sample()
    answers = at_once(*[lambda: register.submit(body)] * 50)
    counted = Counter(answer.status_code for answer in answers)
    assert counted == {201: 1, 200: 49}
    assert {answer.get_json()["revision"] for answer in answers} == {1}
    assert len(register.events()) == 1
    assert [action for _, action, _ in register.audits()].count("submit_return") == 1


def test_different_submissions_at_once_become_revisions_in_a_row(register: Register) -> None:
    bodies = [sample(caseload={"cases": 1400 + n, "case_holders_fte": "98.2"}) for n in range(8)]
    answers = at_once(*[lambda body=body: register.submit(body) for body in bodies])
    assert sorted(answer.get_json()["revision"] for answer in answers) == list(range(1, 9))
    assert [event["sequence"] for event in register.events()] == [str(n) for n in range(1, 9)]
    told = [event["data"]["accepted"]["revision"] for event in register.events()]
    assert told == list(range(1, 9))


def test_a_submission_and_a_certification_at_once_are_both_true_afterwards(on_sqlite: Register) -> None:
    race_submission_and_certification(on_sqlite, 12)


@pytest.mark.postgres
@pytest.mark.slow
def test_two_hundred_races_of_submission_and_certification_lose_nothing(
    start: Start, new_postgres: Callable[[str], str]
) -> None:
    register = start(new_postgres("register"))
    register.open_window()
    assert race_submission_and_certification(register, 200) > {409}


def test_two_certifications_at_once_are_one_signature(register: Register) -> None:
    held = register.submit().get_json()
    answers = at_once(
        *[lambda n=n: register.sign(1, held["digest"], subject=f"certifier-{n}.335") for n in range(6)]
    )
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({answer.get_json()["certified_at"] for answer in answers}) == 1
    assert register.rows()["certification"] == 1
    assert [event["data"]["change"] for event in register.events()] == ["accepted", "certified"]


def test_a_withdrawal_and_a_certification_at_once_leave_one_of_two_states(register: Register) -> None:
    held = register.submit().get_json()
    withdrawn, signed = at_once(
        lambda: register.post("withdrawal", {"revision": 1, "reason": "wrong file"}),
        lambda: register.sign(1, held["digest"], subject="second.335"),
    )
    assert withdrawn.status_code == 200
    assert signed.status_code in (200, 409)
    assert register.events()[-1]["data"]["withdrawn"] is True
    assert register.read().get_json()["status"] == "withdrawn"


def race_submission_and_certification(register: Register, rounds: int) -> set[int]:
    """Status codes that the certifications got."""
    seen = set()
    for number in range(rounds):
        held = register.submit(_changed(2 * number)).get_json()
        submitted, signed = at_once(
            lambda n=number: register.submit(_changed(2 * n + 1)),
            lambda held=held: register.sign(held["revision"], held["digest"]),
        )
        assert submitted.status_code == 201
        assert submitted.get_json()["revision"] == held["revision"] + 1
        _check_signature(register, held, signed)
        seen.add(signed.status_code)
    return seen


def _changed(cases: int) -> dict[str, Any]:
    return sample(caseload={"cases": 1000 + cases, "case_holders_fte": "98.2"})


def _check_signature(register: Register, held: dict[str, Any], signed: TestResponse) -> None:
    latest = register.events()[-1]["data"]
    status = register.read(f"/revisions/{held['revision']}").get_json()["status"]
    assert latest["accepted"]["revision"] == held["revision"] + 1
    if signed.status_code == 200:
        assert latest["certified"]["revision"] == held["revision"]
        assert status == "certified"
    else:
        assert (signed.status_code, signed.get_json()["code"]) == (409, "not_latest")
        assert status == "accepted"
