"""Alembic runs this; the connection, already in its transaction, and the models come from the caller."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from shared.runtime.db import Instant


def render_type(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Our own column types by their own names; everything else as Alembic does."""
    if kind == "type" and isinstance(item, Instant):
        autogenerate.imports.add("from shared.runtime.db import Instant")
        return "Instant()"
    if kind == "type" and isinstance(item, JSON):
        autogenerate.imports.add("from shared.runtime.db import JSON_DOCUMENT")
        return "JSON_DOCUMENT"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
