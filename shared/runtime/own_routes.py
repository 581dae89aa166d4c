"""The addresses that every service has: its API document, health and metrics."""

from collections.abc import Callable
from functools import cache
from typing import Any

import flask
from flask import current_app, render_template

from shared.runtime.access import OPEN, Access
from shared.runtime.body import write_json
from shared.runtime.health import readiness
from shared.runtime.metrics import Metrics
from shared.runtime.web import Answer, respond, runtime

EXPOSITION = "text/plain; version=1.0.0; charset=utf-8"
OWN = ("openapi.json", "docs", "health/live", "health/ready", "metrics", "sign-in", "sign-in/callback")


def own_access(service: str) -> dict[str, Access]:
    """Rows of the access table for the routes that the runtime brings; all are open."""
    gets = {f"GET /{service}/{path}": OPEN for path in OWN}
    return gets | {f"POST /{service}/sign-out": OPEN}


def own_routes(service: str, make_document: Callable[[], dict[str, Any]]) -> flask.Blueprint:
    """The document is made on first use and kept."""
    routes = flask.Blueprint("runtime", __name__, url_prefix=f"/{service}")
    document = cache(make_document)
    document_bytes = cache(lambda: write_json(document()))

    @routes.get("/openapi.json")
    def openapi() -> flask.Response:
        return respond(Answer(document_bytes(), headers={"Content-Type": "application/json"}))

    @routes.get("/docs")
    def docs() -> str:
        return render_template(
            "runtime/docs.html", document=document(), layout=current_app.extensions["layout"]
        )

    @routes.get("/health/live")
    def live() -> flask.Response:
        return respond(Answer({"status": "alive"}))

    @routes.get("/health/ready")
    def ready() -> flask.Response:
        return respond(readiness(runtime()))

    @routes.get("/metrics")
    def metrics() -> flask.Response:
        kept: Metrics = current_app.extensions["metrics"]
        return respond(Answer(kept.exposition(), headers={"Content-Type": EXPOSITION}))

    return routes
