"""What a reader can pick from: quarters with a release, and those an authority has own figures in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.models import PUBLISHED, MonthState, Release
from shared.vocabulary.calendar import Month, Quarter


def quarters_to_show(session: Session, la_code: str | None) -> list[Quarter]:
    """Newest first; with a `la_code` also those in which that authority has an accepted return."""
    released = session.scalars(select(Release.quarter).where(Release.state == PUBLISHED).distinct())
    quarters = {Quarter.parse(quarter) for quarter in released}
    if la_code is not None:
        months = session.scalars(
            select(MonthState.month).where(MonthState.la_code == la_code, MonthState.accepted.is_not(None))
        )
        quarters |= {Month.parse(month).quarter for month in months}
    return sorted(quarters, reverse=True)
