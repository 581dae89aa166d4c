"""Nothing-lost counts: what this service has taken from the log, stored and set aside, by topic."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.reporting.models import Base, Fact, MonthState, MonthWindow
from shared.runtime.parked import count_parked
from shared.runtime.tables import AggregateSeen

CONSUMER = "reporting"
STORED = {"register.return": MonthState, "register.window": MonthWindow}


def count_pipeline(session: Session) -> dict[str, Any]:
    """`consumed` events: applied, skipped as older or equal, gaps in the sequence; `stored` aggregates now.

    Every aggregate ever consumed is stored, or the counts differ and `complete` is false.
    """
    seen = _seen(session)
    parked = count_parked(session, CONSUMER)
    stored = {topic: _count(session, table) for topic, table in STORED.items()}
    topics = [
        {"topic": topic, **seen.get(topic, NOTHING), "stored": stored[topic], "parked": parked.get(topic, 0)}
        for topic in STORED
    ]
    return {
        "topics": topics,
        "facts": _count(session, Fact),
        "complete": all(row["aggregates"] == row["stored"] and not row["parked"] for row in topics),
    }


NOTHING = {"aggregates": 0, "applied": 0, "skipped": 0, "gaps": 0}


def _seen(session: Session) -> dict[str, dict[str, int]]:
    row = AggregateSeen
    counts = select(
        row.type, func.count(), func.sum(row.applied), func.sum(row.skipped), func.sum(row.gaps)
    ).where(row.consumer == CONSUMER)
    return {
        topic: dict(zip(NOTHING, map(int, numbers), strict=True))
        for topic, *numbers in session.execute(counts.group_by(row.type))
    }


def _count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
