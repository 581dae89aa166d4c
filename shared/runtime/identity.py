"""Who asks: a person or a machine client, in one role, for at most one tenant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`tenant` is whose data the role is tied to, or None for a role that is tied to nobody's.

    `machine` is true for a client that acted for itself: nobody signed in.
    """

    subject: str
    role: str
    tenant: str | None = None
    client_id: str = ""
    machine: bool = False


ANYONE = Actor(subject="anyone", role="anyone")
