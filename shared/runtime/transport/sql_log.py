"""The embedded courier: an append-only table in a SQLite file of its own, shared by several processes."""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from shared.runtime.transport.port import CourierDown, Delivery, Place, Record

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.05
TABLE = """
CREATE TABLE IF NOT EXISTS record (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    event_id TEXT NOT NULL,
    value BLOB NOT NULL
)
"""
INSERT = "INSERT INTO record (topic, key, event_id, value) VALUES (?, ?, ?, ?)"
FROM_HERE = "SELECT topic, position, key, value FROM record WHERE position >= ? ORDER BY position LIMIT ?"
HELD = "SELECT 1 FROM record WHERE position = ? AND topic = ?"


class SqlLog:
    """Every topic has one partition, 0; an offset is a position in the whole log, so a topic has holes."""

    def __init__(self, url: str) -> None:
        database = make_url(url).database
        if not database or database == ":memory:":
            raise ValueError("the event log needs a file: sqlite:///<path>")
        self.path = Path(database)
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def publish(self, records: Sequence[Record]) -> list[bool]:
        try:
            self._append(records)
        except sqlite3.Error as error:
            log.warning("the event log took nothing: %s", error)
            return [False] * len(records)
        return [True] * len(records)

    def reader(self, group: str, topics: Sequence[str]) -> "SqlLogReader":  # noqa: ARG002 (one reader is the group)
        return SqlLogReader(self.path, topics)

    def totals(self, topics: Sequence[str]) -> dict[str, int]:
        with _courier_errors(), self._lock:
            found = dict(self._open().execute("SELECT topic, count(*) FROM record GROUP BY topic"))
        return {topic: found.get(topic, 0) for topic in topics}

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _append(self, records: Sequence[Record]) -> None:
        rows = [(record.topic, record.key, record.event_id, record.value) for record in records]
        with self._lock, self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, rows)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self.path)
        return self._connection


class SqlLogReader:
    """Walks the whole log once and keeps what its topics' offsets ask for."""

    def __init__(self, path: Path, topics: Sequence[str]) -> None:
        self._path = path
        self._from = dict.fromkeys(topics, 0)
        self._next = 0
        self._fresh = frozenset((topic, 0) for topic in topics)
        self._connection: sqlite3.Connection | None = None

    def poll(self, max_records: int = 200, timeout_seconds: float = 0.5) -> list[Delivery]:
        deadline = time.monotonic() + timeout_seconds
        with _courier_errors():
            while not (found := self._read(max_records)):
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                time.sleep(min(IDLE_SECONDS, left))
        return found

    def newly_assigned(self) -> frozenset[Place]:
        fresh, self._fresh = self._fresh, frozenset()
        return fresh

    def seek(self, offsets: Mapping[Place, int]) -> None:
        self._from = {topic: max(start, self._next) for topic, start in self._from.items()}
        with _courier_errors():
            for (topic, _partition), offset in offsets.items():
                held = self._open().execute(HELD, (offset, topic)).fetchone()
                self._from[topic] = offset if held else 0
        self._next = min(self._from.values())

    def commit(self, next_offsets: Mapping[Place, int]) -> None:
        """Nothing to do: this log shows nobody how far its readers are."""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _read(self, max_records: int) -> list[Delivery]:
        """The next records of our topics, passing over others' without a pause; empty at the log's end."""
        found: list[Delivery] = []
        while not found:
            rows = self._open().execute(FROM_HERE, (self._next, max_records)).fetchall()
            if not rows:
                break
            for topic, position, key, value in rows:
                if topic in self._from and position >= self._from[topic]:
                    found.append(Delivery(topic, 0, position, key, value))
            self._next = rows[-1][1] + 1
        return found

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self._path)
        return self._connection


@contextmanager
def _courier_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CourierDown(f"the event log cannot be read: {error}") from error


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=15, check_same_thread=False, isolation_level=None)
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(TABLE)
    return connection
