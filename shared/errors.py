"""Refusals in words a person can act on; every service and every layer raises these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was sent.

    `where` is a JSON pointer, or "sheet, row, column" for a file; never the refused value itself.
    `message` says what is wrong and `fix` what to do, both for a person who knows the work, not the software.
    """

    code: str
    where: str
    message: str
    fix: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "where": self.where, "message": self.message, "fix": self.fix}


@dataclass
class Problem(Exception):  # noqa: N818 (RFC 9457 calls it so)
    """A refusal that changes nothing (RFC 9457). `code` is stable; `detail` is for a person."""

    code: str
    detail: str
    problems: Sequence[Fault] = ()
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    status = 500
    title = "Internal error"

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"

    def as_dict(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"urn:workforce:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.problems:
            body["problems"] = [fault.as_dict() for fault in self.problems]
        return body | self.more


class BadSyntax(Problem):
    status, title = 400, "The request could not be read"


class Unauthenticated(Problem):
    status, title = 401, "Sign in first"


class Forbidden(Problem):
    status, title = 403, "Your role may not do this"


class NotFound(Problem):
    status, title = 404, "Not found"


class Conflict(Problem):
    status, title = 409, "The state does not allow this"


class PreconditionFailed(Problem):
    status, title = 412, "It has changed since you read it"


class TooLarge(Problem):
    status, title = 413, "Too large"


class WrongType(Problem):
    status, title = 415, "Wrong content type"


class Refused(Problem):
    status, title = 422, "The content was refused"


class PreconditionRequired(Problem):
    status, title = 428, "Say which version you mean"


class TooMany(Problem):
    status, title = 429, "Too many requests"


class Unavailable(Problem):
    status, title = 503, "A part of the service is down"
