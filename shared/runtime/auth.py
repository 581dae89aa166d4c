"""A bearer token says who asks, when the issuer's key, the issuer, the audience and the times agree."""

import json
import threading
from base64 import urlsafe_b64decode
from collections import OrderedDict
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from shared.errors import Unauthenticated
from shared.runtime.config import Settings
from shared.runtime.db import Clock
from shared.runtime.identity import Actor
from shared.runtime.keys import KeySource

ALGORITHMS = ("ES256", "RS256", "PS256")
SKEW_SECONDS = 60
MAX_TOKEN_CHARACTERS = 8_192
MAX_KNOWN = 4_096
CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class TokenVerifier:
    """Knows a verified token again until it expires or the issuer's keys change; shared between threads."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._audience = settings.service
        self._issuer = settings.issuer
        self._clock = clock
        self._keys = KeySource(settings.jwks, clock)
        self._known: OrderedDict[str, tuple[Actor, float]] = OrderedDict()
        self._generation = 0
        self._lock = threading.Lock()

    def actor(self, token: str) -> Actor:
        """Who the token speaks for.

        Raises Unauthenticated `bad_token`, the same whatever is wrong with it, or Unavailable
        `issuer_unreachable`.
        """
        known = self._known.get(token)
        if known is not None and self._clock().timestamp() < known[1]:
            self._keys.key_set()
            if self._keys.generation == self._generation:
                return known[0]
        claims = self.claims(token)
        actor = _actor(claims)
        self._remember(token, actor, float(claims["exp"]) + SKEW_SECONDS)
        return actor

    def claims(self, token: str) -> dict[str, Any]:
        """The verified claims; raises as `actor` does."""
        now = int(self._clock().timestamp())
        registry = jwt.JWTClaimsRegistry(
            now=now,
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            keys = self._keys.key_set(_key_id(token))
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError, TypeError, RecursionError):
            raise _refused() from None
        return claims

    def _remember(self, token: str, actor: Actor, until: float) -> None:
        with self._lock:
            if self._keys.generation != self._generation:
                self._known.clear()
                self._generation = self._keys.generation
            self._known[token] = (actor, until)
            if len(self._known) > MAX_KNOWN:
                self._known.popitem(last=False)


def bearer(header: str) -> str:
    """The token of an Authorization header; raises Unauthenticated `bad_token` for any other credential."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > MAX_TOKEN_CHARACTERS:
        raise _refused()
    return token


def _key_id(token: str) -> str:
    head = token.partition(".")[0]
    kid = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4))).get("kid")
    if not isinstance(kid, str):
        raise ValueError("the token names no key")
    return kid


def _actor(claims: dict[str, Any]) -> Actor:
    """RFC 9068: a client that acts for itself is its own subject."""
    subject, role, tenant = claims["sub"], claims.get("role"), claims.get("tenant")
    client = claims.get("client_id", "")
    texts = (subject, role, client, tenant or "")
    if not all(isinstance(text, str) for text in texts) or not (subject and role):
        raise _refused()
    return Actor(subject, str(role), tenant or None, client, machine=subject == client)


def _refused() -> Unauthenticated:
    return Unauthenticated(
        "bad_token", "The bearer token is not valid here, or no longer.", headers=CHALLENGE
    )
