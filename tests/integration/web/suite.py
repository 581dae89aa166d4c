"""One running toy service and what a test needs to talk to it."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from shared.runtime.db import Database
from tests.integration.web.toy import Moment, Note, count

ISSUER = "https://identity.example"
KEY = ECKey.generate_key("P-256", auto_kid=True)


@dataclass
class Suite:
    """One running toy service and what a test needs to talk to it."""

    app: flask.Flask
    clock: Moment
    jwks: Path
    log: io.BytesIO
    key: ECKey = field(default_factory=lambda: KEY)

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def db(self) -> Database:
        return self.app.extensions["workforce"].db

    def token(self, role: str = "hr_submitter", tenant: str | None = "335", **claims: Any) -> str:
        now = int(self.clock().timestamp())
        subject = f"{role}.{tenant}"
        body = {"iss": ISSUER, "aud": ["rates"], "sub": subject, "client_id": "test", "role": role}
        body |= {"tenant": tenant, "iat": now, "exp": now + 900} | claims
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, body, self.key)

    def as_role(
        self, role: str = "hr_submitter", tenant: str | None = "335", **claims: Any
    ) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(role, tenant, **claims)}"}

    def notes(self) -> int:
        with self.db.snapshot() as session:
            return count(session)

    def write(self, title: str, la_code: str = "335") -> None:
        with self.db.transaction() as session:
            session.add(Note(la_code=la_code, title=title, author="test"))

    def log_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


def write_keys(path: Path, *keys: ECKey) -> None:
    path.write_text(json.dumps(KeySet(list(keys)).as_dict(private=False)), encoding="utf-8")


Start = Callable[..., Suite]
