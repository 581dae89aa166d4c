"""Permission to go over a cap: what it covers, until when, what it costs, whether it came late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from services.rates.pay import pence
from shared.errors import Fault
from shared.vocabulary.quantities import pounds

REQUESTED, APPROVED, REFUSED, EXPIRED, WITHDRAWN = "requested", "approved", "refused", "expired", "withdrawn"
BANDS: Final = (
    (100_000, "under £1,000"),
    (500_000, "£1,000 to under £5,000"),
    (1_000_000, "£5,000 to under £10,000"),
    (2_500_000, "£10,000 to under £25,000"),
)
TOP_BAND: Final = "£25,000 and over"
TWINS: Final = frozenset({"umbrella", "limited"})


@dataclass(frozen=True, slots=True)
class Permission:
    """What an exception allows: up to `rate_pence` for a job type, starts from `start_date` to `end_date`.

    Both days count. `status` is as decided; `status_on` says whether it has run out.
    """

    exception_id: str
    kind: str
    la_code: str
    core_job_type: str
    basis: str
    rate_pence: int
    start_date: date
    end_date: date
    status: str


def status_on(status: str, end_date: date, day: date) -> str:
    """The status on a day: an approval is `expired` from the day after its last."""
    return EXPIRED if status == APPROVED and day > end_date else status


def refusal_of(
    permission: Permission,
    *,
    la_code: str,
    core_job_type: str,
    basis: str,
    rate_pence: int,
    start: date,
    today: date,
) -> str | None:
    """Why the permission does not cover an engagement, as a reason code; None when it does.

    Codes: `exception_not_approved`, `exception_expired`, `exception_other_authority`, `exception_other_job`,
    `exception_other_dates`, `exception_lower_rate`.
    """
    status = status_on(permission.status, permission.end_date, today)
    same_basis = permission.basis == basis or {permission.basis, basis} <= TWINS
    failures = (
        ("exception_other_authority", permission.la_code != la_code),
        ("exception_expired", status == EXPIRED),
        ("exception_not_approved", status not in (APPROVED, EXPIRED)),
        ("exception_other_job", permission.core_job_type != core_job_type or not same_basis),
        ("exception_other_dates", not permission.start_date <= start <= permission.end_date),
        ("exception_lower_rate", rate_pence > permission.rate_pence),
    )
    return next((code for code, failed in failures if failed), None)


def cost_over_cap(over_by_pence: int, hours_per_week: Fraction, start: date, end: date) -> int:
    """Pence over the cap from the first to the last day, both counted, at the same hours every week."""
    weeks = Fraction((end - start).days + 1, 7)
    return pence(over_by_pence * hours_per_week * weeks)


def cost_band(cost_pence: int) -> str:
    """What authorities other than the owner see of a cost."""
    return next((band for limit, band in BANDS if cost_pence < limit), TOP_BAND)


def is_late(signed_on: date, start: date) -> bool:
    """Both approvals are due before the first day; one given on that day or after it is late."""
    return signed_on >= start


def outcome(decisions: Iterable[tuple[str, str]], approvers: Iterable[str]) -> str:
    """Status after decisions `(role, "approve" | "refuse")`: one refusal refuses, all approvals approve."""
    given: Mapping[str, str] = dict(decisions)
    if "refuse" in given.values():
        return REFUSED
    return APPROVED if all(given.get(role) == "approve" for role in approvers) else REQUESTED


def request_faults(rate_pence: int, cap_pence: int, start: date, end: date, longest_days: int) -> list[Fault]:
    """Codes: `not_over_cap`, `ends_before_it_begins`, `approval_too_long`."""
    faults = []
    if rate_pence <= cap_pence:
        message = f"The rate is not over the cap of {pounds(cap_pence)}: no exception is needed."
        faults.append(Fault("not_over_cap", "/rate_pence", message, "Check the rate and its basis."))
    days = (end - start).days + 1
    if days < 1:
        message = "The last day is before the first."
        faults.append(Fault("ends_before_it_begins", "/end_date", message, "Give a later last day."))
    if days > longest_days:
        message = f"An exception may last {longest_days} days; this would last {days}."
        faults.append(Fault("approval_too_long", "/end_date", message, "End it earlier and renew it then."))
    return faults


def renewal_fault(status: str, core_job_type: str, wanted_job_type: str) -> list[Fault]:
    """Code `cannot_renew`: only an approval is renewed, for the same job type."""
    if status == APPROVED and core_job_type == wanted_job_type:
        return []
    message = "Only an approved exception for the same job type can be renewed."
    return [Fault("cannot_renew", "/renews", message, "Leave renews out to ask for a new one.")]
