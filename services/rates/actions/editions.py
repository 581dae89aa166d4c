"""What is in force, read once and kept until something changes: a marker row says when."""

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from services.rates.models import JobMap, Marker, ProtocolPeriod, ProtocolVersion, StatutoryYear
from services.rates.pay import StatutoryInputs
from services.rates.rules.dating import Period
from services.rates.rules.editions import Editions
from services.rates.rules.job_maps import MappedTitle, titles_of
from services.rates.rules.protocol import version_of
from shared.vocabulary.region import Region

READ_MARKER = text("SELECT number FROM marker WHERE id = 1")


class CurrentEditions:
    """One a process. Every use reads the marker, so a publication in another process is seen at once."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._kept: Editions | None = None

    def at(self, session: Session) -> Editions:
        """What the transaction sees; read in full only when the marker has moved."""
        return self.for_marker(session, marker_of(session))

    def for_marker(self, session: Session, marker: int) -> Editions:
        kept = self._kept
        if kept is None or kept.marker != marker:
            # the marker is read first: what is read next is as new or newer, and a newer marker reads again
            kept = read_editions(session, self.region, marker)
            self._kept = kept
        return kept

    def known(self, marker: int) -> Editions | None:
        """What was read for that marker, without a database."""
        kept = self._kept
        return kept if kept is not None and kept.marker == marker else None


def marker_of(session: Session) -> int:
    return int(session.execute(READ_MARKER).scalar_one())


def move_marker(session: Session) -> None:
    """Every command that could alter an answer calls this in its own transaction."""
    session.execute(update(Marker).where(Marker.id == 1).values(number=Marker.number + 1))


def read_editions(session: Session, region: Region, marker: int = 0) -> Editions:
    """Published versions, their periods, statutory inputs and job maps as the transaction sees them."""
    published = select(ProtocolVersion).where(ProtocolVersion.published_at.is_not(None))
    return Editions(
        marker,
        region,
        {row.version: version_of(row.document) for row in session.scalars(published)},
        read_periods(session),
        read_inputs(session),
        _job_maps(session),
    )


def read_periods(session: Session) -> list[Period]:
    """In order of `valid_from`."""
    rows = session.scalars(select(ProtocolPeriod).order_by(ProtocolPeriod.valid_from))
    return [Period(row.version, row.region_code, row.valid_from, row.valid_to) for row in rows]


def read_inputs(session: Session) -> list[StatutoryInputs]:
    """The last revision of each day, in order of `valid_from`."""
    newest: dict[object, StatutoryInputs] = {}
    rows = session.scalars(select(StatutoryYear).order_by(StatutoryYear.valid_from, StatutoryYear.revision))
    for row in rows:
        newest[row.valid_from] = StatutoryInputs.from_document(row.document)
    return list(newest.values())


def _job_maps(session: Session) -> dict[str, tuple[MappedTitle, ...]]:
    latest = select(JobMap.la_code, func.max(JobMap.revision)).group_by(JobMap.la_code)
    return {
        la_code: titles_of(session.get_one(JobMap, (la_code, revision)).document)
        for la_code, revision in session.execute(latest).all()
    }
