"""Reporting as a Flask app: `gunicorn "services.reporting.app:create_app()"`."""

import logging
import os

import flask

from services.reporting.access import ACCESS
from services.reporting.archive import Archive
from services.reporting.models import Base
from services.reporting.pages import pages
from services.reporting.publication import finish_releases, restore_releases
from services.reporting.routes import reporting
from shared.runtime.claim import claim_at_start
from shared.runtime.config import Settings
from shared.runtime.db import Clock, utc_now
from shared.runtime.service import Service, create_service_app
from shared.runtime.web import Runtime
from shared.vocabulary.identifiers import find_identifier
from shared.vocabulary.region import Region, load_region

NAME = "reporting"
log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None, clock: Clock = utc_now) -> flask.Flask:
    """Wiring only; refuses to start on the database of another region (BadSettings).

    Releases that a crash left half done are finished, and those only the archive knows are indexed again.
    """
    settings = settings or Settings.from_env(NAME, os.environ)
    region = load_region(settings.region_file)
    archive = Archive(settings.archive, region.region_id)
    app = create_service_app(SERVICE, settings, clock=clock, parts={Region: region, Archive: archive})
    runtime: Runtime = app.extensions["workforce"]
    if claim_at_start(runtime.db, NAME, region.region_id):
        _settle_releases(runtime, archive)
    return app


def _settle_releases(runtime: Runtime, archive: Archive) -> None:
    try:
        finish_releases(runtime.db, archive)
        restore_releases(runtime.db, archive)
    except OSError as error:
        log.error("the release archive is not there: %s", error)


def refuse_identifier(text: str) -> str | None:
    """The rule that an address, a query or a header value breaks."""
    return find_identifier(text, free_text=False)


SERVICE = Service(
    name=NAME,
    title="Workforce reporting",
    description="KPIs of the quarter, for each authority and the region; releases, exports and evidence.",
    base=Base,
    api=(reporting,),
    access=ACCESS,
    pages=(pages,),
    layout="ui/layout.html",
    refuse_text=refuse_identifier,
)
