"""What the authority's other months say, for the checks that look back."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from services.register.actions.standing import facts_of_revision, held_return, revision_of
from services.register.checks import Past
from services.register.checks.draft import Row
from services.register.checks.workforce import NOBODY
from services.register.models import MonthlyReturn, Revision
from shared.vocabulary.calendar import Month


def read_past(session: Session, la_code: str, month: Month, workforce_digest: str | None) -> Past:
    """From the latest accepted revisions; what was withdrawn says nothing."""
    same = _months_with(session, la_code, month, workforce_digest) if workforce_digest else []
    # the same figures as last month's mean that nothing moved, not that another month was sent
    if str(month.plus(-1)) in same:
        same = []
    return Past(_last_workforce(session, la_code, month), same)


def month_before(session: Session, la_code: str, month: Month) -> MonthlyReturn | None:
    """Last month's return, unless it is not in or withdrawn."""
    held = held_return(session, la_code, str(month.plus(-1)))
    return None if held is None or held.withdrawn else held


def _last_workforce(session: Session, la_code: str, month: Month) -> Mapping[str, Row] | None:
    held = month_before(session, la_code, month)
    if held is None:
        return None
    said = revision_of(session, held, held.latest_revision).said
    if "workforce" not in said["sections_reported"]:
        return None
    by_role: dict[str, dict[str, Decimal]] = {}
    for fact in facts_of_revision(session, la_code, held.month, held.latest_revision):
        if fact.breakdown == "role" and fact.code and fact.item in NOBODY:
            row = by_role.setdefault(fact.code, dict(NOBODY))
            row[fact.item] = Decimal(fact.value).scaleb(-6)
    return by_role


def _months_with(session: Session, la_code: str, month: Month, workforce_digest: str) -> list[str]:
    latest = and_(
        Revision.la_code == MonthlyReturn.la_code,
        Revision.month == MonthlyReturn.month,
        Revision.number == MonthlyReturn.latest_revision,
    )
    found = session.scalars(
        select(MonthlyReturn.month)
        .join(Revision, latest)
        .where(
            MonthlyReturn.la_code == la_code,
            MonthlyReturn.month != str(month),
            MonthlyReturn.withdrawn.is_(False),
            Revision.workforce_digest == workforce_digest,
        )
        .order_by(MonthlyReturn.month.desc())
    )
    return list(found)
