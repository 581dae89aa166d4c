"""Is the process alive, and may it be given work."""

import json
from typing import Any

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from shared.runtime.metrics import outbox_state
from shared.runtime.migrations import is_current
from shared.runtime.web import Answer, Runtime


def readiness(at: Runtime) -> Answer:
    """200 when all checks pass, else 503; the outbox's lag is told but does not make a service unready."""
    checks = {"region_file": _region_file_reads(at)}
    body: dict[str, Any] = {}
    try:
        with at.db.snapshot() as session:
            outbox = outbox_state(session, at.clock())
        body["outbox"] = {"unsent": outbox.unsent, "oldest_seconds": round(outbox.oldest_seconds, 1)}
        checks["database"] = True
        checks["migrations"] = is_current(at.service, at.settings.database_url)
    except (SQLAlchemyError, CommandError):
        checks.setdefault("database", False)
        checks["migrations"] = False
    ready = all(checks.values())
    body |= {"status": "ready" if ready else "not_ready", "checks": checks}
    return Answer(body, status=200 if ready else 503, headers={} if ready else {"Retry-After": "5"})


def _region_file_reads(at: Runtime) -> bool:
    try:
        json.loads(at.settings.region_file.read_bytes())
    except (OSError, ValueError):
        return False
    return True
