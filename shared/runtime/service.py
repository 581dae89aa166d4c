"""One service's Flask app: its routes, its access table, and everything that all services share."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import flask
from flask import g
from sqlalchemy.orm import DeclarativeBase
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from shared.runtime.access import OPEN, Access, compare_routes
from shared.runtime.auth import TokenVerifier
from shared.runtime.blueprint import MEBIBYTE, Blueprint
from shared.runtime.config import Settings
from shared.runtime.db import Clock, Database, utc_now
from shared.runtime.edge import Edge, RouteFacts
from shared.runtime.headers import add_headers, csp_nonce
from shared.runtime.limits import FixedWindow
from shared.runtime.logs import LogTo, frames_of, open_log
from shared.runtime.metrics import Measures, Metrics
from shared.runtime.openapi import document, make_api
from shared.runtime.own_routes import own_access, own_routes
from shared.runtime.problems import register_problems
from shared.runtime.signin import SIGN_IN, register_sign_in
from shared.runtime.validation import RefuseText
from shared.runtime.web import Runtime

T = TypeVar("T")
LARGEST_INTEGER = 2_147_483_647


class RowNumber(IntegerConverter):
    """<int:n> in a rule; more than a database integer holds is an address where nothing is."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **({"max": LARGEST_INTEGER} | options))


@dataclass(frozen=True)
class Service:
    """What makes one service different from the others.

    `access` has a row for every route of `api` and `pages`: "PUT /register/v1/returns/<la_code>/<month>".
    `refuse_text` says which rule forbids a text in path, query, key or request id. `layout` is the template
    that documentation and refusals shown to a person extend. `openapi_schemas` are more components.
    """

    name: str
    title: str
    description: str
    base: type[DeclarativeBase]
    api: Sequence[Blueprint]
    access: Mapping[str, Access]
    pages: Sequence[flask.Blueprint] = ()
    refuse_text: RefuseText | None = None
    layout: str = "runtime/layout.html"
    openapi_schemas: Mapping[str, Any] = field(default_factory=dict)


def create_service_app(
    service: Service,
    settings: Settings,
    *,
    clock: Clock = utc_now,
    parts: Mapping[type, object] | None = None,
) -> flask.Flask:
    """Full paths are inside the app (/<service>/v1/...), so it serves alone and beside others.

    `parts` are what the service's views get by `runtime().part(Kind)`; LogTo and Measures are looked for.
    """
    given = dict(parts or {})
    app = _bare_app(service, settings)
    db = Database(settings.database_url)
    at = Runtime(service.name, settings, db, clock, service.base.metadata, given)
    verifier = TokenVerifier(settings, clock)
    app.extensions.update(workforce=at, layout=service.layout)
    register_problems(app)
    _register_after(app, at, Metrics(service.name, db, clock, _part(given, Measures)), _part(given, LogTo))
    api = make_api(app, service.title, service.description, service.openapi_schemas)
    for blueprint in service.api:
        api.register_blueprint(blueprint)
    for pages in service.pages:
        app.register_blueprint(pages)
    app.register_blueprint(own_routes(service.name, lambda: document(api, app, table)))
    guard = register_sign_in(app, at, verifier)
    table = {**service.access, **own_access(service.name), **_static_access(app)}
    app.extensions["access"] = table
    limits = FixedWindow(clock) if settings.rate_limits else None
    edge = Edge(_facts(app, service, table), verifier, guard, limits, service.refuse_text)
    app.before_request_funcs.setdefault(None, []).insert(0, edge.before)
    return app


def unmatched_access(app: flask.Flask) -> tuple[list[str], list[str]]:
    """(routes without a row in the access table, rows without a route); both are empty in a sound service."""
    routes = (
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    )
    return compare_routes(routes, app.extensions["access"])


def _static_access(app: flask.Flask) -> dict[str, Access]:
    """Style sheets and scripts are for everyone."""
    return {f"GET {rule.rule}": OPEN for rule in app.url_map.iter_rules() if _is_static(rule.endpoint)}


def _is_static(endpoint: str) -> bool:
    return endpoint.rpartition(".")[2] == "static"


def _bare_app(service: Service, settings: Settings) -> flask.Flask:
    app = flask.Flask(__name__, static_folder=None, template_folder="templates")
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.jinja_env.globals["service_title"] = service.title
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _register_after(app: flask.Flask, at: Runtime, metrics: Metrics, log_to: LogTo | None) -> None:
    log = open_log(at.service, log_to)
    production = at.settings.environment == "production"
    app.extensions["metrics"] = metrics

    @app.after_request
    def finish(response: flask.Response) -> flask.Response:
        add_headers(response, production=production)
        response.headers["X-Request-Id"] = g.request_id
        seconds = time.perf_counter() - g.started
        metrics.observe(g.route, response.status_code, seconds)
        _log_line(log, response.status_code, seconds)
        return response


def _log_line(log: Any, status: int, seconds: float) -> None:
    words: dict[str, Any] = {
        "request_id": g.request_id,
        "route": g.route,
        "status": status,
        "ms": round(seconds * 1000, 2),
    }
    if "actor" in g:
        words |= {"role": g.actor.role, "tenant": g.actor.tenant}
    if "problem" in g:
        words["code"] = g.problem
    if "failure" in g:
        log.error("request", **words, error=type(g.failure).__name__, frames=frames_of(g.failure))
    else:
        log.info("request", **words)


def _facts(
    app: flask.Flask, service: Service, table: Mapping[str, Access]
) -> dict[tuple[str, str], RouteFacts]:
    known = {blueprint.name: blueprint for blueprint in service.api}
    pages = {blueprint.name for blueprint in service.pages} | {SIGN_IN}
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        blueprint, _, endpoint = rule.endpoint.rpartition(".")
        for method in rule.methods or ():
            name = f"{'GET' if method == 'HEAD' else method} {rule.rule}"
            api = known.get(blueprint)
            found[rule.rule, method] = RouteFacts(
                name=name,
                access=table.get(name),
                is_api=api is not None,
                is_page=blueprint in pages and not _is_static(rule.endpoint),
                is_callback=rule.endpoint == f"{SIGN_IN}.callback",
                query=api.query_names(endpoint, method) if api else frozenset(),
                max_bytes=getattr(view, "max_bytes", MEBIBYTE),
                per_minute=getattr(view, "per_minute", None),
            )
    return found


def _part(given: Mapping[type, object], kind: type[T]) -> T | None:
    return cast(T | None, given.get(kind))
