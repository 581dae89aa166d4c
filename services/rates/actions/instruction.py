"""Who asks for a change, when, and for which region."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.runtime.identity import Actor
from shared.runtime.outbox import append_audit
from shared.vocabulary.calendar import london_date
from shared.vocabulary.region import Region


@dataclass(frozen=True, slots=True)
class Instruction:
    """One request for a change. `secret` keys references."""

    actor: Actor
    now: datetime
    request_id: str
    region: Region
    secret: bytes = b""

    @property
    def today(self) -> date:
        return london_date(self.now)

    def audit(self, session: Session, action: str, target: str) -> None:
        append_audit(
            session,
            subject=self.actor.subject,
            role=self.actor.role,
            action=action,
            target=target,
            request_id=self.request_id,
            now=self.now,
        )


def instant_text(instant: datetime) -> str:
    """A UTC instant as the API writes it."""
    return instant.isoformat().replace("+00:00", "Z")
