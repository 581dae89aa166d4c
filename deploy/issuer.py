"""The demonstration identity provider: OAuth 2.0 with made-up accounts, so that the suite runs alone.

A region brings its own provider; this one refuses to start in production.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import flask
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from deploy.accounts import (
    AUDIENCES,
    LIFETIME_SECONDS,
    Account,
    client_secret,
    demonstration_accounts,
    key_set,
    mint_token,
    refuse_production,
    sign_token,
    write_key_set,
)
from shared.runtime.config import Settings
from shared.runtime.db import Clock, utc_now
from shared.vocabulary.region import load_region

__all__ = ["create_issuer", "demonstration_accounts", "key_set", "mint_token", "write_key_set"]

CODE_SECONDS = 60
LOOPBACK = ("127.0.0.1", "localhost")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PICK = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Pick a demonstration account</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<main><h1>Pick a demonstration account</h1>
<p>These accounts are made up. No password is needed.</p>
{% for heading, accounts in groups %}<h2>{{ heading }}</h2><ul>{% for account in accounts %}
<li><a href="?{{ asked | urlencode }}&amp;account={{ account.subject | urlencode }}">{{ account.subject }}</a>
{% endfor %}</ul>{% endfor %}</main></html>"""


@dataclass(frozen=True)
class Code:
    """What an authorization code was given for; it works once, for a minute."""

    account: Account
    client_id: str
    redirect_uri: str
    challenge: str
    until: datetime


class Refusal(Exception):  # noqa: N818 - named as the suite's refusals are
    """An OAuth 2.0 error code (RFC 6749, 5.2)."""


def create_issuer(
    settings: Settings, clock: Clock = utc_now, services: Sequence[str] = AUDIENCES
) -> flask.Flask:
    """The provider at /identity, for the pages of `services`; raises BadSettings in production."""
    refuse_production(settings)
    app = flask.Flask("identity", static_folder=None)
    issuer = Issuer(settings, clock, demonstration_accounts(load_region(settings.region_file)), services)
    app.add_url_rule("/identity/.well-known/openid-configuration", view_func=issuer.discovery)
    app.add_url_rule("/identity/jwks", "jwks", view_func=lambda: key_set(settings))
    app.add_url_rule("/identity/authorize", view_func=issuer.authorize)
    app.add_url_rule("/identity/token", view_func=issuer.token, methods=["POST"])
    app.register_error_handler(Refusal, lambda refusal: ({"error": str(refusal)}, 400))
    app.after_request(_add_headers)
    return app


class Issuer:
    """The views, with the codes that were given out and not yet used."""

    def __init__(
        self, settings: Settings, clock: Clock, accounts: Mapping[str, Account], services: Sequence[str]
    ) -> None:
        self._settings, self._clock, self._accounts = settings, clock, accounts
        self._callbacks = {f"{service}-pages": f"/{service}/sign-in/callback" for service in services}
        self._codes: dict[str, Code] = {}

    def discovery(self) -> dict[str, Any]:
        issuer = self._settings.issuer
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        }

    def authorize(self) -> flask.typing.ResponseReturnValue:
        asked = {
            name: flask.request.args.get(name, "")
            for name in ("client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method")
        }
        self._check_client(asked["client_id"], asked["redirect_uri"])
        if asked["code_challenge_method"] != "S256" or not asked["code_challenge"]:
            raise Refusal("invalid_request")
        account = self._accounts.get(flask.request.args.get("account", ""))
        if account is None:
            groups: dict[str, list[Account]] = {}
            for found in self._accounts.values():
                groups.setdefault(found.tenant or "The region", []).append(found)
            return flask.render_template_string(PICK, groups=groups.items(), asked=asked)
        until = self._clock() + timedelta(seconds=CODE_SECONDS)
        code = secrets.token_urlsafe(32)
        self._codes[code] = Code(
            account, asked["client_id"], asked["redirect_uri"], asked["code_challenge"], until
        )
        return flask.redirect(
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", code=303
        )

    def token(self) -> dict[str, Any]:
        grants = {"client_credentials": self._by_secret, "authorization_code": self._by_code}
        grant = grants.get(flask.request.form.get("grant_type", ""))
        if grant is None:
            raise Refusal("unsupported_grant_type")
        account, client_id = grant()
        token = sign_token(self._settings, account, client_id, LIFETIME_SECONDS, self._clock())
        return {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME_SECONDS}

    def _by_secret(self) -> tuple[Account, str]:
        sent = flask.request.authorization
        subject = (sent.username if sent and sent.type == "basic" else None) or ""
        secret = (sent.password if sent and sent.type == "basic" else None) or ""
        right = hmac.compare_digest(client_secret(self._settings, subject).encode(), secret.encode())
        account = self._accounts.get(subject)
        if account is None or not right:
            raise Refusal("invalid_client")
        return account, subject

    def _by_code(self) -> tuple[Account, str]:
        form = flask.request.form
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.until <= self._clock():
            raise Refusal("invalid_grant")
        if (form.get("client_id"), form.get("redirect_uri")) != (code.client_id, code.redirect_uri):
            raise Refusal("invalid_grant")
        made: Any = create_s256_code_challenge
        challenge = cast(str, made(form.get("code_verifier", "")))
        if not hmac.compare_digest(challenge, code.challenge):
            raise Refusal("invalid_grant")
        return code.account, code.client_id

    def _check_client(self, client_id: str, redirect_uri: str) -> None:
        """The services' pages on this machine, or on the host that serves the issuer; nobody else."""
        target = urlsplit(redirect_uri)
        if self._callbacks.get(client_id) != target.path or target.query or target.fragment:
            raise Refusal("invalid_client")
        if target.hostname not in LOOPBACK and target.netloc != flask.request.host:
            raise Refusal("invalid_client")


def _add_headers(response: flask.Response) -> flask.Response:
    response.headers.update(HEADERS)
    return response
