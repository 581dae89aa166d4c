"""Where one question is asked: what was asked before is answered from memory, a new one stores one row."""

from collections import OrderedDict
from contextlib import suppress
from datetime import date
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from services.rates.actions.checks import Check, ask_protocol, check_row, is_kept, with_reference
from services.rates.actions.editions import CurrentEditions
from services.rates.routes.own_line import LineBroken, OwnLine
from services.rates.rules.editions import Editions
from services.rates.rules.references import references
from services.rates.schemas.questions import read_question
from shared.runtime.body import read_json
from shared.runtime.db import Database

MOST_ANSWERS: Final = 4_096
MOST_BYTES: Final = 4_096
"""A body longer than this is answered, but not kept in memory."""


class CheckDesk:
    """One a process. Answers never change, so bytes may be kept; the marker says when to look anew."""

    def __init__(self, editions: CurrentEditions, secret: bytes) -> None:
        self.editions = editions
        self._secret = secret
        self._answers: OrderedDict[bytes, tuple[int, bytes]] = OrderedDict()
        self._line: OwnLine | None = None

    def ask(self, db: Database, body: bytes, today: date) -> bytes | None:
        """The stored bytes of the check that the body of a request asks for.

        None where the common way must be gone: the question names an exception, the short reference is taken,
        or the database does not answer. Raises BadSyntax as read_json does, Refused
        `content_refused`.
        """
        if self._line is None:
            self._line = OwnLine(db)
        try:
            marker = self._line.marker()
            kept = self._answers.get(body)
            if kept is not None and kept[0] == marker:
                return kept[1]
            question = read_question(read_json(body))
            if question.exception_reference is not None:
                return None
            check = ask_protocol(question, self._editions(db, marker), None, self._secret)
            answer = self._kept(db, self._line, check, today)
        except (LineBroken, SQLAlchemyError):
            return None
        if answer is not None and len(body) <= MOST_BYTES:
            self._remember(body, marker, answer)
        return answer

    def _remember(self, body: bytes, marker: int, answer: bytes) -> None:
        self._answers[body] = (marker, answer)
        while len(self._answers) > MOST_ANSWERS:
            with suppress(KeyError):  # another thread was quicker
                self._answers.popitem(last=False)

    @staticmethod
    def _kept(db: Database, line: OwnLine, check: Check, today: date) -> bytes | None:
        reference = next(references(check.digest))
        body = with_reference(reference, check.told)
        if line.insert(check_row(check, reference, body, today)):
            return body
        with db.snapshot() as session:
            return body if is_kept(session, reference, check.digest) else None

    def _editions(self, db: Database, marker: int) -> Editions:
        known = self.editions.known(marker)
        if known is not None:
            return known
        with db.snapshot() as session:
            return self.editions.at(session)
