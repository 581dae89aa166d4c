"""One transaction a request: all of it or nothing, a race is a refusal, a missing database is a 503."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shared.errors import NotFound
from shared.runtime.constraints import conflict_of
from shared.runtime.web import Answer, check_if_match, command, etag, query, respond
from tests.integration.web.suite import Start, Suite
from tests.integration.web.toy import DOUBLE, NAME, Base, Note, count

NOTES = f"/{NAME}/v1/notes/335"


def test_an_answer_goes_out_after_the_commit(suite: Suite) -> None:
    answer = suite.client.post(NOTES, json={"title": "a"}, headers=suite.as_role())
    assert (answer.status_code, answer.json, answer.headers["Location"]) == (
        201,
        {"id": 1, "title": "a"},
        "/notes/1",
    )
    assert suite.notes() == 1


def test_a_failure_leaves_nothing_behind_and_tells_nothing(suite: Suite) -> None:
    answer = suite.client.post(f"/{NAME}/v1/breakage", headers={"X-Request-Id": "req-12345678"})
    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert answer.json["request_id"] == "req-12345678"
    assert not [word for word in ("passwd", "SELECT", "Runtime", "Traceback", ".py") if word in answer.text]
    assert suite.notes() == 0


def test_a_failure_is_logged_with_its_place_but_without_its_words(suite: Suite) -> None:
    suite.client.post(f"/{NAME}/v1/breakage", headers={"X-Request-Id": "req-12345678"})
    line = suite.log_lines()[-1]
    assert (line["level"], line["request_id"], line["error"]) == ("error", "req-12345678", "RuntimeError")
    assert any(frame.startswith("toy.py:") and frame.endswith(" write") for frame in line["frames"])
    assert b"passwd" not in suite.log.getvalue()


def test_a_named_unique_key_is_the_refusal_the_action_says(new_database, start: Start) -> None:
    suite = start(new_database(NAME))
    suite.write("a")
    answer = suite.client.post(NOTES, json={"title": "a"}, headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (409, "title_taken")
    assert suite.notes() == 1


def test_any_other_broken_constraint_is_our_error(new_database, start: Start) -> None:
    suite = start(new_database(NAME))
    with suite.app.test_request_context(), pytest.raises(Exception) as caught:
        command(lambda session: session.add(Note(title="a")) or Answer({}), conflicts=DOUBLE)
    assert conflict_of(caught.value, DOUBLE, [Base.metadata]) is None


def test_a_racing_pair_gets_one_note_and_one_refusal(new_database, start: Start) -> None:
    suite = start(new_database(NAME), rate_limits=False)
    headers, statuses = suite.as_role(), []

    def send() -> None:
        statuses.append(suite.client.post(NOTES, json={"title": "same"}, headers=headers).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] + [409] * 7
    assert suite.notes() == 1


def test_a_locked_database_is_503_with_a_time_to_wait(suite: Suite) -> None:
    path = suite.app.extensions["workforce"].settings.database_url.removeprefix("sqlite:///")
    suite.db.engine.dispose()
    with suite.db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = suite.client.post(NOTES, json={"title": "a"}, headers=suite.as_role())
    other.close()
    assert (answer.status_code, answer.json["code"]) == (503, "database_unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unreachable_database_is_503_for_reads_and_writes(suite: Suite, method: str) -> None:
    path = Path(suite.app.extensions["workforce"].settings.database_url.removeprefix("sqlite:///"))
    suite.db.close()
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    body = {"title": "a"} if method == "POST" else None
    answer = suite.client.open(NOTES, method=method, json=body, headers=suite.as_role())
    assert (answer.status_code, answer.json["code"]) == (503, "database_unavailable")


def test_a_faulty_statement_is_our_error_and_no_503(suite: Suite) -> None:
    with suite.app.test_request_context(), pytest.raises(OperationalError):
        query(lambda session: session.execute(text("SELECT nothing FROM note")))


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        (None, 200),
        ('"old"', 200),
        ("*", 200),
        ('"x", "old"', 200),
        ('"x"', 412),
        ('W/"old"', 412),
    ],
)
def test_if_match_guards_a_change(suite: Suite, if_match: str | None, status: int) -> None:
    suite.write("old")
    headers = suite.as_role() | ({"If-Match": if_match} if if_match else {})
    answer = suite.client.put(f"{NOTES}/1", json={"title": "new"}, headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["ETag"] == '"new"'
    else:
        assert answer.json["code"] == "stale"


def test_if_match_cannot_name_what_does_not_exist(suite: Suite) -> None:
    with suite.app.test_request_context(headers={"If-Match": "*"}), pytest.raises(Exception) as caught:
        check_if_match(None)
    assert caught.value.code == "stale"


def test_bytes_go_out_as_they_are(suite: Suite) -> None:
    with suite.app.test_request_context():
        sent = respond(Answer(b"a,b\r\n", headers={"Content-Type": "text/csv"} | etag("v1")))
    assert (sent.data, sent.content_type, sent.headers["ETag"]) == (b"a,b\r\n", "text/csv", '"v1"')


def test_no_content_has_no_body(suite: Suite) -> None:
    with suite.app.test_request_context():
        assert respond(Answer(None, status=204)).data == b""


def test_a_refusal_inside_a_read_stays_what_it_is(suite: Suite) -> None:
    def read(session: object) -> None:
        raise NotFound("not_found", "No.")

    with suite.app.test_request_context(), pytest.raises(NotFound):
        query(read)


def test_counting_reads_what_was_committed(suite: Suite) -> None:
    suite.write("a")
    with suite.app.test_request_context():
        assert query(count) == 1
