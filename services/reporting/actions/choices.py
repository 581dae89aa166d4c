"""What a reader can pick from: quarters with a release, and those an authority has own figures in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.models import PUBLISHED, MonthState, Release
from shared.vocabulary.calendar import Month, Quarter


def released_quarters(session: Session) -> list[Quarter]:
    """Newest first."""
    released = session.scalars(select(Release.quarter).where(Release.state == PUBLISHED).distinct())
    return sorted((Quarter.parse(quarter) for quarter in released), reverse=True)


def own_quarters(session: Session, la_code: str) -> list[Quarter]:
    """Those in which the authority has an accepted return, newest first."""
    months = session.scalars(
        select(MonthState.month).where(MonthState.la_code == la_code, MonthState.accepted.is_not(None))
    )
    return sorted({Month.parse(month).quarter for month in months}, reverse=True)
