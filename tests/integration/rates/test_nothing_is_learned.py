"""The open service tells nobody what others asked, cannot be filled by asking, and is never behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.rates.actions.checks import forget_old_checks
from services.rates.rules.references import references
from shared.vocabulary.calendar import london_date
from tests.integration.rates.service import Rates, question, start_rates
from tests.unit.rates.conftest import cap

NewDatabase = Callable[[str], str]


def test_who_asks_second_gets_what_who_asks_first_gets(new_database: NewDatabase, tmp_path: Path) -> None:
    """Two services with one secret and protocol: in one somebody has asked before."""
    services = [start_rates(new_database("rates"), tmp_path) for _ in range(2)]
    for service in services:
        service.add_years()
        service.publish()
    services[0].post("/checks", question())
    services[0].clock.to("2026-03-20T12:00:00")
    answers = [service.post("/checks", question()) for service in services]
    assert answers[0].data == answers[1].data
    hidden = {"Date", "X-Request-Id"}
    headers = [{name: value for name, value in answer.headers if name not in hidden} for answer in answers]
    assert headers[0] == headers[1]
    for service in services:
        service.db.close()


def test_a_later_version_does_not_show_who_asked_before(new_database: NewDatabase, tmp_path: Path) -> None:
    """The days of a cap change when its successor is published: the answer is new for everybody."""
    services = [start_rates(new_database("rates"), tmp_path) for _ in range(2)]
    for service in services:
        service.add_years()
        service.publish()
    services[0].post("/checks", question())
    for service in services:
        service.publish(version="2026-04", valid_from="2026-04-01")
    answers = [service.post("/checks", question()) for service in services]
    assert answers[0].data == answers[1].data
    assert answers[0].get_json()["cap"]["valid_to"] == "2026-04-01"
    for service in services:
        service.db.close()


def test_the_reference_cannot_be_foretold_without_the_secret(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    found = []
    for secret in ("a secret of tests, forty characters long", "another secret, also forty characters long"):
        service = start_rates(new_database("rates"), tmp_path, secret=secret)
        service.add_years()
        service.publish()
        found.append(service.check()["reference"])
        service.db.close()
    assert found[0] != found[1]


def test_asking_the_same_again_in_another_spelling_writes_nothing(in_force: Rates) -> None:
    in_force.post("/checks", question(hours_per_week="37"))
    before = in_force.row_counts()
    for body in (question(hours_per_week="37.00"), question(hours_per_week=37, notice_weeks=None)):
        assert in_force.post("/checks", body).status_code == 200
    assert in_force.row_counts() == before


def test_an_address_that_asks_too_much_is_told_to_wait(new_database: NewDatabase, tmp_path: Path) -> None:
    service = start_rates(new_database("rates"), tmp_path, rate_limits=True)
    service.add_years()
    service.publish()
    statuses = [service.post("/checks", question(rate_pence=2000 + n)).status_code for n in range(130)]
    assert statuses.count(429) >= 9
    assert statuses[0] == 200
    refused = service.post("/checks", question())
    assert int(refused.headers["Retry-After"]) > 0
    stored = service.row_counts()["rate_check"]
    service.post("/checks", question(rate_pence=1999))
    assert service.row_counts()["rate_check"] == stored
    service.db.close()


def test_a_publication_in_another_process_is_seen_by_the_next_question(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    url = new_database("rates")
    one, other = start_rates(url, tmp_path), start_rates(url, tmp_path)
    one.add_years()
    one.publish()
    asked = [other.check(rate_pence=3700) for _ in range(2)]
    one.publish(
        version="2025-10-b",
        corrects="2025-10",
        correction_reason="Misread.",
        caps=[cap("SW", "umbrella", 3600)],
    )
    again = other.check(rate_pence=3700)
    assert [told["verdict"] for told in (*asked, again)] == ["within", "within", "over"]
    for service in (one, other):
        service.db.close()


@pytest.mark.postgres
def test_a_database_that_was_restarted_is_found_again(new_postgres: NewDatabase, tmp_path: Path) -> None:
    service = start_rates(new_postgres("rates"), tmp_path)
    service.add_years()
    service.publish()
    first = service.check()
    with service.db.engine.connect() as connection:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")
    assert service.check() == first
    assert service.check(rate_pence=3650)["verdict"] == "within"
    service.db.close()


def test_a_database_that_does_not_answer_is_503(new_sqlite: NewDatabase, tmp_path: Path) -> None:
    service = start_rates(new_sqlite("rates"), tmp_path)
    service.add_years()
    service.publish()
    service.db.close()
    Path(str(service.db.engine.url.database)).unlink()
    Path(str(service.db.engine.url.database)).mkdir()
    answer = service.post("/checks", question())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "database_unavailable")


def test_a_taken_reference_is_lengthened_and_both_stay_readable(in_force: Rates) -> None:
    first = in_force.check()
    second = in_force.check(rate_pence=3650)
    with in_force.db.transaction() as session:
        table = session.connection()
        table.exec_driver_sql(f"DELETE FROM rate_check WHERE reference = '{second['reference']}'")
        taken = f"SET reference = '{second['reference']}' WHERE reference = '{first['reference']}'"
        table.exec_driver_sql(f"UPDATE rate_check {taken}")
        table.exec_driver_sql("UPDATE marker SET number = number + 1")
    longer = in_force.check(rate_pence=3650)["reference"]
    assert len(longer) == len(second["reference"]) + 1
    assert longer[:10] == second["reference"][:10]
    assert in_force.get(f"/checks/{longer}").get_json()["rate_pence"] == 3650


def test_answers_are_forgotten_24_months_after_they_were_first_asked(in_force: Rates) -> None:
    reference = in_force.check()["reference"]
    in_force.clock.to("2028-03-31T12:00:00")
    with in_force.db.transaction() as session:
        assert forget_old_checks(session, london_date(in_force.clock())) == 0
    in_force.clock.to("2028-04-01T12:00:00")
    with in_force.db.transaction() as session:
        assert forget_old_checks(session, london_date(in_force.clock())) == 1
    assert in_force.get(f"/checks/{reference}").status_code == 404


def test_references_grow_by_one_letter(in_force: Rates) -> None:
    found = list(references(bytes(range(32))))
    assert [len(reference) for reference in found] == list(range(11, 22))
