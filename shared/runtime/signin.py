"""People sign in with the region's identity provider (code flow with PKCE); a session cookie remembers it."""

import secrets
from datetime import timedelta
from typing import Any, cast

import flask
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import redirect, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response

from shared.errors import BadSyntax, Forbidden, Unavailable
from shared.runtime.auth import TokenVerifier
from shared.runtime.identity import ANYONE, Actor
from shared.runtime.keys import IssuerUnreachable, fetch_json
from shared.runtime.problems import answer_problem
from shared.runtime.web import Runtime

SIGN_IN = "sign_in"
IDLE_SECONDS = 15 * 60
LONGEST_SECONDS = 8 * 60 * 60


class PageGuard:
    """Who is signed in to the pages of one service, and whether a form is one that these pages made.

    The session is a signed cookie of this service's path alone: it ends after 15 minutes without a request
    and after 8 hours at the latest. The API takes no cookie, so it needs no such check.
    """

    def __init__(self, at: Runtime, csrf: Any) -> None:
        self._at = at
        self._csrf = csrf

    def actor(self) -> Actor:
        kept = session.get("actor")
        now = self._at.clock().timestamp()
        if kept is None:
            return ANYONE
        if now >= session["idle_until"] or now >= session["ends"]:
            session.clear()
            return ANYONE
        session["idle_until"] = now + IDLE_SECONDS
        return Actor(**kept)

    def start(self, actor: Actor) -> None:
        """A new session: nothing of the one before it is carried over."""
        now = self._at.clock().timestamp()
        session.clear()
        session.permanent = True
        kept = {
            "subject": actor.subject,
            "role": actor.role,
            "tenant": actor.tenant,
            "client_id": actor.client_id,
        }
        session.update(
            actor=kept, id=secrets.token_hex(16), idle_until=now + IDLE_SECONDS, ends=now + LONGEST_SECONDS
        )

    def check_form_is_ours(self) -> None:
        """Raises CSRFError for a POST without the token of this session."""
        self._csrf.protect()

    def send_to_sign_in(self) -> Response:
        return redirect(flask.url_for(f"{SIGN_IN}.sign_in", next=request.full_path.rstrip("?")))


def register_sign_in(app: flask.Flask, at: Runtime, verifier: TokenVerifier) -> PageGuard:
    """Add /<service>/sign-in, its callback and /sign-out; returns what the edge asks for pages."""
    app.config.update(
        SECRET_KEY=f"session {at.settings.secret}",
        SESSION_COOKIE_NAME=f"workforce_{at.service}",
        SESSION_COOKIE_PATH=f"/{at.service}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=at.settings.environment == "production",
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=IDLE_SECONDS),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    protect: Any = CSRFProtect  # Flask-WTF has no types
    guard = PageGuard(at, protect(app))
    app.register_error_handler(CSRFError, _refuse_form)
    flow = CodeFlow(at, verifier, guard)
    routes = flask.Blueprint(SIGN_IN, __name__, url_prefix=f"/{at.service}")
    routes.add_url_rule("/sign-in", "sign_in", flow.begin)
    routes.add_url_rule("/sign-in/callback", "callback", flow.finish)
    routes.add_url_rule("/sign-out", "sign_out", flow.sign_out, methods=["POST"])
    app.register_blueprint(routes)
    return guard


class CodeFlow:
    """The views; the issuer's addresses come from its discovery document."""

    def __init__(self, at: Runtime, verifier: TokenVerifier, guard: PageGuard) -> None:
        self._at, self._verifier, self._guard = at, verifier, guard
        self._home = f"/{at.service}"
        self._client_id = f"{at.service}-pages"

    def begin(self) -> Response:
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        endpoint = self._ask(self._discovery_address())["authorization_endpoint"]
        session.clear()
        session["flow"] = {
            "state": state,
            "verifier": verifier,
            "next": self._inside(request.args.get("next")),
        }
        challenge: Any = create_s256_code_challenge
        address: Any = prepare_grant_uri
        return redirect(
            address(
                endpoint,
                self._client_id,
                "code",
                redirect_uri=self._callback(),
                scope="openid",
                state=state,
                code_challenge=challenge(verifier),
                code_challenge_method="S256",
            )
        )

    def finish(self) -> Response:
        flow = session.pop("flow", None)
        state = request.args.get("state", "")
        if flow is None or not secrets.compare_digest(flow["state"].encode(), state.encode()):
            raise BadSyntax("sign_in_broken", "This sign-in was not started here, or twice. Sign in again.")
        if "code" not in request.args:
            raise Forbidden("sign_in_refused", "The identity provider did not let you in.")
        form = {
            "grant_type": "authorization_code",
            "code": request.args["code"],
            "redirect_uri": self._callback(),
            "client_id": self._client_id,
            "code_verifier": flow["verifier"],
        }
        answer = self._ask(self._ask(self._discovery_address())["token_endpoint"], form)
        self._guard.start(self._verifier.actor(str(answer.get("access_token", ""))))
        return redirect(flow["next"], code=303)

    def sign_out(self) -> Response:
        session.clear()
        return redirect(self._home, code=303)

    def _ask(self, address: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            return fetch_json(address, form)
        except IssuerUnreachable:
            raise Unavailable(
                "issuer_unreachable", "The identity provider does not answer. Try again."
            ) from None

    def _discovery_address(self) -> str:
        return f"{self._at.settings.issuer}/.well-known/openid-configuration"

    def _callback(self) -> str:
        return f"{request.host_url.rstrip('/')}{self._home}/sign-in/callback"

    def _inside(self, wanted: str | None) -> str:
        """Only an address of this service's own is gone to afterwards."""
        inside = wanted is not None and (
            wanted == self._home or wanted.startswith((f"{self._home}/", f"{self._home}?"))
        )
        return cast(str, wanted) if inside and "\\" not in cast(str, wanted) else self._home


def _refuse_form(_error: CSRFError) -> flask.Response:
    words = "The form was too old or came from elsewhere. Go back and send it again."
    return answer_problem(Forbidden("form_not_ours", words))
