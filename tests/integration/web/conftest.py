"""The toy service on a fresh database, with tokens of an issuer that exists in this folder alone."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient

from shared.runtime.config import Settings
from shared.runtime.logs import LogTo
from shared.runtime.service import create_service_app
from tests.integration.web.suite import ISSUER, KEY, Start, Suite, write_keys
from tests.integration.web.toy import Base, Moment, toy_service


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start(url, settings…)` makes the toy's table and its app."""

    made: list[flask.Flask] = []

    def make(
        url: str, service: Any = None, parts: dict[type, object] | None = None, **settings: Any
    ) -> Suite:
        jwks = tmp_path / "jwks.json"
        write_keys(jwks, KEY)
        given: dict[str, Any] = {"environment": "test", "issuer": ISSUER, "jwks": str(jwks)} | settings
        clock, log = Moment(), io.BytesIO()
        app = create_service_app(
            service or toy_service(),
            Settings(service="rates", database_url=url, **given),
            clock=clock,
            parts={LogTo: LogTo(log)} | (parts or {}),
        )
        made.append(app)
        Base.metadata.create_all(app.extensions["workforce"].db.engine)
        return Suite(app, clock, jwks, log)

    yield make
    for app in made:
        app.extensions["workforce"].db.close()


@pytest.fixture
def suite(start: Start, new_sqlite: Callable[[str], str]) -> Suite:
    return start(new_sqlite("runtime"))


@pytest.fixture
def client(suite: Suite) -> FlaskClient:
    return suite.client
