"""What identifies a person is refused at every door, and is nowhere afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.register.suite import Register, returns
from tests.unit.register.returns import MONTH, sample

CANARY = "AB123456C"
ADDRESS = "canary.person@example.gov.uk"
PHONE = "07700 900461"
CANARIES = (CANARY, ADDRESS, PHONE, CANARY.lower(), "AB 12 34 56 C")


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Path of every value in a return, and of the return itself."""
    yield path
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from places(inner, (*path, key))


def with_value(path: tuple[str | int, ...], value: Any) -> Any:
    body: Any = sample()
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return body


def with_key(path: tuple[str | int, ...], key: str) -> Any:
    body: Any = sample()
    inner = body
    for step in path:
        inner = inner[step]
    inner[key] = "1"
    return body


def send_everywhere(register: Register) -> Iterator[int]:
    for path in places(sample()):
        inner: Any = sample()
        for step in path:
            inner = inner[step]
        for canary in (CANARY, ADDRESS):
            if path:
                yield _status(register, with_value(path, canary))
            if isinstance(inner, dict):
                yield _status(register, with_key(path, canary))
    for canary in CANARIES:
        yield _status(register, with_value(("unreliable", 0, "text"), f"ask {canary} about it"))


def _status(register: Register, body: Any) -> int:
    answer = register.ask("PUT", returns("335", MONTH), body, role="hr_submitter", la_code="335")
    assert not any(canary in answer.get_data(as_text=True) for canary in CANARIES)
    return answer.status_code


def test_no_identifier_is_on_disk_or_in_a_log_after_it_was_sent_everywhere(
    on_sqlite: Register, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    register = on_sqlite
    digest = register.submit().get_json()["digest"]
    statuses = list(send_everywhere(register))
    assert set(statuses) == {422}
    assert len(statuses) > 200
    for canary in CANARIES[:2]:
        for rest, body in (
            ("reversion", {"reason": f"says {canary}"}),
            ("withdrawal", {"revision": 1, "reason": f"says {canary}"}),
            ("certification", {"revision": 1, "digest": canary}),
            ("certification", {"revision": 1, "digest": digest, canary: 1}),
        ):
            assert register.post(rest, body).status_code == 422
        assert register.submit(query=f"?dry_run={canary}").status_code == 422
        assert register.submit(query=f"?{canary}=true").status_code == 422
        assert register.read(month=canary).status_code in (404, 422)
        foreign = register.ask("GET", returns(canary, MONTH), role="hr_submitter", la_code="335")
        assert foreign.status_code in (404, 422)
        assert register.sign(1, digest, Idempotency_Key=canary).status_code == 422
        assert register.sign(1, digest, X_Request_Id=canary).status_code in (200, 422)
    register.db.close()
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    logged = "".join(capfd.readouterr())
    assert '"status":422' in logged
    for canary in CANARIES:
        assert canary.encode() not in on_disk
        assert canary not in logged
