"""Effective dating through the service, on both databases, against a calendar written day by day."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.rates.actions.editions import move_marker
from services.rates.models import ProtocolPeriod, ProtocolVersion
from tests.integration.rates.service import Rates, start_rates
from tests.unit.rates.conftest import cap, version_document
from tests.unit.rates.test_dating import Calendar, version

FIRST = date(2025, 1, 1)
days = st.integers(0, 60).map(lambda number: FIRST + timedelta(number))
steps = st.lists(st.tuples(days, st.none() | days, st.none() | st.integers(0, 3)), min_size=1, max_size=4)


def clear(session: Session) -> None:
    session.execute(delete(ProtocolPeriod))
    session.execute(delete(ProtocolVersion))
    session.execute(text("DELETE FROM change"))
    move_marker(session)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=steps)
def test_caps_on_every_day_agree_with_the_calendar_over_random_protocols(
    rates: Rates, wanted: list[tuple[date, date | None, int | None]]
) -> None:
    with rates.db.transaction() as session:
        clear(session)
    calendar = Calendar()
    for number, (start, end, corrected) in enumerate(wanted):
        new = version(f"v{number}", start, end, f"v{corrected}" if corrected is not None else None)
        document: dict[str, Any] = version_document(
            version=new.version,
            valid_from=start.isoformat(),
            valid_to=end.isoformat() if end else None,
            corrects=new.corrects,
            correction_reason=new.correction_reason,
            caps=[cap("SW", "umbrella", 3000 + number)],
        )
        assert rates.post("/protocols", document, "regional_admin").status_code == 201
        published = rates.post(f"/protocols/{new.version}/publication", {}, "regional_admin")
        assert published.status_code in (201, 422)
        if published.status_code == 201:
            calendar.publish(new)
    for offset in range(0, 62, 3):
        day = FIRST + timedelta(offset)
        items = rates.get(f"/caps?on={day}&basis=umbrella").get_json()["items"]
        assert [item["version"] for item in items] == ([calendar.days[day]] if day in calendar.days else [])


@pytest.mark.postgres
def test_postgresql_itself_refuses_two_versions_on_one_day(
    new_postgres: Callable[[str], str], tmp_path: Path
) -> None:
    rates = start_rates(new_postgres("rates"), tmp_path)
    rates.publish()
    rates.post("/protocols", version_document(version="second"), "regional_admin")
    second = ProtocolPeriod(
        version="second",
        region_code="E12000005",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 1, 2),
    )
    with pytest.raises(IntegrityError, match="ex_protocol_period_days"), rates.db.transaction() as session:
        session.add(second)
    rates.db.close()


@pytest.mark.parametrize(
    ("instant", "version_"),
    [
        ("2026-03-31T22:59:59", "2025-10"),
        ("2026-03-31T23:00:00", "2026-04"),
        ("2026-04-01T00:00:00", "2026-04"),
    ],
)
def test_today_is_the_date_in_london(in_force: Rates, instant: str, version_: str) -> None:
    in_force.publish(version="2026-04", valid_from="2026-04-01")
    in_force.clock.to(instant)
    assert {item["version"] for item in in_force.get("/caps").get_json()["items"]} == {version_}
