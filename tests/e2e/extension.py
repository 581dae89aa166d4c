"""What a user sees after docs/extending.md was followed: run in a copy of the project, prints JSON.

Register and reporting run in this process, on SQLite and the embedded log.
"""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
from flask.testing import FlaskClient

import services
from deploy.accounts import Account, sign_token, write_key_set
from deploy.carriers import build_consumer, build_relay
from services.register.app import create_app as create_register
from services.reporting.app import create_app as create_reporting
from shared.runtime.config import Settings
from shared.runtime.migrations import upgrade
from shared.runtime.outbox import OutboxEvent
from shared.runtime.transport import open_transport
from tests.unit.register.returns import sample

NOW = datetime(2027, 7, 10, 9, 30, tzinfo=UTC)
QUARTER, MONTH = "2027-28-Q1", "2027-06"
RETURN = f"/register/v1/returns/335/{MONTH}"
WINDOW = {"opens": "2027-07-01", "due": "2027-07-20", "closes": "2027-07-31"}
CASELOAD = {"cases": 1480, "case_holders_fte": "98.200000", "unallocated_cases": 20}
FORMATS = ("kpis.csv", "kpis.json", "kpis.tsv", "kpis.xlsx")


class Suite:
    """Both services with their messages carried by hand."""

    def __init__(self, folder: Path) -> None:
        self.settings = {name: _settings(name, folder) for name in ("register", "reporting")}
        for name, settings in self.settings.items():
            upgrade(name, settings.database_url)
        write_key_set(self.settings["register"], Path(self.settings["register"].jwks))
        self.apps = {
            "register": create_register(self.settings["register"], lambda: NOW),
            "reporting": create_reporting(self.settings["reporting"], lambda: NOW),
        }
        self.db = {name: app.extensions["workforce"].db for name, app in self.apps.items()}

    def client(self, path: str) -> FlaskClient:
        return self.apps[path.split("/")[1]].test_client()

    def ask(self, method: str, path: str, role: str | None = None, body: Any = None) -> Any:
        headers = {}
        if role:
            tenant = "335" if role.startswith("hr_") else None
            account = Account(f"{role}.{tenant}", role, tenant)
            token = sign_token(self.settings["register"], account, "workforce", 900, NOW)
            headers["Authorization"] = f"Bearer {token}"
        return self.client(path).open(path, method=method, json=body, headers=headers)

    def carry(self) -> None:
        """From the register's outbox to reporting's facts."""
        transport = open_transport(self.settings["register"])
        build_relay(self.settings["register"], self.db["register"], transport).run_once()
        consumer = build_consumer(self.settings["reporting"], self.db["reporting"], transport)
        while consumer.run_once(0.1):
            pass
        consumer.close()
        transport.close()

    def payloads(self) -> list[dict[str, Any]]:
        with self.db["register"].snapshot() as session:
            rows = session.query(OutboxEvent).order_by(OutboxEvent.position)
            return [json.loads(row.payload) for row in rows]


def see(suite: Suite) -> dict[str, Any]:
    suite.ask("PUT", f"/register/v1/windows/{MONTH}", "regional_admin", WINDOW)
    body = sample(MONTH, caseload=CASELOAD, unreliable=[])
    many = body | {"caseload": {**CASELOAD, "unallocated_cases": 5000}}
    doubtful = suite.ask("PUT", f"{RETURN}?dry_run=true", "hr_submitter", many).get_json()
    taken = suite.ask("PUT", RETURN, "hr_submitter", body)
    receipt = taken.get_json()
    named = {"revision": receipt["revision"], "digest": receipt["digest"]}
    signed = suite.ask("POST", f"{RETURN}/certification", "hr_certifier", named)
    suite.carry()
    released = suite.ask("POST", "/reporting/v1/releases", "regional_admin", {"quarter": QUARTER}).get_json()
    return {
        "from": str(Path(str(services.__file__)).resolve().parents[1]),
        "statuses": [taken.status_code, signed.status_code],
        "warnings": [warning["code"] for warning in doubtful["warnings"]],
        "read_back": suite.ask("GET", RETURN, "hr_submitter").get_json()["document"]["caseload"],
        "facts": suite.payloads()[-1]["data"]["certified"]["facts"],
        "items": names(suite, "/register/v1/data-items", "items", "name"),
        "items_before": names(suite, "/register/v1/data-items?month=2027-03", "items", "name"),
        "known_warnings": names(suite, "/register/v1/data-items", "warnings", "code"),
        "kpis": names(suite, "/reporting/v1/kpis", "items", "kpi"),
        "working": rates(suite.ask("GET", f"/reporting/v1/quarters/{QUARTER}/figures", "hr_submitter")),
        "live": rates(suite.ask("GET", f"/reporting/v1/quarters/{QUARTER}/figures", "regional_admin")),
        "files": [file["name"] for file in released["files"]],
        "downloads": downloads(suite, released["id"]),
        "documents": [
            name
            for name in ("register", "reporting")
            if (
                "unallocated_cases" in suite.ask("GET", f"/{name}/openapi.json").text
                or "kpis.tsv" in suite.ask("GET", f"/{name}/openapi.json").text
            )
        ],
    }


def names(suite: Suite, path: str, part: str, name: str) -> list[str]:
    return [row[name] for row in suite.ask("GET", path).get_json()[part]]


def rates(answer: Any) -> dict[str, Any]:
    """Value and status of the new KPI by area."""
    found = [row for row in answer.get_json()["items"] if row["kpi"] == "unallocated_rate"]
    return {str(row["la_code"]): [row["audience"], row["value"], row["status"]] for row in found}


def downloads(suite: Suite, release_id: str) -> dict[str, str]:
    """The region's files as text; of the workbook, the row of the authority on the new KPI's sheet."""
    found = {}
    for name in FORMATS:
        answer = suite.ask("GET", f"/reporting/v1/releases/{release_id}/{name}", "workstream")
        if name.endswith(".xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)["unallocated_rate"]
            rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            found[name] = next(" ".join(row) for row in rows if row[0] == "Walsall")
        else:
            found[name] = answer.text
    return found


def _settings(name: str, folder: Path) -> Settings:
    return Settings(
        name,
        f"sqlite:///{folder / name}.sqlite",
        environment="test",
        log_url=f"sqlite:///{folder / 'log'}.sqlite",
        jwks=str(folder / "jwks.json"),
        archive=folder / "archive",
        rate_limits=False,
    )


if __name__ == "__main__":
    suite = Suite(Path(sys.argv[1]))
    print(json.dumps(see(suite)))
    for db in suite.db.values():
        db.close()
