"""The issuer's public keys: read from its address or a file, kept, read again when they may have changed."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from shared.errors import Unavailable
from shared.runtime.db import Clock

FRESH_SECONDS = 300
REFRESH_SECONDS = 5
TIMEOUT_SECONDS = 5
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class IssuerUnreachable(Exception):  # noqa: N818 - named as the other refusals are
    """The issuer gave no usable answer."""


def fetch_json(address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """GET, or POST of a form; raises IssuerUnreachable for anything but a JSON object."""
    data = urlencode(form).encode() if form is not None else None
    try:
        ask = Request(address, data=data, headers={"Accept": "application/json"})  # noqa: S310
        if urlsplit(address).scheme not in ("http", "https"):
            raise IssuerUnreachable("the issuer's address must be http or https")
        with _opener(address).open(ask, timeout=TIMEOUT_SECONDS) as answer:
            found = json.loads(answer.read(1024 * 1024))
    except (URLError, OSError, ValueError) as error:
        raise IssuerUnreachable(type(error).__name__) from error
    if not isinstance(found, dict):
        raise IssuerUnreachable("the issuer did not answer with an object")
    return found


class KeySource:
    """`address` is an http(s) address or a file. Read on first use, then every 5 minutes at most."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._address = address
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._read_at = 0.0
        self.generation = 0

    def key_set(self, kid: str | None = None) -> KeySet:
        """The keys, read again when they are old, or (at most every 5 seconds) when `kid` is not among them.

        Raises Unavailable `issuer_unreachable` when there has never been an answer.
        """
        with self._lock:
            age = self._clock().timestamp() - self._read_at
            unknown = kid is not None and not self._has(kid)
            if self._keys is None or age >= FRESH_SECONDS or (unknown and age >= REFRESH_SECONDS):
                self._read()
            if self._keys is None:
                raise Unavailable("issuer_unreachable", "The identity provider does not answer. Try again.")
            return self._keys

    def _has(self, kid: str) -> bool:
        return self._keys is not None and any(key.kid == kid for key in self._keys)

    def _read(self) -> None:
        try:
            found = KeySet.import_key_set(cast(KeySetSerialization, self._document()))
        except (IssuerUnreachable, OSError, ValueError, KeyError, TypeError, JoseError):
            return
        finally:
            self._read_at = self._clock().timestamp()
        if found != self._keys:
            self.generation += 1
        self._keys = found

    def _document(self) -> dict[str, Any]:
        if self._address.startswith(("http://", "https://")):
            return fetch_json(self._address)
        return cast(dict[str, Any], json.loads(Path(self._address).read_bytes()))


def _opener(address: str) -> OpenerDirector:
    """This machine is never asked by way of a proxy."""
    return build_opener(ProxyHandler({})) if urlsplit(address).hostname in LOOPBACK else build_opener()
