"""Ask the protocol about a rate, and the answer that can be quoted and printed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from services.rates.actions.checks import ask_protocol, exhibit_of, keep_check, read_check
from services.rates.pages.answer import answer_words
from services.rates.pages.frame import (
    Shown,
    authority_name,
    authority_options,
    editions,
    go_to,
    pages,
    region,
    secret,
    today,
)
from services.rates.pages.question import FIELDS, read_form
from services.rates.rules.questions import Question
from shared.errors import Fault, Refused
from shared.runtime.web import Blueprint, command, query
from shared.ui.forms import faults_by_field
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, SUPPLY_MODELS

CHECKS_A_MINUTE = 120


@pages.get("")
def check_form() -> str:
    return _form(request.args, [])


@pages.post("")
@Blueprint.rate_limit(CHECKS_A_MINUTE)
def check_rate() -> Shown:
    try:
        question = read_form(request.form, region())
        return command(lambda session: go_to(f"/rates/checks/{_ask(session, question)}"))
    except Refused as refusal:
        return _form(request.form, faults_by_field(refusal, FIELDS)), refusal.status


@pages.get("/checks/<reference>")
def check_answer(reference: str) -> str:
    answer = json.loads(query(lambda session: read_check(session, reference)))
    words = answer_words(answer, authority_name(answer["la_code"]))
    return render_template("rates/answer.html", answer=answer, words=words)


def _ask(session: Session, question: Question) -> str:
    exhibit = exhibit_of(session, question, today())
    kept = keep_check(session, ask_protocol(question, editions(session), exhibit, secret()), today())
    return str(json.loads(kept)["reference"])


def _form(values: Mapping[str, str], faults: Sequence[Fault]) -> str:
    return render_template(
        "rates/check.html",
        values=values,
        faults=faults,
        authorities=authority_options(),
        jobs=list(CORE_JOB_TYPES.items()),
        bases=[*((code, title, BASIS_HINTS.get(code)) for code, title in BASES.items()), UNKNOWN_BASIS],
        models=list(SUPPLY_MODELS.items()),
    )


BASIS_HINTS = {
    "paye": "The hourly pay in the contract; holiday is paid as well",
    "paye_inclusive": "The hourly pay already holds the holiday pay",
    "umbrella": "What the agency pays the umbrella company an hour",
    "limited": "What the agency pays the worker’s own company an hour",
    "charge": "What the authority pays the agency; no cap is comparable with it",
}
UNKNOWN_BASIS: tuple[str, str, Any] = ("", "I do not know", "The answer says what to ask for")
