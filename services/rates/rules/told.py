"""An answer as JSON, where what many answers share is written once."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

WRITE: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Told(dict[str, Any]):
    """A part of an answer that keeps its own JSON; it is not changed after it was made."""

    __slots__ = ("_text",)

    def __init__(self, *given: Any, text: str | None = None, **words: Any) -> None:
        super().__init__(*given, **words)
        self._text = text

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = WRITE(self)
        return self._text


def answer_text(answer: Mapping[str, Any]) -> str:
    """The JSON of an answer of `answers.answer`: equal answers, equal text."""
    plain = WRITE({name: value for name, value in answer.items() if name not in PARTS})
    cap = answer["cap"].text if answer["cap"] is not None else "null"
    workings, rules = _list(answer["workings"]), _list(answer["rules"])
    reasons = WRITE(answer["reasons"])
    return f'{plain[:-1]},"cap":{cap},"workings":{workings},"rules":{rules},"reasons":{reasons}}}'


def _list(parts: Iterable[Told]) -> str:
    return f"[{','.join([part.text for part in parts])}]"


PARTS: Final = frozenset({"cap", "workings", "rules", "reasons"})
