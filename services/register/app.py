"""The register as a Flask app: `gunicorn "services.register.app:create_app()"`."""

import os

import flask

from services.register.access import ACCESS
from services.register.models import Base
from services.register.pages import pages
from services.register.routes import BLUEPRINTS
from shared.runtime.claim import claim_at_start
from shared.runtime.config import Settings
from shared.runtime.db import Clock, utc_now
from shared.runtime.service import Service, create_service_app
from shared.runtime.web import Runtime
from shared.vocabulary.identifiers import find_identifier
from shared.vocabulary.region import Region, load_region

NAME = "register"


def create_app(settings: Settings | None = None, clock: Clock = utc_now) -> flask.Flask:
    """Wiring only; refuses to start on the database of another region (BadSettings)."""
    settings = settings or Settings.from_env(NAME, os.environ)
    region = load_region(settings.region_file)
    app = create_service_app(SERVICE, settings, clock=clock, parts={Region: region})
    runtime: Runtime = app.extensions["workforce"]
    claim_at_start(runtime.db, NAME, region.region_id)
    return app


def refuse_identifier(text: str) -> str | None:
    """The rule that an address, a query or a header value breaks."""
    return find_identifier(text, free_text=False)


SERVICE = Service(
    name=NAME,
    title="Workforce register",
    description="Monthly returns of the region's authorities: pseudonymised, revised, certified.",
    base=Base,
    api=BLUEPRINTS,
    access=ACCESS,
    pages=(pages,),
    layout="ui/layout.html",
    refuse_text=refuse_identifier,
)
