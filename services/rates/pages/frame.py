"""What all pages of the protocol share: their blueprint, navigation, and who asks."""

from collections.abc import Sequence
from datetime import date

import flask
from sqlalchemy.orm import Session

from services.rates.actions.editions import CurrentEditions
from services.rates.actions.instruction import Instruction
from services.rates.rules.editions import Editions
from shared.runtime.web import Answer, actor, now, request_id, runtime
from shared.ui.blueprint import Surroundings, page_blueprint
from shared.vocabulary.calendar import london_date
from shared.vocabulary.codes import SYMBOLS
from shared.vocabulary.quantities import pounds
from shared.vocabulary.region import Region
from shared.vocabulary.roles import READERS, REGIONAL_ADMIN

Shown = str | tuple[str, int] | flask.Response
"""What a page's view answers with: a page, a refused form, or the way to the next page."""


def region() -> Region:
    return runtime().part(Region)


def editions(session: Session) -> Editions:
    """What is in force, as the request's transaction sees it."""
    return runtime().part(CurrentEditions).at(session)


def secret() -> bytes:
    return runtime().settings.secret.encode()


def today() -> date:
    return london_date(now())


def instruction() -> Instruction:
    return Instruction(actor(), now(), request_id(), region(), secret())


def go_to(address: str) -> Answer:
    """After a form was taken: 303 to the page that shows what it did."""
    return Answer(b"", 303, {"Location": address})


def authority_options() -> list[tuple[str, str]]:
    return sorted(((la.la_code, la.name) for la in region().authorities), key=lambda pair: pair[1])


def authority_name(la_code: str) -> str:
    """The code itself for an authority of another region."""
    return dict(authority_options()).get(la_code, la_code)


def _links() -> Sequence[tuple[str, str]]:
    links = [("/rates", "Check a rate"), ("/rates/caps", "Caps")]
    if actor().role in READERS:
        links.append(("/rates/exceptions", "Exceptions"))
    if actor().role == REGIONAL_ADMIN:
        links.append(("/rates/protocols", "Protocol versions"))
    return links


pages = page_blueprint("rates", "services.rates", Surroundings(region, actor, _links, SYMBOLS))
pages.add_app_template_filter(pounds, "pounds")
