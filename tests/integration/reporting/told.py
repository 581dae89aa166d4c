"""A reporting service that has been told things, and what a test needs to ask it."""

import csv
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.test import TestResponse

from services.reporting.app import create_app
from services.reporting.consumers import handlers
from services.reporting.content import files_of
from shared.runtime.config import Settings
from shared.runtime.consumer import InBatches, Received
from shared.runtime.db import Database
from shared.vocabulary.calendar import Month, Quarter
from shared.vocabulary.region import Region

ISSUER = "https://identity.example"
KEY = ECKey.generate_key("P-256", auto_kid=True)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REGION_CODE = "E12000005"
SEEDED = Path(__file__).resolve().parents[2] / "unit" / "reporting" / "published_rates.csv"
STOCKS = ("in_post_fte", "agency_fte", "vacancy_fte", "agency_cover_fte")
STABILITY = {
    "children_looked_after": "578",
    "one_worker": "301",
    "two_workers": "215",
    "three_or_more_workers": "62",
    "same_worker_12_months": "220",
    "looked_after_12_months": "451",
}
SPEND = {
    "agency_spend_pence": "41250000",
    "assignment_cost_pence": "41250000",
    "assignment_hours": "9500.000000",
    "assignments_with_cost": "24",
    "spend_dominated": "0",
}
CASES = {"cases": "1480", "case_holders_fte": "98.200000", "working_days_lost": "61.500000"}
LEADERS = {"leadership_posts": "24", "holders_known_ethnicity": "21", "holders_ethnic_minority": "4"}


@dataclass
class Reporting:
    """One running reporting service; `tell` applies an event as the consumer would."""

    app: flask.Flask
    settings: Settings
    sequence: dict[str, int] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        found: Database = self.app.extensions["workforce"].db
        return found

    @property
    def region(self) -> Region:
        found: Region = self.app.extensions["workforce"].part(Region)
        return found

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def get(self, path: str, role: str | None = None, tenant: str | None = None) -> TestResponse:
        return self.client.get(f"/reporting/v1/{path}", headers=as_role(role, tenant))

    def figures(self, quarter: str, role: str | None = None, tenant: str | None = None) -> dict[Any, Any]:
        """Items by (kpi, la_code)."""
        answer = self.get(f"quarters/{quarter}/figures", role, tenant)
        assert answer.status_code == 200, answer.text
        return {(item["kpi"], item["la_code"]): item for item in answer.get_json()["items"]}

    def release(self, quarter: str, **headers: str) -> TestResponse:
        sent = as_role("regional_admin") | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/reporting/v1/releases", json={"quarter": quarter}, headers=sent)

    def tell(self, la_code: str, month: str, facts: dict[str, str], **more: Any) -> Received:
        """`revision`, `certified` (True: the same revision), `unreliable`, `withdrawn`."""
        event = self.event(la_code, month, facts, **more)
        self.apply(event)
        return event

    def apply(self, *events: Received) -> None:
        """Return events, each of another month, as one batch."""
        handler = handlers(self.region)["register.return_changed"]
        assert isinstance(handler, InBatches)
        with self.db.transaction() as session:
            handler.replace(session, events)

    def event(
        self,
        la_code: str,
        month: str,
        facts: dict[str, str],
        *,
        revision: int = 1,
        certified: bool = True,
        unreliable: tuple[str, ...] = (),
        withdrawn: bool = False,
    ) -> Received:
        aggregate = f"{la_code}/{month}"
        self.sequence[aggregate] = self.sequence.get(aggregate, 0) + 1
        told = {
            "revision": revision,
            "digest": f"{revision:064x}",
            "accepted_at": "2026-11-20T09:30:00Z",
            "certified_at": "2026-11-21T09:30:00Z" if certified else None,
            "facts": [{"item": item, "value": value} for item, value in facts.items()],
            "sections_reported": ["workforce"],
            "unreliable": list(unreliable),
            "explained": [],
        }
        return Received(
            id=f"{aggregate}#{self.sequence[aggregate]}",
            type="register.return_changed",
            aggregate_type="return",
            aggregate_id=aggregate,
            epoch=0,
            sequence=self.sequence[aggregate],
            key=la_code,
            region_id=self.region.region_id,
            time=NOW,
            data={
                "la_code": la_code,
                "month": month,
                "change": "withdrawn" if withdrawn else "certified" if certified else "accepted",
                "withdrawn": withdrawn,
                "accepted": None if withdrawn else told,
                "certified": told if certified and not withdrawn else None,
            },
        )

    def tell_quarter(self, quarter: str, only: tuple[str, ...] = ()) -> None:
        """A year of certified returns of every authority that ends in a quarter DfE has published."""
        with SEEDED.open(encoding="utf-8") as file:
            lines = [
                line
                for line in csv.DictReader(file)
                if line["quarter"] == quarter and line["area"] != "region"
            ]
        chosen = [line for line in lines if not only or line["area"] in only]
        months = Quarter.parse(quarter).window(12)
        self.apply(*(self._seeded(line, month, months[-1]) for line in chosen for month in months))

    def _seeded(self, line: dict[str, str], month: Month, last: Month) -> Received:
        facts = {item: _six(line[item] or "10") for item in STOCKS} | SPEND | CASES
        facts["leavers_fte"] = _six(line["leavers_fte"]) if month == last else "0.000000"
        facts |= (STABILITY | LEADERS) if month.ends_quarter else {}
        bad = () if line["agency_fte"] else ("agency",)
        return self.event(line["area"], str(month), facts, unreliable=bad)


def _six(text: str) -> str:
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(6, '0')}"


def start(url: str, folder: Path, region_file: Path | None = None) -> Reporting:
    files_of.cache_clear()  # a new process remembers nothing
    jwks = folder / "jwks.json"
    jwks.write_text(json.dumps(KeySet([KEY]).as_dict(private=False)), encoding="utf-8")
    settings = Settings(
        service="reporting",
        database_url=url,
        environment="test",
        issuer=ISSUER,
        jwks=str(jwks),
        archive=folder / "archive",
        rate_limits=False,
    )
    if region_file is not None:
        settings = replace(settings, region_file=region_file)
    return Reporting(create_app(settings, clock=lambda: NOW), settings)


def as_role(role: str | None, tenant: str | None = None) -> dict[str, str]:
    if role is None:
        return {}
    now = int(NOW.timestamp())
    body = {"iss": ISSUER, "aud": ["reporting"], "sub": f"{role}.{tenant}", "client_id": "test", "role": role}
    body |= {"tenant": tenant, "iat": now, "exp": now + 900}
    return {"Authorization": f"Bearer {jwt.encode({'alg': 'ES256', 'kid': KEY.kid}, body, KEY)}"}
