"""Draft a version, replace or discard the draft, and see what would stop its publication."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.rates.actions.editions import read_inputs, read_periods
from services.rates.actions.instruction import Instruction
from services.rates.actions.protocols import describe, inputs_at_start, lock_timeline, row_of
from services.rates.models import ProtocolVersion
from services.rates.rules.protocol import version_of
from services.rates.rules.validation import publication_faults
from shared.errors import Conflict, Fault, Refused

Document = Mapping[str, Any]


def draft_protocol(session: Session, by: Instruction, document: Document) -> tuple[dict[str, Any], bool]:
    """(the draft, whether it is new). The same document again changes nothing.

    Raises Refused `content_refused` for another region, Conflict `version_exists` for another document.
    """
    _check_region(by, document)
    lock_timeline(session)
    row = session.get(ProtocolVersion, document["version"])
    if row is not None:
        if row.document == document:
            return describe(row, read_periods(session)), False
        raise Conflict("version_exists", "There is already a version of that name, with other content.")
    row = ProtocolVersion(drafted_at=by.now, published_at=None, **_columns(document))
    session.add(row)
    by.audit(session, "draft_protocol", row.version)
    return describe(row, []), True


def replace_draft(session: Session, by: Instruction, version: str, document: Document) -> dict[str, Any]:
    """Raises NotFound `unknown_version`, Conflict `already_published`, Refused as draft_protocol does."""
    _check_region(by, document)
    if document["version"] != version:
        fault = Fault("version_differs", "/version", "The address names another version.", "Make them equal.")
        raise Refused("content_refused", "Correct what is listed and send it again.", [fault])
    lock_timeline(session)
    row = _draft(session, version)
    for name, value in _columns(document).items():
        setattr(row, name, value)
    row.drafted_at = by.now
    by.audit(session, "replace_draft", version)
    return describe(row, [])


def discard_draft(session: Session, by: Instruction, version: str) -> None:
    """Raises NotFound `unknown_version`, Conflict `already_published`."""
    lock_timeline(session)
    _draft(session, version)
    session.execute(delete(ProtocolVersion).where(ProtocolVersion.version == version))
    by.audit(session, "discard_draft", version)


def validate_protocol(session: Session, version: str) -> list[Fault]:
    """What would stop its publication; empty when nothing would. Raises NotFound, Conflict as for a draft."""
    draft = version_of(_draft(session, version).document)
    return publication_faults(draft, read_periods(session), inputs_at_start(draft, read_inputs(session)))


def _check_region(by: Instruction, document: Document) -> None:
    if document["region_code"] in (by.region.region_code, by.region.country_code):
        return
    message = "The region is not the one this service is for, nor its country."
    fix = f"Give {by.region.region_code}, or {by.region.country_code} for a national version."
    fault = Fault("other_region", "/region_code", message, fix)
    raise Refused("content_refused", "Correct what is listed and send it again.", [fault])


def _columns(document: Document) -> dict[str, Any]:
    version = version_of(document)
    return {
        "version": version.version,
        "region_code": version.region_code,
        "valid_from": version.valid_from,
        "corrects": version.corrects,
        "document": dict(document),
    }


def _draft(session: Session, version: str) -> ProtocolVersion:
    row = row_of(session, version)
    if row.published_at is not None:
        raise Conflict("already_published", "A published version never changes; correct it by a new one.")
    return row
