"""One blueprint a service for its pages: layout values, and built assets under a content hash."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Response, abort, request
from flask.blueprints import BlueprintSetupState
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from shared.ui.words import WORDS

HERE = Path(__file__).parent
STATIC = HERE / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
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
    `symbols` are the status symbols of figures with their meaning.
    """

    area: Callable[[], Area]
    reader: Callable[[], Reader | None]
    links: Callable[[], Sequence[tuple[str, str]]]
    symbols: Mapping[str, str]


@cache
def _assets() -> dict[str, bytes]:
    """The built files by name; 170 kB, kept for the life of the process."""
    return {path.name: path.read_bytes() for path in sorted(STATIC.iterdir())}


@cache
def asset_digest() -> str:
    """Twelve characters that change whenever a built asset does."""
    digest = hashlib.sha256()
    for name, content in _assets().items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:12]


def page_blueprint(service: str, import_name: str, around: Surroundings) -> Blueprint:
    """The blueprint at `/<service>` for its pages; templates of the service are in its `templates` folder.

    Built assets are at `/<service>/static/<digest>/<name>`, for everyone.
    """
    pages = Blueprint(f"{service}_pages", import_name, url_prefix=f"/{service}", template_folder="templates")
    pages.record_once(lambda state: _offer_templates(state, around.symbols))
    pages.add_url_rule("/static/<digest>/<name>", "static", _send_asset)
    pages.app_context_processor(lambda: layout_values(service, around))
    return pages


def layout_values(service: str, around: Surroundings) -> dict[str, object]:
    """`ui`, whose keys the layout's templates use."""
    area, links = around.area(), around.links()
    values = {
        "area_name": area.name,
        "demonstration": area.demonstration,
        "account": account_line(area, around.reader()),
        "service": service,
        "service_title": dict(SERVICES)[service],
        "services": SERVICES,
        "links": [{"href": href, "text": text, "current": href == request.path} for href, text in links],
        "assets": f"/{service}/static/{asset_digest()}",
    }
    return {"ui": values}


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


def _offer_templates(state: BlueprintSetupState, symbols: Mapping[str, str]) -> None:
    """The layout's templates and GOV.UK's macros, behind the application's own."""
    shared_ones = [
        PackageLoader("shared.ui"),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
    own = [state.app.jinja_loader] if state.app.jinja_loader else []
    state.app.jinja_loader = ChoiceLoader([*own, *shared_ones])
    state.app.jinja_env.globals["symbols"] = symbols
    state.app.jinja_env.filters.update(WORDS)


def _send_asset(digest: str, name: str) -> Response:
    """An asset asked for under an older hash (a deployment under way) is sent, but not to be kept."""
    content = _assets().get(name)
    if content is None:
        abort(404)
    answer = Response(content, mimetype=TYPES.get(Path(name).suffix, "text/plain"))
    if digest == asset_digest():
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"
    return answer
