"""What the second person does, and what the region does for one authority."""

from typing import Any

import flask

from services.register.actions.signing import certify_return, revert_return, withdraw_return
from services.register.actions.windows import reopen_return
from services.register.routes.address import answer_of, instruction, month_of_authority
from services.register.schemas.answers import Receipt, Reopened
from services.register.schemas.requests import CertificationIn, ReopeningIn, ReversionIn, WithdrawalIn
from shared.runtime.web import Answer, Blueprint, command

PREFIX = "/register/v1/returns/<la_code>/<month>"

signing = Blueprint("signing", __name__, url_prefix=PREFIX, description="The second person's signature")


@signing.route("/certification", methods=["POST"])
@signing.arguments(CertificationIn)
@signing.response(200, Receipt)
def certify(sent: dict[str, Any], la_code: str, month: str) -> flask.Response:
    """Certify a named revision and digest that somebody else submitted"""
    by, asked = instruction(), month_of_authority(la_code, month)
    return command(lambda session: answer_of(certify_return(session, by, la_code, asked, sent)))


@signing.route("/reversion", methods=["POST"])
@signing.arguments(ReversionIn)
@signing.response(200, Receipt)
@signing.alt_response(201, schema=Receipt, description="A new revision")
def revert(sent: dict[str, Any], la_code: str, month: str) -> flask.Response:
    """Go back to the content last certified, as a new revision"""
    by, asked = instruction(), month_of_authority(la_code, month)
    return command(lambda session: answer_of(revert_return(session, by, la_code, asked, sent["reason"]), 201))


@signing.route("/withdrawal", methods=["POST"])
@signing.arguments(WithdrawalIn)
@signing.response(200, Receipt)
def withdraw(sent: dict[str, Any], la_code: str, month: str) -> flask.Response:
    """Withdraw the latest revision: the month counts as not reported"""
    by, asked = instruction(), month_of_authority(la_code, month)
    return command(lambda session: answer_of(withdraw_return(session, by, la_code, asked, sent)))


@signing.route("/reopening", methods=["POST"])
@signing.arguments(ReopeningIn)
@signing.response(201, Reopened)
def reopen(sent: dict[str, Any], la_code: str, month: str) -> flask.Response:
    """Reopen a closed month for one authority"""
    by, asked = instruction(), month_of_authority(la_code, month)
    return command(lambda session: Answer(reopen_return(session, by, la_code, asked, sent), 201))
