"""What happens before and after every view, once for all routes: the checks that no route can forget."""

import hashlib
import hmac
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import flask
from flask import g, request
from flask.typing import ResponseReturnValue

from shared.errors import BadSyntax, Fault, Refused, Unauthenticated, WrongType
from shared.runtime.access import Access, check_access
from shared.runtime.auth import TokenVerifier, bearer
from shared.runtime.body import is_safe_text
from shared.runtime.idempotency import Ask
from shared.runtime.identity import ANYONE, Actor
from shared.runtime.limits import DEFAULT_PER_MINUTE, FixedWindow, network_of
from shared.runtime.signin import PageGuard
from shared.runtime.validation import RefuseText, pointer
from shared.runtime.web import request_id, runtime

HARMLESS_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
KEY = re.compile(r"[\x21-\x7e]{1,120}")
IDENTIFIER_FIX = "Remove it. This service takes no personal identifiers."


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """All that the checks need to know of one method of one rule; worked out when the app is made.

    A callback's query is the identity provider's: random text, in which nothing is looked for.
    """

    name: str
    access: Access | None
    is_api: bool
    is_page: bool
    is_callback: bool
    query: frozenset[str]
    max_bytes: int
    per_minute: int | None


class Edge:
    """The checks in their order: who asks, may they, how often, and is what they sent well formed."""

    def __init__(
        self,
        routes: Mapping[tuple[str, str], RouteFacts],
        verifier: TokenVerifier,
        pages: PageGuard,
        limits: FixedWindow | None,
        refuse_text: RefuseText | None,
    ) -> None:
        self._routes = routes
        self._verifier = verifier
        self._pages = pages
        self._limits = limits
        self._refuse_text = refuse_text

    def before(self) -> ResponseReturnValue | None:
        g.started, g.route = time.perf_counter(), "unknown"
        self._take_request_id()
        if request.environ["PATH_INFO"].startswith("//"):
            flask.abort(404)
        rule = request.url_rule
        facts = self._routes.get((rule.rule, request.method)) if rule else None
        if facts is None:
            return None
        g.route = facts.name
        request.max_content_length = facts.max_bytes
        if facts.is_api:
            g.actor = self._who(request.headers.get("Authorization"))
        elif facts.is_page:
            g.actor = self._pages.actor()
        self._check_rate(facts)
        try:
            check_access(facts.access, g.get("actor", ANYONE), request.view_args or {})
        except Unauthenticated:
            if facts.is_page and request.method == "GET":
                return self._pages.send_to_sign_in()
            raise
        self._check_form(facts)
        if facts.is_page:
            self._pages.check_form_is_ours()
        return None

    def _who(self, authorization: str | None) -> Actor:
        return ANYONE if authorization is None else self._verifier.actor(bearer(authorization))

    def _check_rate(self, facts: RouteFacts) -> None:
        if self._limits is None:
            return
        who = g.get("actor", ANYONE)
        client = network_of(request.remote_addr) if who == ANYONE else who.subject
        self._limits.check(client, DEFAULT_PER_MINUTE)
        if facts.per_minute is not None:
            self._limits.check(f"{client} {facts.name}", facts.per_minute)

    def _take_request_id(self) -> None:
        request_id()
        sent = request.headers.get("X-Request-Id")
        if sent is not None and HARMLESS_ID.fullmatch(sent):
            self._check_identifier(sent, "/headers/X-Request-Id")
            g.request_id = sent

    def _check_form(self, facts: RouteFacts) -> None:
        for name, value in (request.view_args or {}).items():
            self._check_text(str(value), pointer("/path", name))
        if request.query_string and not facts.is_callback:
            self._check_query(facts)
        if request.method in ("GET", "HEAD"):
            return
        _check_size(facts.max_bytes)
        if not facts.is_api:
            return
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise WrongType("encoded_body", "Send the body as it is, without Content-Encoding.")
        if request.method == "POST" and "Idempotency-Key" in request.headers:
            g.ask = self._ask(facts)

    def _check_query(self, facts: RouteFacts) -> None:
        pairs = _query_pairs(request.query_string)
        names = [name for name, _ in pairs]
        for name, value in pairs:
            self._check_text(name, "/query")
            self._check_text(value, pointer("/query", name))
        if not facts.is_api:
            return
        if len(set(names)) != len(names):
            raise BadSyntax("duplicate_parameter", "A query parameter is given more than once.")
        unknown = [name for name in names if name not in facts.query]
        if unknown:
            raise Refused(
                "content_refused", "Correct what is listed and send it again.", _unknown(unknown, facts)
            )

    def _check_text(self, text: str, where: str) -> None:
        if not is_safe_text(text) or "\ufffd" in text:
            raise BadSyntax("bad_character", "The address holds characters that no text may hold.")
        self._check_identifier(text, where)

    def _check_identifier(self, text: str, where: str) -> None:
        rule = self._refuse_text(text) if self._refuse_text else None
        if rule:
            fault = Fault(rule, where, "This looks like something that identifies a person.", IDENTIFIER_FIX)
            raise Refused("personal_identifier", "A personal identifier was sent and not kept.", [fault])

    def _ask(self, facts: RouteFacts) -> Ask:
        key = request.headers["Idempotency-Key"].strip()
        if not KEY.fullmatch(key):
            raise BadSyntax("bad_idempotency_key", "Idempotency-Key takes 1 to 120 visible ASCII characters.")
        self._check_identifier(key, "/headers/Idempotency-Key")
        digest = hashlib.sha256()
        for part in (request.full_path.encode(), request.mimetype.encode(), request.get_data(cache=True)):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
        return Ask(_scope(g.actor), facts.name, key, digest.hexdigest())


def _check_size(max_bytes: int) -> None:
    """A body of unknown length is read here: werkzeug would cut it at the limit and say nothing."""
    size = request.content_length
    if size is None:
        request.max_content_length = max_bytes + 1
        size = len(request.get_data(cache=True))
    if size > max_bytes:
        flask.abort(413)


def _scope(actor: Actor) -> str:
    """Nobody gets another's answer: who is not signed in is told apart by address, kept as a keyed digest."""
    if actor != ANYONE:
        return actor.subject
    secret, network = runtime().settings.secret, network_of(request.remote_addr)
    return f"anyone {hmac.new(secret.encode(), network.encode(), hashlib.sha256).hexdigest()}"


def _query_pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        text = raw.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise BadSyntax("bad_query", "The query string could not be read.") from None


def _unknown(names: list[str], facts: RouteFacts) -> list[Fault]:
    known = ", ".join(sorted(facts.query)) or "none"
    return [
        Fault(
            "unknown_parameter", pointer("/query", name), "This is not a known parameter.", f"Known: {known}."
        )
        for name in names
    ]
