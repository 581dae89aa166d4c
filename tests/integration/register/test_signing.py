"""A second person signs a named revision; nothing else counts for the region."""

import pytest

from tests.integration.register.suite import Register, facts
from tests.unit.register.returns import MONTH, sample

CHANGED = {"cases": 1500, "case_holders_fte": "98.200000"}


@pytest.fixture
def digest(register: Register) -> str:
    """Of revision 1, submitted."""
    digest: str = register.submit().get_json()["digest"]
    return digest


def test_a_certified_revision_counts_for_the_region(register: Register, digest: str) -> None:
    register.clock.go_to("2027-01-12")
    answer = register.sign(1, digest)
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["status"], body["certified_revision"], body["certified_at"]) == (
        "certified",
        1,
        "2027-01-12T12:00:00Z",
    )
    assert answer.headers["ETag"] == '"1-certified"'
    data = register.events()[-1]["data"]
    assert data["change"] == "certified"
    assert data["certified"] == data["accepted"]
    assert data["certified"]["certified_at"] == "2027-01-12T12:00:00Z"
    assert register.audits()[-1] == ("hr_certifier.335", "certify_return", f"return 335/{MONTH} revision 1")


def test_signing_again_changes_nothing(register: Register, digest: str) -> None:
    first = register.sign(1, digest).get_json()
    again = register.sign(1, digest, subject="another.335")
    assert (again.status_code, again.get_json()) == (200, first)
    assert len(register.events()) == 2


def test_whoever_submitted_may_not_sign(register: Register, digest: str) -> None:
    answer = register.sign(1, digest, subject="hr_submitter.335")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "same_person")
    assert register.rows()["certification"] == 0


@pytest.mark.parametrize("rest", ["certification", "reversion", "withdrawal"])
def test_a_machine_may_not_do_what_a_second_person_does(register: Register, digest: str, rest: str) -> None:
    bodies = {
        "certification": {"revision": 1, "digest": digest},
        "reversion": {"reason": "wrong file"},
        "withdrawal": {"revision": 1, "reason": "wrong file"},
    }
    answer = register.post(rest, bodies[rest], machine=True)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "person_needed")


def test_a_machine_may_submit(register: Register) -> None:
    assert register.submit(machine=True).status_code == 201


def test_a_revision_that_is_no_longer_the_latest_cannot_be_signed(register: Register, digest: str) -> None:
    register.submit(sample(caseload=CHANGED))
    answer = register.sign(1, digest)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "not_latest")


def test_another_digest_cannot_be_signed(register: Register, digest: str) -> None:
    answer = register.sign(1, "0" * 64)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "digest_differs")


def test_a_return_that_is_not_in_cannot_be_signed(register: Register) -> None:
    assert register.sign(1, "0" * 64).status_code == 404
    assert register.rows()["monthly_return"] == 0


def test_a_correction_leaves_the_signed_revision_in_the_region_s_figures(
    register: Register, digest: str
) -> None:
    register.sign(1, digest)
    register.submit(sample(caseload=CHANGED))
    data = register.events()[-1]["data"]
    assert (data["accepted"]["revision"], data["certified"]["revision"]) == (2, 1)
    assert facts(data["accepted"])["cases",] == "1500"
    assert facts(data["certified"])["cases",] == "1480"
    assert data["accepted"]["certified_at"] is None
    assert register.read().get_json()["status"] == "accepted"


def test_a_reversion_is_a_new_revision_that_somebody_else_signs(register: Register, digest: str) -> None:
    register.sign(1, digest)
    register.submit(sample(caseload=CHANGED))
    answer = register.post("reversion", {"reason": "the correction was of another team"})
    assert answer.status_code == 201
    body = answer.get_json()
    assert (body["revision"], body["status"], body["digest"], body["origin"]) == (
        3,
        "accepted",
        digest,
        "reversion",
    )
    data = register.events()[-1]["data"]
    assert data["change"] == "reverted"
    assert data["accepted"]["facts"] == data["certified"]["facts"]
    assert register.sign(3, digest).get_json()["code"] == "same_person"
    assert register.sign(3, digest, subject="second.335").status_code == 200


def test_reverting_what_is_signed_already_changes_nothing(register: Register, digest: str) -> None:
    register.sign(1, digest)
    answer = register.post("reversion", {"reason": "to be sure"})
    assert (answer.status_code, answer.get_json()["revision"]) == (200, 1)
    register.submit(sample(caseload=CHANGED))
    register.submit()
    answer = register.post("reversion", {"reason": "to be sure"})
    assert (answer.status_code, answer.get_json()["revision"]) == (200, 3)
    assert len(register.events()) == 4


def test_there_is_nothing_to_go_back_to_before_the_first_signature(register: Register, digest: str) -> None:
    answer = register.post("reversion", {"reason": "wrong file"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "nothing_certified")


def test_a_withdrawn_return_says_nothing_any_more(register: Register, digest: str) -> None:
    register.sign(1, digest)
    answer = register.post("withdrawal", {"revision": 1, "reason": "the ledger was of another month"})
    assert (answer.status_code, answer.get_json()["status"]) == (200, "withdrawn")
    data = register.events()[-1]["data"]
    assert (data["change"], data["withdrawn"]) == ("withdrawn", True)
    assert (data["accepted"], data["certified"]) == (None, None)
    again = register.post("withdrawal", {"revision": 1, "reason": "again"})
    assert (again.status_code, len(register.events())) == (200, 3)
    assert register.sign(1, digest).get_json()["code"] == "withdrawn"
    assert register.post("reversion", {"reason": "back"}).get_json()["code"] == "withdrawn"


def test_the_same_content_after_a_withdrawal_is_a_new_revision(register: Register, digest: str) -> None:
    register.post("withdrawal", {"revision": 1, "reason": "too early"})
    answer = register.submit()
    assert (answer.status_code, answer.get_json()["revision"]) == (201, 2)
    data = register.events()[-1]["data"]
    assert (data["withdrawn"], data["accepted"]["revision"]) == (False, 2)
    listed = register.read("/revisions").get_json()["items"]
    assert [(item["revision"], item["status"]) for item in listed] == [(2, "accepted"), (1, "withdrawn")]


def test_only_the_latest_revision_can_be_withdrawn(register: Register, digest: str) -> None:
    register.submit(sample(caseload=CHANGED))
    answer = register.post("withdrawal", {"revision": 1, "reason": "wrong"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "not_latest")


@pytest.mark.parametrize(
    ("rest", "body", "where"),
    [
        ("certification", {"revision": "1", "digest": "0" * 64}, "/revision"),
        ("certification", {"revision": 1, "digest": "abc"}, "/digest"),
        ("certification", {"revision": 1, "digest": "0" * 64, "certified_at": "now"}, "/certified_at"),
        ("withdrawal", {"revision": 1, "reason": " "}, "/reason"),
        ("withdrawal", {"revision": 1}, "/reason"),
        ("reversion", {"reason": "ask QQ123456C, NINO AB123456C"}, "/reason"),
        ("reversion", {"reason": "ring 07700 900123"}, "/reason"),
    ],
)
def test_a_wrong_request_is_refused_at_its_place(
    on_sqlite: Register, rest: str, body: dict[str, object], where: str
) -> None:
    on_sqlite.submit()
    answer = on_sqlite.post(rest, body)
    assert answer.status_code == 422
    assert {fault["where"] for fault in answer.get_json()["problems"]} == {where}
    assert len(on_sqlite.events()) == 1


def test_the_same_signature_sent_twice_with_a_key_is_answered_once(register: Register, digest: str) -> None:
    first = register.sign(1, digest, Idempotency_Key="sign-2026-12")
    register.submit(sample(caseload=CHANGED))
    again = register.sign(1, digest, Idempotency_Key="sign-2026-12")
    assert (again.status_code, again.data) == (200, first.data)
    other = register.sign(2, digest, Idempotency_Key="sign-2026-12")
    assert other.status_code == 422
