"""Random protocols, version after version, against a calendar that is written day by day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rates.rules.dating import Period, in_force, overlaps, placed, placement_faults
from services.rates.rules.protocol import Version, version_of
from services.rates.rules.validation import publication_faults
from tests.unit.rates.conftest import cap, version_document

FIRST = date(2025, 1, 1)
DAYS = 120
HORIZON = FIRST + timedelta(DAYS * 2)
REGION = "E12000005"
days = st.integers(0, DAYS).map(lambda number: FIRST + timedelta(number))
wanted = st.lists(
    st.tuples(days, st.none() | days, st.none() | st.integers(0, 5)),
    max_size=7,
)


def version(name: str, start: date, end: date | None, corrects: str | None) -> Version:
    return version_of(
        version_document(
            version=name,
            valid_from=start.isoformat(),
            valid_to=end.isoformat() if end else None,
            corrects=corrects,
            correction_reason="It was wrong." if corrects else None,
        )
    )


class Calendar:
    """The obvious model: for every day the name of the version in force, written over day by day."""

    def __init__(self) -> None:
        self.days: dict[date, str] = {}

    def publish(self, new: Version) -> None:
        if new.corrects is not None:
            for day, name in self.days.items():
                if name == new.corrects and day >= new.valid_from:
                    self.days[day] = new.version
            return
        if new.valid_from in self.days:  # the version before had no end of its own: it ends here
            self.days = {day: name for day, name in self.days.items() if day < new.valid_from}
        day = new.valid_from
        while day < (new.valid_to or HORIZON):
            self.days[day] = new.version
            day += timedelta(1)


@given(wanted)
def test_what_is_in_force_agrees_with_a_calendar_written_day_by_day(
    steps: list[tuple[date, date | None, int | None]],
) -> None:
    periods: list[Period] = []
    calendar = Calendar()
    for number, (start, end, corrected) in enumerate(steps):
        corrects = f"v{corrected}" if corrected is not None else None
        new = version(f"v{number}", start, end, corrects)
        if placement_faults(new, periods):
            continue
        periods, _ = placed(new, periods)
        calendar.publish(new)
    for offset in range(DAYS + 1):
        day = FIRST + timedelta(offset)
        found = in_force(periods, (REGION,), day)
        assert (found.version if found else None) == calendar.days.get(day), (day, periods)


@given(wanted)
def test_whatever_is_published_there_is_no_gap_and_no_overlap(
    steps: list[tuple[date, date | None, int | None]],
) -> None:
    periods: list[Period] = []
    for number, (start, end, corrected) in enumerate(steps):
        new = version(f"v{number}", start, end, f"v{corrected}" if corrected is not None else None)
        if not placement_faults(new, periods):
            periods, _ = placed(new, periods)
    periods.sort(key=lambda period: period.valid_from)
    assert not any(overlaps(one, other) for n, one in enumerate(periods) for other in periods[n + 1 :])
    assert all(one.valid_to == other.valid_from for one, other in pairwise(periods))


OPEN = Period("now", REGION, date(2025, 10, 1), None)
CLOSED = Period("now", REGION, date(2025, 10, 1), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("existing", "start", "end", "code"),
    [
        (OPEN, "2025-10-01", None, "overlaps"),
        (OPEN, "2025-09-01", None, "overlaps"),
        (OPEN, "2025-08-01", "2025-09-01", "leaves_a_gap"),
        (OPEN, "2026-04-01", None, None),
        (OPEN, "2025-08-01", "2025-10-01", None),
        (CLOSED, "2026-03-31", None, "overlaps"),
        (CLOSED, "2026-04-02", None, "leaves_a_gap"),
        (CLOSED, "2026-04-01", None, None),
        (CLOSED, "2026-04-01", "2026-04-01", "ends_before_it_begins"),
    ],
)
def test_06_an_overlap_or_a_gap_is_refused_at_publication(
    existing: Period, start: str, end: str | None, code: str | None
) -> None:
    new = version_of(version_document(version="new", valid_from=start, valid_to=end))
    assert [fault.code for fault in placement_faults(new, [existing])] == ([code] if code else [])


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"caps": []}, "no_caps", "/caps"),
        ({"caps": [cap("SW", None, 3800)]}, "basis_missing", "/caps/0/basis"),
        ({"caps": [cap("SW", "charge", 3800)]}, "basis_not_a_cap", "/caps/0/basis"),
        ({"caps": [cap("SW", "paye", 3800), cap("SW", "paye", 3900)]}, "cap_twice", "/caps/1"),
        ({"caps": [cap("SW", "paye", 3800, (0, 2)), cap("SW", "paye", 3900)]}, "bands_mixed", "/caps/0"),
        (
            {"caps": [cap("SW", "paye", 3800, (0, 2)), cap("SW", "paye", 3900, (3, None))]},
            "bands_leave_a_gap",
            "/caps/1/experience_band",
        ),
        (
            {"caps": [cap("SW", "paye", 3800, (0, 3)), cap("SW", "paye", 3900, (2, None))]},
            "bands_overlap",
            "/caps/1/experience_band",
        ),
        (
            {"caps": [cap("SW", "paye", 3800, (0, 3))]},
            "bands_leave_a_gap",
            "/caps/0/experience_band/to_years",
        ),
        (
            {"settings": {"paye_equivalent_method": "d"}},
            "margin_missing",
            "/settings/umbrella_margin_week_pence",
        ),
        ({"settings": {"cool_off_months": None}}, "setting_missing", "/settings/cool_off_months"),
        (
            {"settings": {"exception_approvers": ["director"]}},
            "approvers_too_few",
            "/settings/exception_approvers",
        ),
    ],
)
def test_a_version_that_could_mislead_is_refused_with_its_place(
    changes: dict[str, Any], code: str, where: str, inputs_of: Any
) -> None:
    faults = publication_faults(version_of(version_document(**changes)), [], inputs_of("2025-26"))
    assert [(fault.code, fault.where) for fault in faults] == [(code, where)]


def test_a_cap_that_nobody_could_lawfully_be_paid_within_is_refused(inputs_of: Any) -> None:
    salary = {"core_job_type": "SW", "annual_salary_pence": 4_000_000, "citation": "Pay scale"}
    low = version_document(caps=[cap("SW", "umbrella", 2600)], comparators=[salary])
    high = version_document(caps=[cap("SW", "umbrella", 2900)], comparators=[salary])
    codes = [
        [fault.code for fault in publication_faults(version_of(one), [], inputs_of("2025-26"))]
        for one in (low, high)
    ]
    assert codes == [["cap_below_comparator"], []]
