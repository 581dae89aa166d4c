"""Which named constraint a database refusal is about, the same name on both databases."""

import re
import sqlite3
from collections.abc import Iterable, Mapping

from sqlalchemy import Index, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError

from shared.errors import Problem

SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?:index '(?P<index>[^']+)'|(?P<columns>.+))")


def conflict_of(
    error: IntegrityError, conflicts: Mapping[str, Problem], tables: Iterable[MetaData]
) -> Problem | None:
    """The Problem an action names for the constraint that was hit; None for any other: that is our bug."""
    name = constraint_name(error, tables)
    return conflicts.get(name) if name else None


def constraint_name(error: IntegrityError, tables: Iterable[MetaData]) -> str | None:
    """PostgreSQL tells the name; SQLite tells the columns of a unique key, which the metadata names."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name  # type: ignore[no-any-return]
    found = SQLITE_UNIQUE.match(str(error.orig))
    if found is None:
        return None
    if found["index"]:
        return found["index"]
    columns = frozenset(found["columns"].split(", "))
    for metadata in tables:
        for table in metadata.tables.values():
            for unique in _unique_keys(table):
                if frozenset(f"{table.name}.{column.name}" for column in unique.columns) == columns:
                    return str(unique.name)
    return None


def is_passing(error: DBAPIError) -> bool:
    """Locked, full, unreachable: another try may succeed. A faulty statement on SQLite is not among them."""
    return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def _unique_keys(table: Table) -> list[UniqueConstraint | PrimaryKeyConstraint | Index]:
    keyed = (UniqueConstraint, PrimaryKeyConstraint)
    return [
        *(item for item in table.constraints if isinstance(item, keyed)),
        *(index for index in table.indexes if index.unique),
    ]
