"""What an address and a request say to an action."""

import flask

from services.register.actions.instruction import Instruction
from services.register.actions.submission import Outcome
from shared.errors import NotFound
from shared.runtime.web import Answer, actor, etag, now, request_id, respond, runtime
from shared.vocabulary.calendar import Month
from shared.vocabulary.region import Region


def instruction() -> Instruction:
    at = runtime()
    return Instruction(actor(), now(), request_id(), at.part(Region), at.settings.crash_point)


def month_of(text: str) -> Month:
    """Raises NotFound: what is not a month has no address."""
    try:
        return Month.parse(text)
    except ValueError:
        raise NotFound("not_found", "There is nothing at this address; a month is written 2026-10.") from None


def month_of_authority(la_code: str, text: str) -> Month:
    """Raises NotFound for an authority outside the region, or for what is not a month."""
    if la_code not in runtime().part(Region).la_codes:
        raise NotFound("not_found", "There is no such authority in this region.")
    return month_of(text)


def answer_of(outcome: Outcome, new_status: int = 200) -> Answer:
    """With the ETag of the return; `new_status` where something was stored."""
    headers = etag(outcome.tag) if outcome.tag else {}
    return Answer(outcome.body, new_status if outcome.is_new else 200, headers)


def shown(outcome: Outcome) -> flask.Response:
    return respond(answer_of(outcome))
