"""A database belongs to one service and one region; another one refuses to start on it."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shared.runtime.config import BadSettings
from shared.runtime.db import Database
from shared.runtime.outbox import insert_for
from shared.runtime.tables import DatabaseIdentity


def claim_region(db: Database, service: str, region_id: str) -> None:
    """Write the region on the first start; raises BadSettings where another one is written."""
    with db.transaction() as session:
        mine = {"service": service, "region_id": region_id, "epoch": 0}
        session.execute(insert_for(session, DatabaseIdentity).values(mine).on_conflict_do_nothing())
        for identity in session.execute(select(DatabaseIdentity)).scalars():
            _check(identity, service, region_id)


def _check(identity: DatabaseIdentity, service: str, region_id: str) -> None:
    if identity.service != service:
        raise BadSettings(
            f"this database belongs to the service {identity.service}; "
            f"give {service} its own by WORKFORCE_{service.upper()}_DATABASE_URL"
        )
    if identity.region_id != region_id:
        raise BadSettings(
            f"this database belongs to the region {identity.region_id}, but WORKFORCE_REGION_FILE names "
            f"{region_id}; use that region's file, or another database"
        )


def claim_at_start(db: Database, service: str, region_id: str) -> bool:
    """Claim the region as an app starts; False when the database does not answer or has no tables yet.

    The readiness check tells of that, and the process waits for the database. Raises BadSettings as above.
    """
    try:
        claim_region(db, service, region_id)
    except SQLAlchemyError:
        return False
    return True
