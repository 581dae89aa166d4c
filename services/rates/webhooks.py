"""One signed POST to a subscriber's address, which must not be an address inside our own network."""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 5.0
SIGNATURE: Final = "X-Workforce-Signature"
Send = Callable[[str, bytes, dict[str, str]], "Sent"]


@dataclass(frozen=True, slots=True)
class Sent:
    """`status` is None when no answer came; `detail` says why, without what the address answered."""

    status: int | None
    detail: str

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class AddressRefused(Exception):  # noqa: N818 (a refusal, not a failure)
    """The address is not one to which this service sends; the message says why."""


def signature(secret: str, at: datetime, body: bytes) -> str:
    """`t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>">`: a receiver refuses an old `t`."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def check_address(url: str, *, loopback: bool) -> None:
    """Raises AddressRefused unless it is https to a name or public address.

    `loopback` allows http to this machine, for demonstrations. What a name stands for is looked at again when
    something is sent to it.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("This is not an address.") from None
    if parts.username or parts.password or parts.fragment or not host:
        raise AddressRefused("The address must have a host and neither a user name nor a fragment.")
    if parts.scheme == "https" or (
        loopback and parts.scheme == "http" and host in ("127.0.0.1", "localhost")
    ):
        literal = _literal(host)
        if literal is not None and not _is_allowed(literal, loopback):
            raise AddressRefused("The address is inside a private network.")
        return
    raise AddressRefused("The address must begin with https://.")


def send_to(*, loopback: bool) -> Send:
    """A sender that connects only to allowed addresses, follows no redirect and waits at most 5 seconds."""

    def send(url: str, body: bytes, headers: dict[str, str]) -> Sent:
        try:
            check_address(url, loopback=loopback)
            return Sent(_post(url, body, headers, loopback), "")
        except AddressRefused as refused:
            return Sent(None, str(refused))
        except (OSError, http.client.HTTPException) as error:
            return Sent(None, type(error).__name__)

    return send


def _post(url: str, body: bytes, headers: dict[str, str], loopback: bool) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connected = socket.create_connection((_resolved(host, port, loopback), port), SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        secure = parts.scheme == "https"
        connection.sock = _tls().wrap_socket(connected, server_hostname=host) if secure else connected
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
        connected.close()


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _resolved(host: str, port: int, loopback: bool) -> str:
    """The one address that is then connected to: a name cannot change its meaning in between."""
    found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not _is_allowed(ipaddress.ip_address(address), loopback):
            raise AddressRefused("The name stands for an address inside a private network.")
    return str(found[0])


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, loopback: bool) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    plain = mapped or address
    return bool((plain.is_global and not plain.is_multicast) or (loopback and plain.is_loopback))
