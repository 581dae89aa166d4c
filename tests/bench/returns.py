"""(b) A return accepted and committed, against reading, loading and writing the same rows barely."""

import json
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from deploy.accounts import mint_token, write_key_set
from services.register.app import create_app
from shared.runtime.config import Settings
from shared.runtime.migrations import upgrade
from tests.bench.harness import report
from tests.unit.register.returns import assignment, leaver, sample

SIZES = {150: 30, 2_000: 8}
"""Rows of the return, and how many are sent."""


class AssignmentRow(Schema):
    """What a plain marshmallow schema of an assignment is, with the checks of form and nothing else."""

    class Meta:
        unknown = RAISE

    assignment_ref = fields.String(required=True, validate=validate.Regexp(r"^a\d-[0-9A-HJKMNP-TV-Z]{27}$"))
    core_job_type = fields.String(required=True, validate=validate.OneOf(("SW", "SSW", "AP", "TM", "IRO")))
    basis = fields.String(required=True)
    rate_pence = fields.Integer(required=True, strict=True)
    hours = fields.Decimal(required=True)
    cost_pence = fields.Integer(required=True, strict=True)
    fte = fields.Decimal(required=True)
    start_date = fields.Date(required=True)
    end_date = fields.Date(required=True, allow_none=True)
    reason = fields.String(required=True)
    supply_model = fields.String(required=True)
    exception_reference = fields.String(required=True, allow_none=True)


def body_of(rows: int) -> dict[str, Any]:
    """A sound return of so many rows, most of them assignments, and no warning that asks for words."""
    leavers = [leaver(number, fte="0.010000") for number in range(5)]
    count = rows - 5 - 2 - 2 - 7
    assignments = [assignment(number, fte="0.001000", reason="workload") for number in range(count)]
    spend = {"cost_pence": 620_894 * count, "includes": ["pay"], "accrued": True}
    return sample(agency_assignments=assignments, leavers=leavers, agency_spend=spend)


def bodies(rows: int, count: int) -> list[bytes]:
    """Each differs from the last in one number, so that each is a new revision."""
    body = body_of(rows)
    made = []
    for number in range(count):
        body["caseload"]["cases"] = 1480 + number
        made.append(json.dumps(body).encode())
    return made


def product(folder: Path, sent: list[bytes]) -> list[float]:
    """Seconds a PUT takes from the request in memory to the answer, on SQLite with full synchronisation."""
    url = f"sqlite:///{folder}/register.sqlite"
    settings = Settings("register", url, jwks=str(folder / "keys.json"), rate_limits=False)
    upgrade("register", url)
    write_key_set(settings, folder / "keys.json")
    client = create_app(settings).test_client()
    window = {"opens": "2020-01-01", "due": "2099-01-01", "closes": "2099-01-01"}
    admin = {"Authorization": f"Bearer {mint_token(settings, 'regional_admin')}"}
    opened = client.put("/register/v1/windows/2026-12", json=window, headers=admin)
    assert opened.status_code in (200, 201), opened.text
    headers = {"Authorization": f"Bearer {mint_token(settings, 'hr_submitter', la_code='335')}"}
    taken = []
    for body in sent:
        start = time.perf_counter()
        answer = client.put(
            "/register/v1/returns/335/2026-12", data=body, headers=headers, content_type="application/json"
        )
        taken.append(time.perf_counter() - start)
        assert answer.status_code == 201, answer.text[:2000]
    return taken


def reference(folder: Path, sent: list[bytes]) -> list[float]:
    """json.loads, a marshmallow load of the rows, executemany of them, one durable commit."""
    connection = sqlite3.connect(folder / "reference.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    columns = list(AssignmentRow().fields)
    connection.execute(f"CREATE TABLE assignment ({', '.join(columns)})")
    insert = f"INSERT INTO assignment VALUES ({', '.join('?' * len(columns))})"
    schema = AssignmentRow(many=True)
    taken = []
    for body in sent:
        start = time.perf_counter()
        rows: list[Mapping[str, Any]] = schema.load(json.loads(body)["agency_assignments"])
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, [[_plain(row[column]) for column in columns] for row in rows])
        connection.execute("COMMIT")
        taken.append(time.perf_counter() - start)
    connection.close()
    return taken


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | None) else str(value)


def main() -> None:
    for rows, count in SIZES.items():
        sent = bodies(rows, count)
        with TemporaryDirectory() as folder:
            pairs = zip(product(Path(folder), sent), reference(Path(folder), sent), strict=True)
            values = [ours / theirs for ours, theirs in list(pairs)[1:]]
        report(f"(b) a return of {rows:,} rows / loads + load + executemany", values, "at most 2 at 2,000")
