"""Posts the protocol editions and statutory inputs of the seed folder, as the regional administrator."""

import json
from pathlib import Path
from typing import Any

from deploy.client import Client
from deploy.demonstration.callers import Callers, call
from shared.vocabulary.roles import REGIONAL_ADMIN

SEED = Path(__file__).resolve().parents[1] / "seed"


def load_protocols(callers: Callers) -> None:
    """Published versions stay as they are; the same statutory inputs again change nothing."""
    client = callers.account(REGIONAL_ADMIN)
    for inputs in seed_documents("tax_year"):
        call(client, "POST", "/rates/v1/statutory-inputs", inputs)
    for protocol in seed_documents("caps"):
        _publish(client, protocol)
    client.close()


def seed_documents(mark: str) -> list[dict[str, Any]]:
    """The seed folder's documents that have that member, by their first day and name."""
    found = []
    for path in sorted(SEED.rglob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        documents = content if isinstance(content, list) else [content]
        found += [document for document in documents if mark in document]
    return sorted(found, key=lambda document: (document.get("valid_from") or document[mark], str(document)))


def _publish(client: Client, protocol: dict[str, Any]) -> None:
    path = f"/rates/v1/protocols/{protocol['version']}"
    known = client.get(path)
    if known.status == 404:
        call(client, "POST", "/rates/v1/protocols", protocol)
    if known.status == 404 or known.body["status"] == "draft":
        call(client, "POST", f"{path}/publication", {})
