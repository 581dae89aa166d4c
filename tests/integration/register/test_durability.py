"""A return is there whole or not at all, and the tables are what the models say."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import update

from shared.runtime.config import BadSettings
from shared.runtime.migrations import differences
from shared.runtime.tables import DatabaseIdentity
from tests.integration.register.conftest import Start
from tests.integration.register.suite import Register
from tests.unit.register.returns import sample

SUBMIT = """
from datetime import UTC, datetime
import os
from deploy.accounts import mint_token
from services.register.app import create_app
from shared.runtime.config import Settings
from tests.unit.register.returns import sample

now = datetime(2027, 1, 10, 9, 30, tzinfo=UTC)
settings = Settings.from_env("register", os.environ)
token = mint_token(settings, "hr_submitter", la_code="335", now=now)
create_app(settings, lambda: now).test_client().put(
    "/register/v1/returns/335/2026-12", json=sample(), headers={"Authorization": f"Bearer {token}"}
)
"""


@pytest.mark.parametrize(
    ("point", "revisions"), [("api.between_rows", 0), ("api.before_commit", 0), ("api.after_commit", 1)]
)
def test_a_process_that_dies_while_it_stores_leaves_all_or_nothing(
    register: Register, point: str, revisions: int
) -> None:
    env = {
        **os.environ,
        "WORKFORCE_ENVIRONMENT": "test",
        "WORKFORCE_REGISTER_DATABASE_URL": register.settings.database_url,
        "WORKFORCE_JWKS": register.settings.jwks,
        "WORKFORCE_CRASH_POINT": point,
    }
    died = subprocess.run([sys.executable, "-c", SUBMIT], env=env, capture_output=True, timeout=120)
    assert died.returncode == 137, died.stderr
    rows = register.rows()
    assert rows["revision"] == rows["monthly_return"] == len(register.events()) == revisions
    assert (rows["fact"] > 0) == (revisions == 1)
    retried = register.submit(sample())
    assert retried.status_code == (200 if revisions else 201)
    assert len(register.events()) == 1


def test_the_migrated_tables_are_those_of_the_models(new_database: Callable[[str], str]) -> None:
    assert differences("register", new_database("register")) == []


def test_another_region_s_database_is_refused(start: Start, new_sqlite: Callable[[str], str]) -> None:
    url = new_sqlite("register")
    with start(url).db.transaction() as session:
        session.execute(update(DatabaseIdentity).values(region_id="another-region"))
    with pytest.raises(BadSettings, match="another-region"):
        start(url)
