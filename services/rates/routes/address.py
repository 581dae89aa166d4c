"""What an address and a request say to an action."""

from datetime import date

from sqlalchemy.orm import Session

from services.rates.actions.editions import CurrentEditions
from services.rates.actions.instruction import Instruction
from services.rates.rules.editions import Editions
from services.rates.webhooks import AddressRefused, check_address
from shared.errors import Fault, NotFound, Refused
from shared.runtime.web import actor, now, request_id, runtime
from shared.vocabulary.calendar import london_date
from shared.vocabulary.region import Region
from shared.vocabulary.roles import REGIONAL_ADMIN


def instruction() -> Instruction:
    at = runtime()
    return Instruction(actor(), now(), request_id(), at.part(Region), secret())


def secret() -> bytes:
    return runtime().settings.secret.encode()


def today() -> date:
    return london_date(now())


def editions(session: Session) -> Editions:
    """What is in force, as the request's transaction sees it."""
    return runtime().part(CurrentEditions).at(session)


def sees_drafts() -> bool:
    return actor().role == REGIONAL_ADMIN


def known_authority(la_code: str) -> str:
    """Raises NotFound for an authority outside the region."""
    if la_code not in runtime().part(Region).la_codes:
        raise NotFound("not_found", "There is no such authority in this region.")
    return la_code


def allowed_address(url: str) -> str:
    """Raises Refused `content_refused` for an address to which the service would not send."""
    try:
        check_address(url, loopback=runtime().settings.environment != "production")
    except AddressRefused as refused:
        fault = Fault("bad_address", "/url", str(refused), "Give a public https address.")
        raise Refused("content_refused", "Correct what is listed and send it again.", [fault]) from None
    return url


def csv_headers(name: str) -> dict[str, str]:
    return {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f"attachment; filename={name}"}
