"""One authority sends its returns, oldest first, and a second person certifies each."""

from collections.abc import Callable
from typing import Any

from deploy.client import Client
from deploy.demonstration.callers import Callers, call
from deploy.demonstration.returns import demonstration_returns
from shared.vocabulary.roles import HR_CERTIFIER, HR_SUBMITTER


def submit_authority(
    callers: Callers, la_code: str, step: Callable[[], None], stopped: Callable[[], bool]
) -> None:
    """Leaves a month that has a return alone, but for signing the first revision an interrupted load left."""
    submitter = callers.account(HR_SUBMITTER, la_code)
    certifier = callers.account(HR_CERTIFIER, la_code)
    try:
        for item in demonstration_returns(la_code):
            if stopped():
                return
            path = f"/register/v1/returns/{la_code}/{item.month}"
            receipt = _existing(submitter, path) or call(submitter, "PUT", path, item.document).body
            if receipt["status"] == "accepted" and receipt["revision"] == 1:
                signed = {"revision": receipt["revision"], "digest": receipt["digest"]}
                call(certifier, "POST", f"{path}/certification", signed)
            step()
    finally:
        submitter.close()
        certifier.close()


def _existing(client: Client, path: str) -> dict[str, Any] | None:
    reply = client.get(path)
    if reply.status == 404:
        return None
    found: dict[str, Any] = call(client, "GET", path).body
    return found
