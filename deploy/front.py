"""One address for the whole suite: the first segment of the path names the application."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from shared.ui.blueprint import asset_digest
from shared.vocabulary.region import Region

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SERVICES = (
    ("rates", "Agency rates", "What the region pays agency social workers, and a check of any rate."),
    ("register", "Workforce register", "Each authority's monthly return, and who is in."),
    ("reporting", "KPI reports", "Quarterly figures of the region, their releases and downloads."),
)
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"


class Suite:
    """A WSGI application of several; each keeps its full paths, so it answers here as it does alone."""

    def __init__(self, applications: Mapping[str, WsgiApplication], front: WsgiApplication) -> None:
        self._applications = applications
        self._front = front

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        segment = environ.get("PATH_INFO", "/").split("/", 2)[1:2]
        chosen = self._applications.get(segment[0] if segment else "", self._front)
        return chosen(environ, start_response)


def create_front(region: Region) -> flask.Flask:
    """The page at `/`, with the way to each service."""
    app = flask.Flask("deploy", static_folder=None, template_folder="templates")
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([PackageLoader("deploy"), macros])

    @app.get("/")
    def front() -> flask.Response:
        assets = f"/rates/static/{asset_digest()}"
        page = flask.render_template("front.html", region=region, services=SERVICES, assets=assets)
        response = flask.make_response(page)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app
