"""What is different between two versions, for the person who is about to publish."""

from typing import Any

from services.rates.pay import StatutoryInputs
from services.rates.rules.caps import effective_caps
from services.rates.rules.protocol import Version


def compare_versions(
    before: Version | None, after: Version, inputs: StatutoryInputs | None
) -> dict[str, Any]:
    """`{version, compared_with, caps, settings, rules}`: only what differs; pence an hour, derived caps too.

    Both versions are worked with the same tax year's inputs, so that only the protocol's own change shows.
    """
    return {
        "version": after.version,
        "compared_with": before.version if before else None,
        "caps": _cap_changes(before, after, inputs),
        "settings": _setting_changes(before, after),
        "rules": _rule_changes(before, after),
    }


def _cap_changes(
    before: Version | None, after: Version, inputs: StatutoryInputs | None
) -> list[dict[str, Any]]:
    old = {(c.core_job_type, c.basis, c.band): c for c in effective_caps(before, inputs)} if before else {}
    new = {(c.core_job_type, c.basis, c.band): c for c in effective_caps(after, inputs)}
    changes = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        if was and now and was.rate_pence == now.rate_pence and was.derived == now.derived:
            continue
        changes.append(
            {
                "core_job_type": key[0],
                "basis": key[1],
                "experience_band": key[2].as_document() if key[2] else None,
                "before_pence": was.rate_pence if was else None,
                "after_pence": now.rate_pence if now else None,
                "change_pence": now.rate_pence - was.rate_pence if was and now else None,
                "derived": now.derived if now else bool(was and was.derived),
            }
        )
    return changes


def _setting_changes(before: Version | None, after: Version) -> list[dict[str, Any]]:
    changes = []
    for name in type(after.settings).__dataclass_fields__:
        was = _plain(getattr(before.settings, name)) if before else None
        now = _plain(getattr(after.settings, name))
        if was != now:
            changes.append({"setting": name, "before": was, "after": now})
    return changes


def _rule_changes(before: Version | None, after: Version) -> list[dict[str, Any]]:
    old = {rule.rule: rule for rule in before.rules} if before else {}
    new = {rule.rule: rule for rule in after.rules}
    return [
        {
            "rule": name,
            "before": old[name].force if name in old else None,
            "after": new[name].force if name in new else None,
        }
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
