"""The protocol editor of the regional administrator: draft, edit, review, publish, correct."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from services.rates.actions.affected import list_affected_checks
from services.rates.actions.drafts import discard_draft, draft_protocol, replace_draft, validate_protocol
from services.rates.actions.protocols import compare_protocol, list_protocols, read_protocol
from services.rates.actions.publication import publish_protocol
from services.rates.pages.caps import version_row
from services.rates.pages.draft import NEW_CAPS, RULE_NAMES, document_of, edited, load_draft, values_of
from services.rates.pages.frame import Shown, authority_name, go_to, instruction, pages, today
from services.rates.pages.version import RULE_TITLES, comparison_words, version_words
from services.rates.pay import METHOD_TITLES
from services.rates.rules.caps import COMPARABLE
from shared.errors import Fault, Problem, Refused
from shared.runtime.web import Answer, actor, command, query
from shared.ui.forms import Form, faults_by_field
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, FORCES, VERDICTS
from shared.vocabulary.roles import REGIONAL_ADMIN

AFFECTED_SHOWN = 50
NAMED = {"/version": "version", "/valid_from": "from-day", "/correction_reason": "correction_reason"}


@pages.get("/protocols")
def versions() -> str:
    found = query(lambda session: list_protocols(session, drafts=True))
    return render_template("rates/versions.html", rows=[version_row(one, today()) for one in found])


@pages.get("/protocols/new")
def draft_form() -> str:
    return _new_page(request.args, [])


@pages.post("/protocols/new")
def draft_version() -> Shown:
    try:
        return command(lambda session: go_to(f"/rates/protocols/{_draft(session, request.form)}/edit"))
    except Problem as refusal:
        if refusal.status not in (409, 422):
            raise
        return _new_page(request.form, faults_by_field(refusal, NAMED)), refusal.status


@pages.get("/protocols/<version>")
def version(version: str) -> str:
    drafts = actor().role == REGIONAL_ADMIN
    found = query(lambda session: read_protocol(session, version, drafts=drafts))
    changes = query(lambda session: compare_protocol(session, version, drafts=drafts))
    return render_template(
        "rates/version.html",
        version=found,
        words=version_words(found),
        changes=comparison_words(changes),
        may_edit=drafts,
    )


@pages.get("/protocols/<version>/edit")
def edit_form(version: str) -> str:
    document = _document(version)
    return _edit_page(document, values_of(document), [])


@pages.post("/protocols/<version>/edit")
def edit_version(version: str) -> Shown:
    document, by, fields = _document(version), instruction(), dict(NAMED)
    try:
        changed, fields = edited(document, request.form)
        return command(
            lambda session: go_to(
                f"/rates/protocols/{replace_draft(session, by, version, changed)['version']}/review"
            )
        )
    except Refused as refusal:
        return _edit_page(document, request.form, faults_by_field(refusal, fields)), refusal.status


@pages.get("/protocols/<version>/review")
def review(version: str) -> str:
    by = instruction()
    return render_template("rates/review.html", **query(lambda session: _review(session, by, version)))


@pages.post("/protocols/<version>/publication")
def publish(version: str) -> Shown:
    by = instruction()
    try:
        return command(
            lambda session: go_to(f"/rates/protocols/{publish_protocol(session, by, version)[0]['version']}")
        )
    except Refused as refusal:
        return review(version), refusal.status


@pages.post("/protocols/<version>/discard")
def discard(version: str) -> Shown:
    by = instruction()

    def drop(session: Session) -> Answer:
        discard_draft(session, by, version)
        return go_to("/rates/protocols")

    return command(drop)


def _document(version: str) -> dict[str, Any]:
    return document_of(query(lambda session: read_protocol(session, version, drafts=True)))


def _draft(session: Session, given: Mapping[str, str]) -> str:
    """A draft with everything of the version it starts from; raises Refused, Conflict `version_exists`."""
    form = Form(given)
    name, start = form.text("version", "a name for the version"), form.day("from", "the first day")
    corrects = given.get("corrects") == "yes"
    reason = form.text("correction_reason", "why it is corrected", required=corrects, longest=500)
    form.check()
    assert start is not None
    base = document_of(read_protocol(session, given.get("base", ""), drafts=True))
    document = base | {
        "version": name,
        "valid_from": start.isoformat(),
        "valid_to": None,
        "corrects": base["version"] if corrects else None,
        "correction_reason": reason if corrects else None,
    }
    return str(draft_protocol(session, instruction(), load_draft(document))[0]["version"])


def _review(session: Session, by: Any, version: str) -> dict[str, Any]:
    """What would stop the publication, what differs, and which stored checks a correction touches."""
    found = read_protocol(session, version, drafts=True)
    affected = []
    if found["corrects"]:
        affected = list_affected_checks(session, by, version, limit=AFFECTED_SHOWN)
    return {
        "version": found,
        "problems": validate_protocol(session, version),
        "changes": comparison_words(compare_protocol(session, version, drafts=True)),
        "affected": [_affected_row(check) for check in affected],
    }


def _affected_row(check: Mapping[str, Any]) -> list[object]:
    reference = {"text": check["reference"], "href": f"/rates/checks/{check['reference']}"}
    before, after = VERDICTS[check["verdict_before"]], VERDICTS[check["verdict_after"]]
    return [reference, authority_name(check["la_code"]), before, after]


def _new_page(values: Mapping[str, str], faults: Sequence[Fault]) -> str:
    found = query(lambda session: list_protocols(session, drafts=True))
    bases = [(one["version"], f"{one['version']}: {one['title']}") for one in reversed(found)]
    return render_template("rates/version_new.html", values=values, faults=faults, bases=bases)


def _edit_page(document: Mapping[str, Any], values: Mapping[str, str], faults: Sequence[Fault]) -> str:
    return render_template(
        "rates/version_edit.html",
        document=document,
        values=values,
        faults=faults,
        caps=version_words(document)["caps"],
        new_caps=range(NEW_CAPS),
        jobs=list(CORE_JOB_TYPES.items()),
        bases=[(code, BASES[code]) for code in COMPARABLE],
        methods=[(code, f"{code}: {title}") for code, title in METHOD_TITLES.items()],
        rules=[(name, RULE_TITLES[name]) for name in RULE_NAMES],
        forces=list(FORCES.items()),
    )
