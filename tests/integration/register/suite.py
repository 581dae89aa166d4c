"""A running register and the people of one region who use it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from deploy.accounts import Account, sign_token
from shared.runtime.config import Settings
from shared.runtime.db import Database
from shared.runtime.tables import AuditEntry, OutboxEvent
from tests.unit.register.returns import MONTH, sample

JSON = dict[str, Any]


@dataclass
class Moment:
    """A clock that a test sets: 10 January 2027 unless told otherwise."""

    now: datetime = field(default_factory=lambda: datetime(2027, 1, 10, 9, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, day: str, hour: int = 12) -> None:
        self.now = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


@dataclass
class Register:
    app: flask.Flask
    clock: Moment
    settings: Settings

    @property
    def db(self) -> Database:
        found: Database = self.app.extensions["workforce"].db
        return found

    def token(self, role: str, la_code: str | None, subject: str | None = None, machine: bool = False) -> str:
        subject = subject or (f"{role}.{la_code}" if la_code else role)
        client = subject if machine else "workforce"
        return sign_token(self.settings, Account(subject, role, la_code), client, 900, self.clock())

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        role: str | None = None,
        la_code: str | None = None,
        subject: str | None = None,
        machine: bool = False,
        **headers: str,
    ) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role:
            sent["Authorization"] = f"Bearer {self.token(role, la_code, subject, machine)}"
        return self.app.test_client().open(path, method=method, json=body, headers=sent)

    def open_window(self, month: str = MONTH, **dates: str) -> TestResponse:
        body = {"opens": "2027-01-01", "due": "2027-01-20", "closes": "2027-01-31"} | dates
        return self.ask("PUT", f"/register/v1/windows/{month}", body, role="regional_admin")

    def submit(
        self, body: JSON | None = None, la_code: str = "335", query: str = "", **how: Any
    ) -> TestResponse:
        body = sample() if body is None else body
        path = f"{returns(la_code, body['month'])}{query}"
        return self.ask("PUT", path, body, **({"role": "hr_submitter", "la_code": la_code} | how))

    def read(self, rest: str = "", month: str = MONTH, la_code: str = "335", **how: Any) -> TestResponse:
        path = returns(la_code, month) + rest
        return self.ask("GET", path, **({"role": "hr_submitter", "la_code": la_code} | how))

    def sign(self, revision: int, digest: str, month: str = MONTH, **how: Any) -> TestResponse:
        path = f"{returns('335', month)}/certification"
        body = {"revision": revision, "digest": digest}
        return self.ask("POST", path, body, **({"role": "hr_certifier", "la_code": "335"} | how))

    def post(self, rest: str, body: JSON, month: str = MONTH, **how: Any) -> TestResponse:
        path = f"{returns('335', month)}/{rest}"
        return self.ask("POST", path, body, **({"role": "hr_certifier", "la_code": "335"} | how))

    def reopen(self, **wanted: str) -> TestResponse:
        body = {"reason": "late ledger", "approver": "director.335", "closes": "2027-02-20"} | wanted
        return self.post("reopening", body, role="regional_admin", la_code=None)

    def events(self, type_: str = "register.return_changed") -> list[JSON]:
        """CloudEvents of that type, oldest first."""
        with self.db.snapshot() as session:
            rows = session.scalars(
                select(OutboxEvent.payload).where(OutboxEvent.type == type_).order_by(OutboxEvent.position)
            )
            return [json.loads(payload) for payload in rows]

    def audits(self) -> list[tuple[str, str, str]]:
        with self.db.snapshot() as session:
            rows = session.execute(
                select(AuditEntry.subject, AuditEntry.action, AuditEntry.target).order_by(AuditEntry.position)
            )
            return [(subject, action, target) for subject, action, target in rows]

    def rows(self) -> dict[str, int]:
        """How many rows each table of the service has."""
        tables = self.app.extensions["workforce"].metadata.sorted_tables
        with self.db.snapshot() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
            }


def returns(la_code: str, month: str) -> str:
    return f"/register/v1/returns/{la_code}/{month}"


def facts(state: JSON) -> dict[tuple[str, ...], str]:
    """Values of a state in an event, by item and breakdown code."""
    return {
        (fact["item"], *(code for name, code in fact.items() if name not in ("item", "value"))): fact["value"]
        for fact in state["facts"]
    }


def codes(response: TestResponse) -> list[tuple[str, str]]:
    return [(fault["code"], fault["where"]) for fault in response.get_json()["problems"]]
