"""The demonstration's accounts as callers of the public API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.client import CallFailed, Client, Reply
from deploy.tokens import demonstration_token
from shared.runtime.config import Settings

SHOWN_PROBLEMS = 3


class LoadFailed(Exception):  # noqa: N818 (a verdict for a person, not a mistake of ours)
    """The demonstration could not be loaded; the message says at what and why, for a person."""


@dataclass(frozen=True)
class Callers:
    """Makes clients that sign in as demonstration accounts; a client belongs to one thread."""

    urls: Mapping[str, str]
    settings: Settings

    def account(self, role: str, la_code: str | None = None) -> Client:
        return Client(self.urls, demonstration_token(self.settings, role, la_code))

    def anyone(self) -> Client:
        return Client(self.urls)


def call(client: Client, method: str, path: str, body: Any = None) -> Reply:
    """The accepted answer; raises LoadFailed with the refusal and its first problems."""
    try:
        reply = client.send(method, path, body)
    except CallFailed as error:
        raise LoadFailed(str(error)) from error
    if not reply.accepted:
        raise LoadFailed(f"{method} {path} was refused, {told_with_problems(reply)}")
    return reply


def told_with_problems(reply: Reply) -> str:
    """The refusal's line, and where and what its first problems are."""
    problems = reply.body.get("problems", []) if isinstance(reply.body, dict) else []
    shown = [f"{problem['where']} {problem['message']}" for problem in problems[:SHOWN_PROBLEMS]]
    more = len(problems) - len(shown)
    return "; ".join([reply.told(), *shown, *([f"and {more} more"] if more > 0 else [])])
