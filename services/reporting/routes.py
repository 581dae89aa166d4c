"""The reporting API. What is shown depends on who asks: own figures, the region's, or the public's."""

from collections.abc import Callable, Mapping
from typing import Any

import flask
from sqlalchemy.orm import Session

from services.reporting.actions import (
    count_pipeline,
    draft_release,
    live_figures,
    own_figures,
    parse_quarter,
    released_figures,
    show_evidence,
)
from services.reporting.archive import Archive
from services.reporting.content import FORMATS
from services.reporting.disclosure.policy import T1, T2, Audience
from services.reporting.exports import Format
from services.reporting.kpis import KPIS
from services.reporting.publication import finish_or_wait, read_export
from services.reporting.releases import (
    Plan,
    check_may_release,
    digests_of,
    list_releases,
    plan_release,
    read_release,
    record_release,
)
from services.reporting.schemas import (
    Evidence,
    Figures,
    Kpis,
    Pipeline,
    ReleaseIn,
    ReleaseOut,
    Releases,
    ReleasesQuery,
)
from shared.runtime.web import Answer, Blueprint, actor, command, etag, now, page, query, respond, runtime
from shared.vocabulary.region import Region
from shared.vocabulary.roles import AUTHORITY_ROLES, READERS, REGIONAL_ADMIN

reporting = Blueprint(
    "reporting_api", __name__, url_prefix="/reporting/v1", description="KPIs, figures and releases"
)


@reporting.route("/kpis", methods=["GET"])
@reporting.response(200, Kpis)
def get_kpis() -> flask.Response:
    """Read the dictionary of KPIs"""
    return respond(Answer(page([kpi.entry() for kpi in KPIS.values()])))


@reporting.route("/quarters/<quarter>/figures", methods=["GET"])
@reporting.response(200, Figures)
def get_figures(quarter: str) -> flask.Response:
    """Read a quarter: own working figures, live ones for the administrator, else the latest release"""
    asked, who, region = parse_quarter(quarter), actor(), runtime().part(Region)
    if who.role in AUTHORITY_ROLES and who.tenant in region.la_codes:
        la_code = who.tenant
        return respond(Answer(query(lambda session: own_figures(session, region, la_code, asked))))
    if who.role == REGIONAL_ADMIN:
        return respond(Answer(query(lambda session: live_figures(session, region, asked))))
    return respond(Answer(query(lambda session: released_figures(session, asked, _audience()))))


@reporting.route("/releases", methods=["GET"])
@reporting.arguments(ReleasesQuery, location="query")
@reporting.response(200, Releases)
def get_releases(asked: dict[str, str]) -> flask.Response:
    """List the releases, the newest quarter first"""
    audience = _audience()
    found = query(lambda session: list_releases(session, audience, asked.get("quarter")))
    return respond(Answer(page(found)))


@reporting.route("/releases", methods=["POST"])
@reporting.arguments(ReleaseIn)
@reporting.response(201, ReleaseOut)
@reporting.alt_response(200, schema=ReleaseOut, description="Nothing has changed: the latest release")
def post_release(sent: dict[str, Any]) -> flask.Response:
    """Publish a release of a quarter; unchanged states are the release that already holds them"""
    at, quarter = runtime(), parse_quarter(sent["quarter"])
    region, archive = at.part(Region), at.part(Archive)
    check_may_release(region, quarter, now())
    plan = query(
        lambda session: plan_release(session, region, archive, draft_release(session, region, quarter), now())
    )
    digests = digests_of(plan)
    response = command(lambda session: _answer_release(session, plan, digests))
    return finish_or_wait(at.db, archive, response, crash=at.settings.crash_point)


@reporting.route("/releases/<release_id>", methods=["GET"])
@reporting.response(200, ReleaseOut)
def get_release(release_id: str) -> flask.Response:
    """Read a release with its figures"""
    audience = _audience()
    found = query(lambda session: read_release(session, release_id, audience))
    return respond(Answer(found, headers=etag(found["digest"])))


@reporting.route("/releases/<release_id>/evidence/<kpi>/<area>", methods=["GET"])
@reporting.response(200, Evidence)
def get_evidence(release_id: str, kpi: str, area: str) -> flask.Response:
    """Say which return revisions and events a figure was made from; area is a la_code or the region's code"""
    region = runtime().part(Region)
    return respond(Answer(query(lambda session: show_evidence(session, region, release_id, kpi, area))))


@reporting.route("/pipeline", methods=["GET"])
@reporting.response(200, Pipeline)
def get_pipeline() -> flask.Response:
    """Count what has been consumed, stored and parked, by topic"""
    return respond(Answer(query(count_pipeline)))


def _answer_release(session: Session, plan: Plan, digests: Mapping[str, str]) -> Answer:
    body = read_release(session, record_release(session, plan, digests), T1, published=False)
    return Answer(body, 201 if plan.release else 200)


def _audience() -> Audience:
    return T1 if actor().role in READERS else T2


def _export(found: Format) -> Callable[[str], flask.Response]:
    def get_export(release_id: str) -> flask.Response:
        audience, archive = _audience(), runtime().part(Archive)
        release = query(lambda session: read_release(session, release_id, audience))
        data = read_export(archive, release, audience, found.NAME)
        name = f"{release_id}-{audience}-{found.NAME}".lower()
        named = {"Content-Type": found.MEDIA_TYPE, "Content-Disposition": f'attachment; filename="{name}"'}
        return respond(Answer(data, headers={**named, **etag(f"{release['digest']}-{found.NAME}")}))

    get_export.__doc__ = f"Download {found.NAME} of a release"
    get_export.__name__ = f"get_{found.NAME.replace('.', '_')}"
    return get_export


for _found in FORMATS:
    reporting.route(f"/releases/<release_id>/{_found.NAME}", methods=["GET"])(
        reporting.file_response(_found.MEDIA_TYPE)(_export(_found))
    )
