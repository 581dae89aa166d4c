"""A small client of the public HTTP API, for the command line and the demonstration's loader."""

import http.client
import json
import ssl
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8000"
TIMEOUT_SECONDS = 60
SERVICES = ("rates", "register", "reporting")
TokenSource = Callable[[], str]


class CallFailed(Exception):  # noqa: N818 (a verdict for a person, not a mistake of ours)
    """No answer, or one that cannot be used; the message is one line for a person."""


@dataclass(frozen=True)
class Reply:
    """`body` is the parsed JSON answer, or the text of another kind of answer."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        return self.status < 300

    def told(self) -> str:
        """The refusal in one line."""
        if isinstance(self.body, dict) and "detail" in self.body:
            return f"{self.status} {self.body.get('code', '')}: {self.body['detail']}"
        return f"{self.status}: {str(self.body)[:200]}"


def addresses(given: Sequence[str]) -> dict[str, str]:
    """Base addresses by service, from `http://host:8000` for all or `register=http://host:8002` for one.

    Raises CallFailed for anything else.
    """
    found = dict.fromkeys(SERVICES, DEFAULT_URL)
    for entry in given:
        service, separator, url = entry.partition("=")
        names = (service,) if separator and service in SERVICES else SERVICES
        address = (url if separator and service in SERVICES else entry).rstrip("/")
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise CallFailed(f"--url wants http://host:port or SERVICE=http://host:port, not {entry}")
        found |= dict.fromkeys(names, address)
    return found


class Client:
    """One caller's connections, kept open between requests; used by one thread."""

    def __init__(self, urls: Mapping[str, str], token: TokenSource | None = None) -> None:
        self._urls = urls
        self._token = token
        self._open: dict[str, http.client.HTTPConnection] = {}

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def send(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """`path` begins with the service's name; raises CallFailed when there is no answer."""
        sent = {"Accept": "application/json", **(headers or {})}
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        if self._token is not None:
            sent["Authorization"] = f"Bearer {self._token()}"
            if method == "POST":
                # a retry after a lost answer is then the same request, not a second one
                sent["Idempotency-Key"] = str(uuid.uuid4())
        return self._exchange(method, path, content, sent)

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _exchange(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Reply:
        url = self._urls[path.split("/", 2)[1]]
        # a server may close an idle connection just as it is used again; then a fresh one is tried once
        kept = url in self._open
        try:
            return self._once(url, method, path, content, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if not kept:
                raise CallFailed(f"{url} does not answer: {error or type(error).__name__}") from error
        try:
            return self._once(url, method, path, content, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise CallFailed(f"{url} does not answer: {error or type(error).__name__}") from error

    def _once(
        self, url: str, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> Reply:
        connection = self._open.setdefault(url, _connect(url))
        connection.request(method, urlsplit(url).path + path, content, headers)
        answer = connection.getresponse()
        text = answer.read()
        kind = answer.headers.get_content_type()
        is_json = kind == "application/json" or kind.endswith("+json")
        parsed = json.loads(text) if is_json and text else text.decode("utf-8", "replace")
        return Reply(answer.status, parsed, dict(answer.headers.items()))


def _connect(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT_SECONDS, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_SECONDS)
