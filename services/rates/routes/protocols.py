"""Versions of the protocol: open to read once published; the regional administrator drafts and publishes."""

from typing import Any

import flask
from sqlalchemy.orm import Session

from services.rates.actions.affected import list_affected_checks
from services.rates.actions.drafts import discard_draft, draft_protocol, replace_draft, validate_protocol
from services.rates.actions.protocols import compare_protocol, list_protocols, read_protocol
from services.rates.actions.publication import publish_protocol
from services.rates.routes.address import instruction, sees_drafts
from services.rates.schemas.protocols import ProtocolDraftSchema
from services.rates.schemas.published import (
    AffectedChecksQuery,
    AffectedChecksSchema,
    ComparisonQuery,
    ComparisonSchema,
    ProtocolListSchema,
    ProtocolSchema,
    ValidationSchema,
)
from shared.runtime.web import Answer, Blueprint, command, page, query, respond

protocols = Blueprint(
    "protocols", __name__, url_prefix="/rates/v1/protocols", description="Versions of the protocol"
)
MOST_AFFECTED = 500


@protocols.route("", methods=["GET"])
@protocols.response(200, ProtocolListSchema)
def list_versions() -> flask.Response:
    """Published versions, past, present and coming; drafts too for the regional administrator."""
    return respond(Answer(page(query(lambda session: list_protocols(session, drafts=sees_drafts())))))


@protocols.route("", methods=["POST"])
@protocols.arguments(ProtocolDraftSchema)
@protocols.response(201, ProtocolSchema)
@protocols.alt_response(200, schema=ProtocolSchema, description="The same draft as before")
@protocols.alt_response(409, "DEFAULT_ERROR")
def draft_version(document: dict[str, Any]) -> flask.Response:
    """Draft a version; the same draft again is 200 and changes nothing."""

    def draft(session: Session) -> Answer:
        body, is_new = draft_protocol(session, instruction(), document)
        return Answer(body, 201 if is_new else 200)

    return command(draft)


@protocols.route("/<version>", methods=["GET"])
@protocols.response(200, ProtocolSchema)
@protocols.alt_response(404, "DEFAULT_ERROR")
def read_version(version: str) -> flask.Response:
    """One version, whole."""
    return respond(Answer(query(lambda s: read_protocol(s, version, drafts=sees_drafts()))))


@protocols.route("/<version>", methods=["PUT"])
@protocols.arguments(ProtocolDraftSchema)
@protocols.response(200, ProtocolSchema)
@protocols.alt_response(409, "DEFAULT_ERROR")
def replace_version(document: dict[str, Any], version: str) -> flask.Response:
    """Replace a draft; a published version never changes."""
    return command(lambda session: Answer(replace_draft(session, instruction(), version, document)))


@protocols.route("/<version>", methods=["DELETE"])
@protocols.response(204)
@protocols.alt_response(409, "DEFAULT_ERROR")
def discard_version(version: str) -> flask.Response:
    """Discard a draft."""

    def discard(session: Session) -> Answer:
        discard_draft(session, instruction(), version)
        return Answer(None, 204)

    return command(discard)


@protocols.route("/<version>/validation", methods=["GET"])
@protocols.response(200, ValidationSchema)
@protocols.alt_response(409, "DEFAULT_ERROR")
def validate_version(version: str) -> flask.Response:
    """What would stop a draft's publication."""
    faults = query(lambda session: validate_protocol(session, version))
    return respond(Answer({"publishable": not faults, "problems": [fault.as_dict() for fault in faults]}))


@protocols.route("/<version>/comparison", methods=["GET"])
@protocols.arguments(ComparisonQuery, location="query")
@protocols.response(200, ComparisonSchema)
@protocols.alt_response(404, "DEFAULT_ERROR")
def compare_version(asked: dict[str, str], version: str) -> flask.Response:
    """What differs from the version before, or from another that is named."""
    name = asked.get("compared_with")
    found = query(lambda s: compare_protocol(s, version, drafts=sees_drafts(), compared_with=name))
    return respond(Answer(found))


@protocols.route("/<version>/publication", methods=["POST"])
@protocols.response(201, ProtocolSchema)
@protocols.alt_response(200, schema=ProtocolSchema, description="Published already")
@protocols.alt_response(422, "DEFAULT_ERROR")
def publish_version(version: str) -> flask.Response:
    """Publish a draft; publishing it again is 200 and changes nothing."""

    def publish(session: Session) -> Answer:
        body, is_new = publish_protocol(session, instruction(), version)
        return Answer(body, 201 if is_new else 200)

    return command(publish)


@protocols.route("/<version>/affected-checks", methods=["GET"])
@protocols.arguments(AffectedChecksQuery, location="query")
@protocols.response(200, AffectedChecksSchema)
@protocols.alt_response(409, "DEFAULT_ERROR")
def list_checks_affected(asked: dict[str, str], version: str) -> flask.Response:
    """Stored checks that a correction, drafted or published, would answer otherwise; they never change."""
    after, by = asked.get("after", ""), instruction()
    found = query(
        lambda session: list_affected_checks(session, by, version, after=after, limit=MOST_AFFECTED)
    )
    last = found[-1]["reference"] if len(found) == MOST_AFFECTED else None
    here = f"/rates/v1/protocols/{version}/affected-checks"
    return respond(Answer(page(found, f"{here}?after={last}" if last else None)))
