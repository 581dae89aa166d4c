"""Gunicorn started from our own process: one address, one application, the same settings everywhere."""

import errno
import socket
from collections.abc import Callable, Mapping
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from deploy.issuer import create_issuer
from shared.runtime.config import BadSettings, Settings

Application = Callable[..., Any]
SERVING: Mapping[str, Any] = {
    "worker_class": "gthread",
    "workers": 1,
    "threads": 8,
    "graceful_timeout": 10,
    "keepalive": 15,
    "loglevel": "warning",
    "control_socket_disable": True,
}


class Server(BaseApplication):  # type: ignore[misc]
    """Loads the application in the worker, after the fork, as threads and connections want it."""

    def __init__(self, load: Callable[[], Application], options: Mapping[str, Any]) -> None:
        self._load = load
        self._options = {**SERVING, **options}
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        return self._load()


def require_free_port(host: str, port: int) -> None:
    """Raises BadSettings, saying how to choose another, when the port cannot be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = (
                "is in use by another program" if error.errno == errno.EADDRINUSE else "is not allowed to you"
            )
            raise BadSettings(
                f"port {port} {why}; choose another with --port {port + 80} (make run PORT={port + 80})"
            ) from error


def serve_issuer(settings: Settings, bind: str) -> None:
    """Serve the demonstration issuer until stopped."""
    host, _, port = bind.rpartition(":")
    require_free_port(host, int(port))
    issuer = create_issuer(settings)
    Server(lambda: issuer, {"bind": bind, "threads": 4}).run()
