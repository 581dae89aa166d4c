"""(d) A batch of 5,000 checks, CSV in and out, against reading, loading and writing the same rows barely."""

import csv
import io
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from marshmallow import RAISE, Schema, fields

from deploy.accounts import mint_token
from services.rates.app import create_app
from shared.runtime.config import Settings
from tests.bench.checks import prepare
from tests.bench.harness import report

ROWS, TIMES = 5_000, 6
COLUMNS = ("la_code", "core_job_type", "basis", "rate_pence", "start_date", "hours_per_week")


class Question(Schema):
    """What a plain marshmallow schema of a question is."""

    class Meta:
        unknown = RAISE

    la_code = fields.String(required=True)
    core_job_type = fields.String(required=True)
    basis = fields.String(required=True)
    rate_pence = fields.Integer(required=True)
    start_date = fields.Date(required=True)
    hours_per_week = fields.Decimal(required=True)


def batch(number: int) -> bytes:
    """5,000 different questions, none of which another batch asks."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for row in range(ROWS):
        hours = f"{20 + number}.00"
        kind = ("SW", "SSW", "AP", "TM", "IRO")[row % 5]
        basis = ("umbrella", "paye", "limited")[row % 3]
        rows.writerow(("335", kind, basis, 2_000 + row // 2, f"2026-0{1 + row % 6}-15", hours))
    return out.getvalue().encode()


def product(folder: Path, sent: list[bytes]) -> list[float]:
    """Seconds from the request in memory to the answer."""
    settings = Settings.from_env("rates", prepare(folder))
    client = create_app(settings).test_client()
    headers = {"Authorization": f"Bearer {mint_token(settings, 'workstream')}"}
    taken = []
    for body in sent:
        start = time.perf_counter()
        answer = client.post("/rates/v1/check-batches", data=body, headers=headers, content_type="text/csv")
        taken.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.text[:1000]
        assert answer.text.count("\n") == ROWS + 1, answer.text[:1000]
    return taken


def reference(sent: list[bytes]) -> list[float]:
    """csv read, marshmallow load, csv write of the same rows with a verdict beside each."""
    schema = Question(many=True)
    taken = []
    for body in sent:
        start = time.perf_counter()
        loaded = schema.load(list(csv.DictReader(io.StringIO(body.decode()))))
        out = io.StringIO(newline="")
        rows = csv.writer(out)
        rows.writerow((*COLUMNS, "verdict"))
        rows.writerows([*(row[name] for name in COLUMNS), "within"] for row in loaded)
        out.getvalue().encode()
        taken.append(time.perf_counter() - start)
    return taken


def main() -> None:
    sent = [batch(number) for number in range(TIMES)]
    with TemporaryDirectory() as folder:
        pairs = zip(product(Path(folder), sent), reference(sent), strict=True)
        values = [ours / theirs for ours, theirs in list(pairs)[1:]]
    report("(d) 5,000 checks by CSV / csv read + load + csv write", values, "at most 2")
