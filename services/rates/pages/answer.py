"""An answer in a person's words: the stored document stays as it is, these only print it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from services.rates.pay import METHOD_TITLES
from shared.ui.words import day_words
from shared.vocabulary.codes import BASES, CORE_JOB_TYPES, FORCES, RULES
from shared.vocabulary.quantities import pounds

Plain = Mapping[str, Any]
Cells = list[object]

KINDS = {"over": "app-answer--over", "cannot_tell": "app-answer--unsure"}
OUTCOMES = {
    "met": ("Met", "green"),
    "not_met": ("Not met", "red"),
    "evidence_needed": ("Evidence needed", "yellow"),
    "not_applicable": ("Does not apply", "grey"),
    "not_asked": ("Not enough said", "grey"),
}
MORE_TO_SAY = "Answer the further questions of the form to have this rule judged."
OTHER_METHODS = {"same_table": "umbrella and limited company share one cap", "holiday": "holiday pay only"}


def answer_words(answer: Plain, authority: str) -> dict[str, Any]:
    """All that the page prints beside the stored document."""
    return {
        "heading": heading(answer),
        "kind": KINDS.get(answer["verdict"], ""),
        "asked": _asked(answer, authority),
        "cap": _cap(answer["cap"]) if answer["cap"] else [],
        "workings": [[line["label"], pounds(line["pence"]), line["source"]] for line in answer["workings"]],
        "rules": [_rule(rule) for rule in answer["rules"]],
        "again": f"/rates?{urlencode(_prefilled(answer))}",
    }


def heading(answer: Plain) -> str:
    """The verdict in one line."""
    over = f"by {pounds(answer['over_by_pence'])} an hour" if answer["over_by_pence"] else ""
    return {
        "within": "Within the cap",
        "at_cap": "At the cap",
        "over": f"Over the cap {over}",
        "over_approved": f"Over the cap {over}, and approved",
        "cannot_tell": "This cannot be judged",
    }[answer["verdict"]]


def _asked(answer: Plain, authority: str) -> list[tuple[str, str]]:
    job = CORE_JOB_TYPES.get(answer["core_job_type"] or "", "Not known")
    title = f"{answer['local_title']} ({job})" if answer["local_title"] else job
    return [
        ("Authority", authority),
        ("Job", title),
        ("Rate", f"{pounds(answer['rate_pence'])} an hour"),
        ("What the rate contains", BASES.get(answer["basis"] or "", "Not said")),
        ("Start date", day_words(answer["start_date"])),
    ]


def _cap(cap: Plain) -> list[tuple[str, str]]:
    until = f" until the day before {day_words(cap['valid_to'])}" if cap["valid_to"] else ""
    rows = [
        ("Cap", f"{pounds(cap['rate_pence'])} an hour, {BASES[cap['basis']]}"),
        ("Protocol version", f"{cap['version']}, in force from {day_words(cap['valid_from'])}{until}"),
        ("Written in", cap["citation"]),
    ]
    if cap["derived"]:
        method = OTHER_METHODS.get(cap["method"]) or METHOD_TITLES.get(cap["method"], "")
        rows.insert(1, ("Worked out from", f"the {BASES[cap['derived_from']]} cap: {method}"))
    if cap["illustrative"]:
        rows.append(("Note", "This cap is illustrative: it shows how the protocol works and binds nobody."))
    return rows


def _rule(rule: Plain) -> Cells:
    text, colour = OUTCOMES[rule["outcome"]]
    name = RULES.get(rule["rule"], rule["rule"].replace("_", " ").capitalize())
    # what the API asks for by field name, the form asks for in its own words
    message = MORE_TO_SAY if rule["message"].startswith("Say ") else rule["message"]
    return [name, FORCES[rule["force"]], {"text": text, "tag": colour}, f"{message} ({rule['citation']})"]


def _prefilled(answer: Plain) -> dict[str, str]:
    """The same question, to be changed and asked again."""
    year, month, day = answer["start_date"].split("-")
    values = {
        "la_code": answer["la_code"],
        "core_job_type": answer["core_job_type"],
        "local_title": answer["local_title"],
        "basis": answer["basis"],
        "rate": f"{answer['rate_pence'] // 100}.{answer['rate_pence'] % 100:02d}",
        "start-day": day,
        "start-month": month,
        "start-year": year,
    }
    return {name: value for name, value in values.items() if value}
