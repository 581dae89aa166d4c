"""The rules beside the cap: cool-off, notice, experience, references, project teams, parity from week 13.

Every finding carries the rule's force and citation from the protocol version. Outcomes: `met`, `not_met`,
`evidence_needed` (an exception is claimed), `not_applicable`, `not_asked` (the question does not say enough).
Sources of the rules: statutory guidance "Child and family social workers: agency rules" (DfE, September 2024)
and the Agency Workers Regulations 2010; a region's own numbers are settings of its version.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from services.rates.pay import Arithmetic, pence
from services.rates.rules.caps import basic_pay
from services.rates.rules.protocol import RuleForce, Version
from services.rates.rules.questions import Question
from services.rates.rules.told import Told
from shared.vocabulary.calendar import months_after
from shared.vocabulary.quantities import pounds

MET, NOT_MET, EVIDENCE, NOT_APPLICABLE, NOT_ASKED = (
    "met",
    "not_met",
    "evidence_needed",
    "not_applicable",
    "not_asked",
)
COOL_OFF_EXCEPTIONS: Final = {
    "permanent_role": "the worker is moving to a permanent role",
    "redundancy": "the worker was made redundant",
    "probation": "the worker left during probation",
}
PARITY_WEEK: Final = 13
Found = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules need beside the question. `work` is None when a tax year's inputs are not there.

    `unasked` keeps what each rule answers where the question says nothing that it needs.
    """

    version: Version
    la_codes: Collection[str]
    work: Arithmetic | None
    unasked: dict[str, Told]


def findings(question: Question, about: Circumstances) -> list[Told]:
    """`{rule, force, outcome, citation, message}` for every rule that the version has, in its order."""
    found = []
    for rule in about.version.rules:
        if rule.rule not in TESTS:
            continue
        asked = any(getattr(question, name) is not None for name in ASKED_BY[rule.rule])
        if not asked and rule.rule not in about.unasked:
            about.unasked[rule.rule] = _finding(rule, question, about)
        found.append(_finding(rule, question, about) if asked else about.unasked[rule.rule])
    return found


def _finding(rule: RuleForce, question: Question, about: Circumstances) -> Told:
    outcome, message = TESTS[rule.rule](question, about)
    return Told(rule=rule.rule, force=rule.force, outcome=outcome, citation=rule.citation, message=message)


def earliest_start(left: date, months: int) -> date:
    """The first day an agency engagement may begin after `left`, the last day in the substantive post.

    The same day that many months later, or the last day of a shorter month: 30 November and 3 months is
    28 February.
    """
    return months_after(left, months)


def cool_off(question: Question, about: Circumstances) -> Found:
    if question.previous_la_code is None:
        return NOT_ASKED, "Say previous_la_code and previous_left_date if the worker left a substantive post."
    if question.la_code not in about.la_codes or question.previous_la_code not in about.la_codes:
        return NOT_APPLICABLE, "The two authorities are not in the same region."
    if question.cool_off_exception is not None:
        why = COOL_OFF_EXCEPTIONS[question.cool_off_exception]
        return EVIDENCE, f"No waiting time if {why}; the authority keeps the evidence."
    if question.previous_left_date is None:
        return NOT_ASKED, "Say previous_left_date, the last day in the substantive post."
    months = about.version.settings.cool_off_months or 0
    earliest = earliest_start(date.fromisoformat(question.previous_left_date), months)
    message = (
        f"{months} months after {question.previous_left_date} end on {earliest} "
        "(the last day of the month where it is shorter); that is the earliest start."
    )
    return (MET if question.starts >= earliest else NOT_MET), message


def notice_due(standard_weeks: int, authority_weeks: int | None) -> int:
    """Weeks of notice: the protocol's, or the authority's own for permanent staff where that is less."""
    return standard_weeks if authority_weeks is None else min(standard_weeks, authority_weeks)


def notice(question: Question, about: Circumstances) -> Found:
    due = notice_due(about.version.settings.notice_weeks or 0, question.authority_notice_weeks)
    message = f"Notice due on this engagement: {due} weeks."
    if question.notice_weeks is None:
        return NOT_ASKED, message
    return (MET if question.notice_weeks >= due else NOT_MET), message


def experience(question: Question, about: Circumstances) -> Found:
    needed = about.version.settings.minimum_pqe_years or 0
    message = (
        f"At least {needed} years after qualifying in direct employment of a UK local authority, in "
        "child and family social work; the authority keeps the evidence."
    )
    if question.years is None:
        return NOT_ASKED, message
    return (MET if question.years >= needed else NOT_MET), message


def references(question: Question, about: Circumstances) -> Found:
    needed = about.version.settings.references or 0
    message = f"At least {needed} detailed practice-based references before the start."
    if question.references_held is None:
        return NOT_ASKED, message
    return (MET if question.references_held >= needed else NOT_MET), message


def project_teams(question: Question, _about: Circumstances) -> Found:
    if question.supply_model is None:
        return NOT_ASKED, "Say supply_model: individual, project_team or packaged."
    if question.supply_model == "individual":
        return NOT_APPLICABLE, "One worker, not a project team or packaged service."
    message = (
        "Every worker is named to and approved by the authority beforehand, and the price is split worker by "
        "worker; each worker's rate is checked on its own."
    )
    if question.costs_split is None or question.workers_approved is None:
        return NOT_ASKED, f"{message} Say costs_split and workers_approved."
    return (MET if question.costs_split and question.workers_approved else NOT_MET), message


def parity(question: Question, about: Circumstances) -> Found:
    """From week 13 in the same role basic pay must reach a comparable employee's (AWR 2010)."""
    if question.qualifying_week is None or question.comparator_pence is None or question.basis is None:
        return NOT_ASKED, "Say qualifying_week, comparator_pence and basis to compare pay from week 13."
    if question.qualifying_week < PARITY_WEEK:
        return NOT_APPLICABLE, f"Equal pay begins in week {PARITY_WEEK} in the same role."
    if question.basis in ("limited", "charge"):
        return NOT_APPLICABLE, "The rate is not pay: it is what a company receives."
    if question.basis != "paye" and about.work is None:
        return (
            NOT_ASKED,
            "No statutory inputs for the start date: the basic pay inside the rate is not known.",
        )
    basic = _basic_pence(question, about.work)
    comparison = (
        f"Basic pay {pounds(basic)} an hour, comparable employee {pounds(question.comparator_pence)}."
    )
    if basic >= question.comparator_pence:
        return MET, comparison
    return NOT_MET, f"{comparison} From week {PARITY_WEEK} the worker is due the higher."


def _basic_pence(question: Question, work: Arithmetic | None) -> int:
    if work is None or question.basis is None or question.basis == "paye":
        return question.rate_pence
    return pence(basic_pay(Fraction(question.rate_pence), question.basis, work))


TESTS: Final[dict[str, Callable[[Question, Circumstances], Found]]] = {
    "cool_off": cool_off,
    "notice": notice,
    "experience": experience,
    "references": references,
    "project_teams": project_teams,
    "parity": parity,
}
ASKED_BY: Final[dict[str, tuple[str, ...]]] = {
    "cool_off": ("previous_la_code",),
    "notice": ("notice_weeks", "authority_notice_weeks"),
    "experience": ("experience_years",),
    "references": ("references_held",),
    "project_teams": ("supply_model",),
    "parity": ("qualifying_week",),
}
"""What a question must say, one or the other, for a rule to have something to judge."""
