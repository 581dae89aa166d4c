"""The protocol service on a database of its own, and what a test needs to talk to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.rates.app import create_app
from services.rates.models import Base
from shared.runtime.config import Settings
from shared.runtime.db import Database
from shared.runtime.tables import OutboxEvent
from tests.unit.rates.conftest import inputs_document, version_document

ISSUER = "https://identity.example"
KEY = ECKey.generate_key("P-256", auto_kid=True)
SECRET = "a secret of tests, forty characters long"
API = "/rates/v1"


class Moment:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def to(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Rates:
    """`ask` and `send` are requests; a role is written "hr_submitter.335" or "regional_admin"."""

    app: flask.Flask
    clock: Moment

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def db(self) -> Database:
        db: Database = self.app.extensions["workforce"].db
        return db

    def token(self, who: str, subject: str | None = None) -> str:
        role, _, tenant = who.partition(".")
        now = int(self.clock().timestamp())
        body = {"iss": ISSUER, "aud": ["rates"], "sub": subject or who, "client_id": "tests", "role": role}
        claims = body | {"tenant": tenant or None, "iat": now, "exp": now + 900}
        return jwt.encode({"alg": "ES256", "kid": KEY.kid}, claims, KEY)

    def call(self, method: str, path: str, who: str | None = None, **words: Any) -> TestResponse:
        headers = dict(words.pop("headers", {}))
        subject = words.pop("subject", None)
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who, subject)}"
        return self.client.open(f"{API}{path}", method=method, headers=headers, **words)

    def get(self, path: str, who: str | None = None, **words: Any) -> TestResponse:
        return self.call("GET", path, who, **words)

    def post(self, path: str, body: Any, who: str | None = None, **words: Any) -> TestResponse:
        return self.call("POST", path, who, json=body, **words)

    def put(self, path: str, body: Any, who: str | None = None, **words: Any) -> TestResponse:
        return self.call("PUT", path, who, json=body, **words)

    def add_years(self, *years: str) -> None:
        for year in years or ("2024-25", "2025-26", "2026-27"):
            assert self.post("/statutory-inputs", inputs_document(year), "regional_admin").status_code == 201

    def publish(self, **changes: Any) -> Mapping[str, Any]:
        """Draft and publish a version of the usual form with some changes."""
        document = version_document(**changes)
        drafted = self.post("/protocols", document, "regional_admin")
        assert drafted.status_code == 201, drafted.text
        published = self.post(f"/protocols/{document['version']}/publication", {}, "regional_admin")
        assert published.status_code == 201, published.text
        body: Mapping[str, Any] = published.get_json()
        return body

    def check(self, **changes: Any) -> dict[str, Any]:
        """One question about a social worker in Walsall; a value None leaves the name out."""
        answer = self.post("/checks", question(**changes))
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.get_json()
        return body

    def events(self, type_: str) -> list[dict[str, Any]]:
        """Every event of a type in the outbox, whole, in order."""
        with self.db.snapshot() as session:
            rows = select(OutboxEvent).where(OutboxEvent.type == type_).order_by(OutboxEvent.position)
            return [json.loads(row.payload) for row in session.scalars(rows)]

    def row_counts(self) -> dict[str, int]:
        """How many rows each table of the service and of the runtime has."""
        names = [*Base.metadata.tables, "outbox", "audit", "idempotency", "aggregate"]
        with self.db.snapshot() as session:
            count = "SELECT count(*) FROM "
            return {name: session.connection().exec_driver_sql(count + name).scalar_one() for name in names}


def question(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "la_code": "335",
        "core_job_type": "SW",
        "basis": "umbrella",
        "rate_pence": 3700,
        "start_date": "2026-01-05",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def start_rates(url: str, folder: Path, **settings: Any) -> Rates:
    jwks = folder / "jwks.json"
    jwks.write_text(json.dumps(KeySet([KEY]).as_dict(private=False)), encoding="utf-8")
    clock = Moment()
    usual: dict[str, Any] = {"environment": "test", "rate_limits": False, "secret": SECRET}
    given = Settings("rates", url, issuer=ISSUER, jwks=str(jwks), **(usual | settings))
    return Rates(create_app(given, clock), clock)
