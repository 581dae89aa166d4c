"""What would change: two sets of facts side by side."""

from collections.abc import Iterable
from typing import Any

from shared.vocabulary.items import Fact

Key = tuple[str, str | None, str | None]


def changes_between(before: Iterable[Fact], after: Iterable[Fact]) -> list[dict[str, Any]]:
    """One entry a number that differs: `{item, <breakdown>, before, after}`; null where there was none."""
    old, new = {_key(fact): fact for fact in before}, {_key(fact): fact for fact in after}
    changed = [key for key in {**old, **new} if _value(old.get(key)) != _value(new.get(key))]
    return [
        {**_name(old.get(key) or new[key]), "before": _value(old.get(key)), "after": _value(new.get(key))}
        for key in changed
    ]


def _key(fact: Fact) -> Key:
    return fact.item, fact.breakdown, fact.code


def _value(fact: Fact | None) -> str | None:
    return fact.as_dict()["value"] if fact else None


def _name(fact: Fact) -> dict[str, str]:
    return {name: text for name, text in fact.as_dict().items() if name != "value"}
