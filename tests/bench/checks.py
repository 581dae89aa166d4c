"""(a) One rate check under gunicorn, against the least Flask can do for the same kind of request."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.accounts import mint_token, write_key_set
from deploy.demonstration.seeds import seed_documents
from services.rates.app import create_app
from shared.runtime.config import Settings
from shared.runtime.migrations import upgrade
from tests.bench.harness import ratios, report, requests_a_second, served

SCRIPT = Path(__file__).with_name("question.lua")


def prepare(folder: Path) -> dict[str, str]:
    """A protocol in force and the environment of a service that has it."""
    env = {
        "WORKFORCE_DATA": str(folder),
        "WORKFORCE_JWKS": str(folder / "keys.json"),
        "WORKFORCE_RATE_LIMITS": "off",
    }
    settings = Settings.from_env("rates", env)
    upgrade("rates", settings.database_url)
    write_key_set(settings, folder / "keys.json")
    client = create_app(settings).test_client()
    headers = {"Authorization": f"Bearer {mint_token(settings, 'regional_admin')}"}
    for path, documents in (("statutory-inputs", "tax_year"), ("protocols", "caps")):
        for document in seed_documents(documents):
            answer = client.post(f"/rates/v1/{path}", json=document, headers=headers)
            assert answer.status_code == 201, answer.text
    for document in seed_documents("caps"):
        path = f"/rates/v1/protocols/{document['version']}/publication"
        assert client.post(path, json={}, headers=headers).status_code == 201
    return env


def main() -> None:
    with TemporaryDirectory() as name:
        env = {**prepare(Path(name)), "BENCH_DATABASE": str(Path(name) / "rates.sqlite")}
        with (
            served("services.rates.app:create_app()", env, "/rates/v1/checks") as ours,
            served("tests.bench.reference:insert", env, "/") as insert,
            served("tests.bench.reference:echo", env, "/") as echo,
        ):
            new = ratios(lambda: _rate(ours, fresh=True), lambda: _rate(insert, fresh=True))
            again = ratios(lambda: _rate(ours, fresh=False), lambda: _rate(echo, fresh=False))
    report("(a) a new question / Flask + one durable insert", new, "at least 0.6")
    report("(a) a question asked before / Flask JSON echo", again, "at least 0.45")


def _rate(url: str, *, fresh: bool) -> float:
    os.environ["BENCH_NEW"] = "1" if fresh else "0"
    return requests_a_second(url, SCRIPT)
