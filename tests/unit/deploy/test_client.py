"""The small HTTP client: where it asks, and how it says that nobody answers."""

import http.server
import io
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest

from deploy.client import CallFailed, Client, Reply, addresses
from deploy.progress import Progress


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers once a connection, then closes it without saying so, as a server that restarts does."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers["Authorization"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
        self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on standard error."""


@pytest.fixture
def url() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_one_address_serves_all_services_until_one_is_named() -> None:
    found = addresses(["http://suite:8000/", "register=https://register.example.org"])
    assert found["rates"] == found["reporting"] == "http://suite:8000"
    assert found["register"] == "https://register.example.org"


@pytest.mark.parametrize("wrong", ["suite:8000", "ftp://suite", "http://", "payroll=http://suite"])
def test_another_kind_of_address_is_refused(wrong: str) -> None:
    with pytest.raises(CallFailed, match="--url"):
        addresses([wrong])


def test_a_connection_that_was_closed_meanwhile_is_opened_again(url: str) -> None:
    client = Client(addresses([url]), lambda: "token")
    assert client.get("/rates/v1/caps").accepted
    assert client.get("/rates/v1/caps").accepted
    client.close()
    assert Answering.seen[-2:] == [("/rates/v1/caps", "Bearer token")] * 2


def test_nobody_there_is_one_line_that_names_the_address() -> None:
    with pytest.raises(CallFailed, match=r"http://127\.0\.0\.1:9 does not answer"):
        Client(addresses(["http://127.0.0.1:9"])).get("/rates/v1/caps")


def test_a_refusal_is_told_with_its_code() -> None:
    refused = Reply(409, {"code": "window_closed", "detail": "The window is closed."})
    assert not refused.accepted
    assert refused.told() == "409 window_closed: The window is closed."


def test_progress_in_a_log_is_a_few_lines_and_ends_with_all() -> None:
    stream = io.StringIO()
    progress = Progress("Returns", 336, stream)
    for _ in range(336):
        progress.step()
    progress.finish()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 6
    assert lines[-1].strip() == "Returns: 336 of 336"
