"""A POST sent twice with the same key is done once, and both get the same answer."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shared.runtime.tables import IdempotencyRow
from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import NAME

NOTES = f"/{NAME}/v1/notes/335"


@pytest.fixture
def suite(new_database, start: Start) -> Suite:
    return start(new_database(NAME))


def send(suite: Suite, key: str | None, body: object, *about: str | None, path: str = NOTES):
    headers = suite.as_role(*about) | ({"Idempotency-Key": key} if key else {})
    return suite.client.post(path, json=body, headers=headers)


def kept(suite: Suite) -> int:
    with suite.db.snapshot() as session:
        return session.scalar(select(func.count()).select_from(IdempotencyRow)) or 0


def test_the_second_answer_is_the_first_byte_for_byte(suite: Suite) -> None:
    first, again = send(suite, "k1", {"title": "é"}), send(suite, "k1", {"title": "é"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.data, again.headers["Location"]) == (first.data, first.headers["Location"])
    assert again.content_type == first.content_type
    assert suite.notes() == 1


def test_the_same_key_with_another_body_is_422(suite: Suite) -> None:
    send(suite, "k1", {"title": "a"})
    answer = send(suite, "k1", {"title": "b"})
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert suite.notes() == 1


def test_the_same_key_on_another_path_is_422(suite: Suite) -> None:
    admin = ("regional_admin", None)
    send(suite, "k1", {"title": "a"}, *admin)
    answer = send(suite, "k1", {"title": "a"}, *admin, path=f"/{NAME}/v1/notes/336")
    assert answer.status_code == 422


def test_another_subject_with_the_same_key_gets_its_own_answer(suite: Suite) -> None:
    send(suite, "k1", {"title": "a"})
    answer = send(suite, "k1", {"title": "b"}, "regional_admin", None)
    assert (answer.status_code, answer.json["id"]) == (201, 2)


def test_open_posts_from_two_addresses_do_not_share_keys(suite: Suite) -> None:
    path = f"/{NAME}/v1/questions"

    def ask(address: str, title: str):
        return suite.client.post(
            path,
            json={"title": title},
            headers={"Idempotency-Key": "k1"},
            environ_overrides={"REMOTE_ADDR": address},
        )

    assert ask("192.0.2.1", "a").json["title"] == "a"
    assert ask("192.0.2.2", "b").json["title"] == "b"
    assert ask("192.0.2.1", "b").status_code == 422
    with suite.db.snapshot() as session:
        assert not [row for row in session.scalars(select(IdempotencyRow.subject)) if "192.0.2" in row]


def test_a_refused_request_does_not_use_its_key_up(suite: Suite) -> None:
    suite.write("taken")
    assert send(suite, "k1", {"title": "taken"}).status_code == 409
    assert kept(suite) == 0
    assert send(suite, "k1", {"title": "free"}).status_code == 201


def test_without_a_key_nothing_is_kept(suite: Suite) -> None:
    send(suite, None, {"title": "a"})
    assert kept(suite) == 0


def test_requests_with_one_key_at_the_same_time_are_done_once(suite: Suite) -> None:
    answers = []
    headers = suite.as_role() | {"Idempotency-Key": "k1"}

    def run() -> None:
        answer = suite.client.post(NOTES, json={"title": "a"}, headers=headers)
        answers.append((answer.status_code, answer.data))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {(201, b'{"id":1,"title":"a"}')}
    assert (suite.notes(), kept(suite)) == (1, 1)


def test_after_a_week_a_key_is_new_again(suite: Suite) -> None:
    send(suite, "k1", {"title": "a"})
    suite.clock.now += timedelta(days=7, seconds=1)
    assert send(suite, "k1", {"title": "b"}).json["title"] == "b"
    assert kept(suite) == 1


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 121, "a\tb"])
def test_a_key_of_another_form_is_400(suite: Suite, key: str) -> None:
    headers = suite.as_role()
    answer = suite.client.post(
        NOTES, json={"title": "a"}, headers=headers, environ_overrides={"HTTP_IDEMPOTENCY_KEY": key}
    )
    assert (answer.status_code, answer.json["code"]) == (400, "bad_idempotency_key")
    assert suite.notes() == 0
