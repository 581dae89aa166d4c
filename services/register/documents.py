"""The canonical document of a return: one text, and one digest, for one content."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.register.checks.draft import Draft
from shared.errors import Fault
from shared.vocabulary.items import SECTIONS, Section


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is the canonical JSON, `digest` its SHA-256; `content` is the same as plain values."""

    text: str
    digest: str
    content: Mapping[str, Any]
    workforce_digest: str | None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A return as it was sent: what passed the checks of form, what did not, and if all did, its document."""

    draft: Draft
    faults: tuple[Fault, ...]
    document: Document | None


def document_of(draft: Draft) -> Document:
    """Of a draft in which everything passed the checks of form.

    Keys are sorted, rows ordered by their section's key, exact decimals written with all their places and
    dates as ISO text, so that equal content has an equal digest however it was sent.
    """
    content: dict[str, Any] = {"la_code": draft.la_code, "month": str(draft.month)}
    for section in SECTIONS:
        if section.name in draft.sections:
            content[section.name] = _ordered(section, draft.sections[section.name])
        elif section.asked == "always":
            content[section.name] = []
    text = canonical_text(content)
    workforce = content.get("workforce")
    return Document(
        text=text,
        digest=digest_of(text),
        content=json.loads(text),
        workforce_digest=None if workforce is None else digest_of(canonical_text(workforce)),
    )


def canonical_text(value: Any) -> str:
    """JSON with sorted keys, no spaces, and text as it is (not escaped to ASCII)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def digest_of(text: str) -> str:
    """SHA-256 in hexadecimal of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _ordered(section: Section, content: Any) -> Any:
    if isinstance(content, Mapping):
        return content
    rows: Sequence[Mapping[str, Any]] = content
    return sorted(rows, key=lambda row: tuple(str(row[name]) for name in section.key))


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a return")
