"""A thread's own connection for the two statements of a check: one tiny read, one insert.

The common way opens a transaction through a pool, which costs more than the rest of a check. Here each
statement is a transaction by itself, on a connection that nobody else uses. Whatever goes wrong is the
caller's reason to go the common way, which says why.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TypeVar

from sqlalchemy import Engine, event

from services.rates.actions.checks import INSERTS
from services.rates.actions.editions import READ_MARKER
from shared.runtime.db import Database

T = TypeVar("T")
READ: Final = READ_MARKER.text.encode()


class LineBroken(Exception):  # noqa: N818 (a reason to go the common way, not a mistake)
    """The database did not answer as it should."""


class OwnLine:
    """`marker` and `insert` of one database; connections close with the pool's."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._own = threading.local()
        self._open_ones: list[Any] = []
        compiled = INSERTS[db.engine.dialect.name].compile(dialect=db.engine.dialect)
        self._insert = str(compiled)
        self._names = compiled.positiontup
        event.listen(db.engine, "engine_disposed", self._close)

    def marker(self) -> int:
        """The number of the last change: a publication in another process is seen at once. Raises LineBroken.

        A connection that was lost, because the database was restarted, is opened again, once.
        """
        with suppress(LineBroken):
            return self._tried(self._read)
        return self._tried(self._read)

    def insert(self, row: dict[str, Any]) -> bool:
        """Whether the check was stored; False where its reference is taken. Raises LineBroken."""

        def run(connection: Any) -> bool:
            cursor = connection.cursor()
            try:
                cursor.execute(self._insert, self._parameters(row))
                return bool(cursor.rowcount == 1)
            finally:
                cursor.close()

        return self._tried(run)

    def _parameters(self, row: dict[str, Any]) -> Any:
        if self._names is None:
            return row
        # SQLite keeps a date as its text
        return [str(row[name]) if name in ("start_date", "kept_from") else row[name] for name in self._names]

    def _read(self, connection: Any) -> int:
        if self._db.is_sqlite:
            cursor = connection.execute(READ_MARKER.text)
            return int(cursor.fetchone()[0])
        return int(connection.pgconn.exec_(READ).get_value(0, 0))

    def _tried(self, work: Callable[[Any], T]) -> T:
        try:
            connection = getattr(self._own, "connection", None) or self._opened()
            return work(connection)
        except Exception as error:
            self._forget()
            raise LineBroken(type(error).__name__) from error

    def _opened(self) -> Any:
        lent = self._db.engine.raw_connection()
        connection: Any = lent.driver_connection
        lent.detach()
        if not self._db.is_sqlite:
            connection.autocommit = True
        self._own.connection = connection
        self._open_ones.append(connection)
        return connection

    def _forget(self) -> None:
        lost = self._own.__dict__.pop("connection", None)
        if lost is not None:
            with suppress(Exception):
                self._open_ones.remove(lost)
                lost.close()

    def _close(self, _engine: Engine) -> None:
        """A thread that asks again opens another."""
        self._own = threading.local()
        while self._open_ones:
            self._open_ones.pop().close()
