"""One blueprint a service for its pages: layout values, assets under a content hash, refusals as pages."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Response, redirect, render_template, request, send_from_directory
from flask.blueprints import BlueprintSetupState
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from shared.errors import Problem
from shared.ui.symbols import SYMBOLS

HERE = Path(__file__).parent
STATIC = HERE / "static"
A_YEAR = 365 * 24 * 3600
SERVICES = (("rates", "Agency rates"), ("register", "Workforce register"), ("reporting", "KPI reports"))


class Place(Protocol):
    """An authority, as the layout sees it."""

    @property
    def name(self) -> str: ...


class Area(Protocol):
    """The region, as the layout sees it."""

    @property
    def name(self) -> str: ...
    @property
    def demonstration(self) -> bool: ...
    def authority(self, la_code: str) -> Place: ...


class Reader(Protocol):
    """Who is reading: `role` is empty or "anyone" for nobody in particular."""

    @property
    def subject(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def tenant(self) -> str | None: ...


@dataclass(frozen=True)
class Surroundings:
    """What a page needs to know of its request, asked for while rendering.

    `links` gives the service's own navigation as (address, text), so that it can depend on the reader.
    """

    area: Callable[[], Area]
    reader: Callable[[], Reader | None]
    links: Callable[[], Sequence[tuple[str, str]]]


@cache
def asset_digest() -> str:
    """Twelve characters that change whenever a built asset does."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def page_blueprint(service: str, import_name: str, around: Surroundings) -> Blueprint:
    """The blueprint at `/<service>` for its pages; templates of the service are in its `templates` folder.

    Its routes for assets, to be opened in the access table: `GET /<service>/static/<digest>/<name>`.
    """
    pages = Blueprint(f"{service}_pages", import_name, url_prefix=f"/{service}", template_folder="templates")
    pages.record_once(_offer_templates)
    pages.add_url_rule("/static/<digest>/<name>", "asset", _send_asset)
    pages.context_processor(lambda: layout_values(service, around))
    for kind in (Problem, HTTPException):
        pages.register_error_handler(kind, _refusal_page(service))
    return pages


def layout_values(service: str, around: Surroundings) -> dict[str, object]:
    """Names the layout's templates use."""
    area, reader = around.area(), around.reader()
    return {
        "area_name": area.name,
        "demonstration": area.demonstration,
        "account": account_line(area, reader),
        "service": service,
        "service_title": dict(SERVICES)[service],
        "services": SERVICES,
        "links": [
            {"href": href, "text": text, "current": href == request.path} for href, text in around.links()
        ],
        "assets": f"/{service}/static/{asset_digest()}",
    }


def account_line(area: Area, reader: Reader | None) -> str | None:
    """ "HR submitter, Wolverhampton"; None for a reader who has not signed in."""
    if reader is None or not reader.subject or reader.role in ("", "anyone"):
        return None
    role = reader.role.replace("_", " ").replace("hr ", "HR ")
    try:
        place = area.authority(reader.tenant).name if reader.tenant else area.name
    except KeyError:
        place = str(reader.tenant)
    return f"{role[0].upper()}{role[1:]}, {place}"


def _offer_templates(state: BlueprintSetupState) -> None:
    """The layout's templates and GOV.UK's macros, behind the application's own."""
    shared_ones = [
        PackageLoader("shared.ui"),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
    own = [state.app.jinja_loader] if state.app.jinja_loader else []
    state.app.jinja_loader = ChoiceLoader([*own, *shared_ones])
    state.app.jinja_env.globals["symbols"] = SYMBOLS


def _send_asset(digest: str, name: str) -> Response:
    """An asset asked for under an older hash (a deployment under way) is sent, but not to be kept."""
    answer = send_from_directory(STATIC, name, max_age=A_YEAR if digest == asset_digest() else 0)
    if digest == asset_digest():
        answer.cache_control.immutable = True
    return answer


def _refusal_page(service: str) -> Callable[[Exception], AnyResponse | tuple[str, int]]:
    def show(refusal: Exception) -> AnyResponse | tuple[str, int]:
        status, title, detail = _words(refusal)
        if status == 401 and request.method == "GET":
            return redirect(f"/{service}/sign-in?next={request.full_path.rstrip('?')}", 303)
        faults = refusal.problems if isinstance(refusal, Problem) else ()
        return render_template(
            "ui/refusal.html", title=title, detail=detail, faults=faults, status=status
        ), status

    return show


def _words(refusal: Exception) -> tuple[int, str, str]:
    if isinstance(refusal, Problem):
        return refusal.status, refusal.title, refusal.detail
    assert isinstance(refusal, HTTPException)
    return refusal.code or 500, refusal.name, refusal.description or ""
