"""Where one question is asked: a question asked before is answered from memory, a new one stores one row."""

import threading
from collections import OrderedDict
from contextlib import suppress
from datetime import date
from typing import Any, Final

from sqlalchemy import Engine, event

from services.rates.actions.checks import ask_protocol, exhibit_of, keep_check
from services.rates.actions.editions import READ_MARKER, CurrentEditions
from services.rates.rules.editions import Editions
from services.rates.schemas.questions import read_question
from shared.runtime.body import read_json
from shared.runtime.db import Database

MOST_ANSWERS: Final = 4_096
MOST_BYTES: Final = 4_096
"""A body longer than this is answered, but not kept in memory."""


class MarkerReader:
    """The number of the last change, read on a connection of this thread's own, outside any transaction.

    A publication in another process is seen by the very next question; opening a transaction for this one
    indexed row would cost more than the rest of a repeated question.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._own = threading.local()
        self._open_ones: list[Any] = []
        event.listen(db.engine, "engine_disposed", self._close)

    def read(self) -> int:
        """A connection that was lost (a database restarted) is opened again, once."""
        with suppress(Exception):
            return self._once()
        self._forget()
        return self._once()

    def _once(self) -> int:
        connection = getattr(self._own, "connection", None) or self._open()
        cursor = connection.cursor()
        try:
            cursor.execute(READ_MARKER.text)
            return int(cursor.fetchone()[0])
        finally:
            cursor.close()

    def _open(self) -> Any:
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
            self._open_ones.remove(lost)
            with suppress(Exception):
                lost.close()

    def _close(self, _engine: Engine) -> None:
        """With the pool's connections; a thread that asks again opens another."""
        self._own = threading.local()
        while self._open_ones:
            self._open_ones.pop().close()


class CheckDesk:
    """One a process. Answers never change, so bytes may be kept; the marker says when to look anew."""

    def __init__(self, editions: CurrentEditions, secret: bytes) -> None:
        self.editions = editions
        self._secret = secret
        self._answers: OrderedDict[bytes, tuple[int, bytes]] = OrderedDict()
        self._marker: MarkerReader | None = None

    def ask(self, db: Database, body: bytes, today: date) -> bytes:
        """The stored bytes of the check that the body of a request asks for.

        Raises BadSyntax as read_json does, Refused `content_refused`.
        """
        if self._marker is None:
            self._marker = MarkerReader(db)
        marker = self._marker.read()
        kept = self._answers.get(body)
        if kept is not None and kept[0] == marker:
            return kept[1]
        question = read_question(read_json(body))
        if question.exception_reference is not None:
            with db.transaction() as session:
                exhibit = exhibit_of(session, question, today)
                check = ask_protocol(question, self.editions.at(session), exhibit, self._secret)
                return keep_check(session, check, today)
        check = ask_protocol(question, self._editions(db, marker), None, self._secret)
        with db.transaction() as session:
            answer = keep_check(session, check, today)
        self._remember(body, marker, answer)
        return answer

    def _editions(self, db: Database, marker: int) -> Editions:
        known = self.editions.known(marker)
        if known is not None:
            return known
        with db.snapshot() as session:
            return self.editions.at(session)

    def _remember(self, body: bytes, marker: int, answer: bytes) -> None:
        if len(body) > MOST_BYTES:
            return
        self._answers[body] = (marker, answer)
        while len(self._answers) > MOST_ANSWERS:
            with suppress(KeyError):  # another thread was quicker
                self._answers.popitem(last=False)
