"""The form of a draft: a version's document as fields to edit, and what was typed as a document again."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from services.rates.pay import METHODS
from services.rates.rules.caps import COMPARABLE
from services.rates.schemas.protocols import ProtocolDraftSchema
from shared.runtime.validation import refusal
from shared.ui.forms import Form
from shared.vocabulary.codes import CORE_JOB_TYPES, FORCES, RULES

Plain = Mapping[str, Any]
Document = dict[str, Any]

SCHEMA = ProtocolDraftSchema()
NEW_CAPS = 3
RULE_NAMES = (*RULES, "parity")
NUMBERS = ("cool_off_months", "notice_weeks", "minimum_pqe_years", "references")
"""Settings that may be empty: the version then has no such rule."""


def document_of(version: Plain) -> Document:
    """The version's own document, without what the service says of it."""
    return {name: version[name] for name in SCHEMA.fields}


def values_of(document: Plain) -> dict[str, str]:
    """What the fields of the form hold before anybody types."""
    settings = document["settings"]
    values: dict[str, Any] = {name: document[name] for name in ("title", "citation", "correction_reason")}
    values |= {name: settings[name] for name in (*NUMBERS, "reference_week_hours", "longest_approval_days")}
    values |= {"paye_equivalent_method": settings["paye_equivalent_method"]}
    values["umbrella_margin"] = money(settings["umbrella_margin_week_pence"])
    values["extension_is_new"] = "yes" if settings["extension_is_new"] else "no"
    values |= dict(
        zip(("from-year", "from-month", "from-day"), document["valid_from"].split("-"), strict=True)
    )
    for index, cap in enumerate(document["caps"]):
        values[f"cap-{index}-rate"] = money(cap["rate_pence"])
    for rule in document["rules"]:
        values |= {f"rule-{rule['rule']}-{part}": rule[part] for part in ("force", "citation")}
    for entry in document["comparators"]:
        name = f"comparator-{entry['core_job_type']}"
        values |= {
            f"{name}-salary": money(entry["annual_salary_pence"]),
            f"{name}-citation": entry["citation"],
        }
    return {name: "" if value is None else str(value) for name, value in values.items()}


def edited(document: Plain, given: Mapping[str, str]) -> tuple[Document, dict[str, str]]:
    """The document as typed, and which field each JSON pointer is; raises Refused for what cannot be read."""
    form = Form(given)
    start = form.day("from", "the first day")
    changed = {
        **document,
        "title": form.text("title", "the title"),
        "valid_from": start.isoformat() if start else None,
        "citation": form.text("citation", "where it is written", longest=500),
    }
    if document["corrects"]:
        changed["correction_reason"] = form.text("correction_reason", "why it is corrected", longest=500)
    fields = {"/valid_from": "from-day"}
    caps: list[Plain] = []
    for name, cap in _caps(form, document):
        fields |= {f"/caps/{len(caps)}{part}": f"{name}-rate" for part in ("", "/rate_pence", "/basis")}
        fields[f"/caps/{len(caps)}/experience_band"] = f"{name}-rate"
        caps.append(cap)
    changed |= {"caps": caps, "settings": _settings(form, document["settings"])}
    changed |= {"rules": list(_rules(form)), "comparators": list(_comparators(form))}
    form.check()
    return load_draft(changed), fields


def load_draft(document: Plain) -> Document:
    """Raises Refused `content_refused` as the API would."""
    try:
        loaded: Document = SCHEMA.load(dict(document))
    except ValidationError as error:
        raise refusal(error) from None
    return loaded


def money(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"


def _caps(form: Form, document: Plain) -> Iterator[tuple[str, Plain]]:
    """Those kept with their new rates, then those added; each with the first part of its fields' names."""
    for index, cap in enumerate(document["caps"]):
        name = f"cap-{index}"
        if not form.fields.get(f"{name}-remove"):
            yield name, {**cap, "rate_pence": form.pence(f"{name}-rate", "the cap")}
    for index in range(NEW_CAPS):
        name = f"new-{index}"
        if any(form.fields.get(f"{name}-{part}") for part in ("core_job_type", "basis", "rate")):
            yield name, _new_cap(form, name)


def _new_cap(form: Form, name: str) -> Plain:
    first = form.whole(f"{name}-from_years", "the first year", required=False)
    last = form.whole(f"{name}-to_years", "the year after the last", required=False)
    banded = first is not None or last is not None
    return {
        "core_job_type": form.choice(f"{name}-core_job_type", "the job", CORE_JOB_TYPES),
        "basis": form.choice(f"{name}-basis", "what the cap contains", COMPARABLE),
        "rate_pence": form.pence(f"{name}-rate", "the cap"),
        "experience_band": {"from_years": first or 0, "to_years": last} if banded else None,
    }


def _settings(form: Form, before: Plain) -> Document:
    hours = form.decimal("reference_week_hours", "the hours of the reference week")
    return {
        **before,
        "paye_equivalent_method": form.choice("paye_equivalent_method", "a method", METHODS),
        "reference_week_hours": f"{hours:f}" if hours is not None else None,
        "umbrella_margin_week_pence": form.pence("umbrella_margin", "the margin", required=False) or 0,
        "extension_is_new": form.choice("extension_is_new", "yes or no", ("yes", "no")) == "yes",
        "longest_approval_days": form.whole("longest_approval_days", "the longest exception"),
        **{name: form.whole(name, "the number", required=False) for name in NUMBERS},
    }


def _rules(form: Form) -> Iterator[Plain]:
    for rule in RULE_NAMES:
        force = form.choice(f"rule-{rule}-force", "the force", FORCES, required=False)
        if force is not None:
            citation = form.text(f"rule-{rule}-citation", "where the rule is written", longest=500)
            yield {"rule": rule, "force": force, "citation": citation}


def _comparators(form: Form) -> Iterator[Plain]:
    for job in CORE_JOB_TYPES:
        name = f"comparator-{job}"
        salary = form.pence(f"{name}-salary", "the salary", required=False)
        if salary is not None:
            citation = form.text(f"{name}-citation", "where the salary is written", longest=500)
            yield {"core_job_type": job, "annual_salary_pence": salary, "citation": citation}
