"""Who asks for a change, when, and for which region."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.errors import Forbidden
from shared.runtime.identity import Actor
from shared.runtime.outbox import append_audit
from shared.vocabulary.calendar import london_date
from shared.vocabulary.region import Region

Expect = Callable[[str | None], None]
"""Given the ETag of what there is, or None; raises PreconditionFailed when the caller meant another."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One request for a change. `crash_point` is the fault test's, empty otherwise."""

    actor: Actor
    now: datetime
    request_id: str
    region: Region
    crash_point: str = ""

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

    def require_person(self) -> None:
        """Raises Forbidden `person_needed`: a signature is a person's."""
        if self.actor.machine:
            raise Forbidden("person_needed", "Only a person who signed in may do this, not a program.")


def instant_text(instant: datetime) -> str:
    """A UTC instant as the API and the events write it."""
    return instant.isoformat().replace("+00:00", "Z")
