"""The answer to one question: verdict, cap, workings, rules and reasons. Nothing is ever defaulted."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.rates.rules.beside import Circumstances, findings
from services.rates.rules.caps import COMPARABLE, EffectiveCap
from services.rates.rules.editions import Editions, InForce
from services.rates.rules.exceptions import Permission, refusal_of
from services.rates.rules.questions import Question
from services.rates.rules.told import Told
from services.rates.rules.workings import over_by_week, shown_cap, workings

WITHIN, AT_CAP, OVER, OVER_APPROVED, CANNOT_TELL = "within", "at_cap", "over", "over_approved", "cannot_tell"
Reason = dict[str, str]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """The exception a question names, as it stands, and the business date on which it is looked at.

    `permission` is None when there is no such exception.
    """

    permission: Permission | None
    today: date


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one question, before workings and rules: pence over, 0 within, None if not to tell."""

    verdict: str
    core_job_type: str | None
    in_force: InForce | None
    cap: EffectiveCap | None
    over_by_pence: int | None
    reasons: list[Reason]


def judge(question: Question, editions: Editions, exhibit: Exhibit | None = None) -> Judgement:
    """The verdict. `exhibit` must be given when the question names an exception.

    Reason codes: `authority_not_in_region`, `title_not_mapped`, `title_disagrees`, `no_version_on_date`,
    `basis_missing`, `basis_not_comparable`, `no_cap`, `figures_unknown`, `no_statutory_inputs`,
    `experience_missing`, `decided_by_start_date`, `decided_by_original_start`, `exception_covers`,
    `exception_unknown` and those of `exceptions.refusal_of`.
    """
    in_force, dating = _deciding(question, editions)
    core_job_type, reasons = _job(question, editions)
    reasons += _doubts(question, editions, in_force)
    cap = None
    if in_force is not None and core_job_type is not None and not reasons:
        cap, reasons = _cap(question, core_job_type, in_force)
    verdict, over_by, more = _verdict(question, core_job_type, cap, exhibit)
    return Judgement(verdict, core_job_type, in_force, cap, over_by, reasons + dating + more)


def answer(question: Question, editions: Editions, exhibit: Exhibit | None = None) -> dict[str, Any]:
    """The check as in the public contract, without its reference: judgement, workings and rules."""
    judged = judge(question, editions, exhibit)
    in_force = judged.in_force
    cap, lines = shown_cap(judged.cap, in_force) if judged.cap and in_force else (None, [])
    rules: list[Told] = []
    if in_force is not None:
        about = Circumstances(in_force.version, editions.la_codes, in_force.work, in_force.unasked)
        rules = findings(question, about)
    return {
        "verdict": judged.verdict,
        "la_code": question.la_code,
        "core_job_type": judged.core_job_type,
        "local_title": question.local_title,
        "basis": question.basis,
        "rate_pence": question.rate_pence,
        "start_date": question.start_date,
        "cap": cap,
        "over_by_pence": judged.over_by_pence,
        "over_by_week_pence": over_by_week(judged.over_by_pence, question),
        "workings": workings(question, in_force, lines) if cap and in_force else [],
        "rules": rules,
        "reasons": judged.reasons,
    }


def _reason(code: str, message: str) -> Reason:
    return {"code": code, "message": message}


def _deciding(question: Question, editions: Editions) -> tuple[InForce | None, list[Reason]]:
    """What is in force on the day that decides, and why that day where there was a choice."""
    own = editions.on(question.starts)
    if question.original_start_date is not None and own is not None:
        if own.version.settings.extension_is_new:
            message = f"Version {own.version.version} counts an extension as new: its own start decides."
            return own, [_reason("decided_by_start_date", message)]
        first = editions.on(date.fromisoformat(question.original_start_date))
        name = first.version.version if first else "none"
        message = (
            f"Version {own.version.version} does not count an extension as new: the engagement began on "
            f"{question.original_start_date}, under version {name}."
        )
        return first, [_reason("decided_by_original_start", message)]
    return own, _two_versions(question, editions, own)


def _two_versions(question: Question, editions: Editions, own: InForce | None) -> list[Reason]:
    if question.signed_date is None:
        return []
    signed = editions.on(date.fromisoformat(question.signed_date))
    names = [entry.version.version if entry else "none" for entry in (own, signed)]
    if names[0] == names[1]:
        return []
    message = (
        f"The start date decides: version {names[0]} on {question.start_date}, although version {names[1]} "
        f"was in force when it was signed on {question.signed_date}."
    )
    return [_reason("decided_by_start_date", message)]


def _job(question: Question, editions: Editions) -> tuple[str | None, list[Reason]]:
    if question.local_title is None:
        return question.core_job_type, []
    mapped = editions.core_job_type(question.la_code, question.local_title, question.starts)
    if mapped is None:
        message = (
            "The authority's job map does not hold this title on the start date; ask it to map the title."
        )
        return None, [_reason("title_not_mapped", message)]
    if question.core_job_type not in (None, mapped):
        message = f"The authority's job map puts this title under {mapped}, not {question.core_job_type}."
        return mapped, [_reason("title_disagrees", message)]
    return mapped, []


def _doubts(question: Question, editions: Editions, in_force: InForce | None) -> list[Reason]:
    doubts = []
    if question.la_code not in editions.la_codes:
        message = "The authority is not one of this region; its own region's protocol applies."
        doubts.append(_reason("authority_not_in_region", message))
    if in_force is None:
        doubts.append(
            _reason("no_version_on_date", "No version of the protocol is in force on the date that decides.")
        )
    if question.basis is None:
        message = f"Say what the rate contains. One of: {', '.join(COMPARABLE)}, charge."
        doubts.append(_reason("basis_missing", message))
    elif question.basis not in COMPARABLE:
        message = (
            "A charge rate holds agency and vendor fees, a cap does not: the two are not comparable. Ask "
            "for the rate without fees, and whether it is PAYE, umbrella or limited company."
        )
        doubts.append(_reason("basis_not_comparable", message))
    return doubts


def _cap(
    question: Question, core_job_type: str, in_force: InForce
) -> tuple[EffectiveCap | None, list[Reason]]:
    caps = in_force.table.get((core_job_type, question.basis or ""), ())
    if not caps:
        return None, [_no_cap(core_job_type, in_force)]
    if caps[0].band is None:
        return caps[0], []
    years = question.years
    if years is None:
        message = "The cap depends on years of experience; say experience_years."
        return None, [_reason("experience_missing", message)]
    return next(cap for cap in caps if cap.band is not None and cap.band.holds(years)), []


def _no_cap(core_job_type: str, in_force: InForce) -> Reason:
    version = in_force.version
    if not version.figures_known:
        return _reason("figures_unknown", f"The figures of version {version.version} were not found.")
    if in_force.inputs is None and any(cap.core_job_type == core_job_type for cap in version.caps):
        message = "The cap would be worked out from another basis, and the tax year's figures are not loaded."
        return _reason("no_statutory_inputs", message)
    return _reason("no_cap", f"Version {version.version} has no cap for {core_job_type}.")


def _verdict(
    question: Question, core_job_type: str | None, cap: EffectiveCap | None, exhibit: Exhibit | None
) -> tuple[str, int | None, list[Reason]]:
    if cap is None or core_job_type is None:
        return CANNOT_TELL, None, []
    over = question.rate_pence - cap.rate_pence
    if over <= 0:
        return (AT_CAP if over == 0 else WITHIN), 0, []
    if question.exception_reference is None or exhibit is None:
        return OVER, over, []
    if exhibit.permission is None:
        return OVER, over, [_reason("exception_unknown", "There is no exception with that reference.")]
    code = refusal_of(
        exhibit.permission,
        la_code=question.la_code,
        core_job_type=core_job_type,
        basis=cap.basis,
        rate_pence=question.rate_pence,
        start=question.starts,
        today=exhibit.today,
    )
    if code is None:
        return (
            OVER_APPROVED,
            over,
            [_reason("exception_covers", "An approved exception covers this engagement.")],
        )
    return OVER, over, [_reason(code, EXCEPTION_WORDS[code])]


EXCEPTION_WORDS: Final = {
    "exception_other_authority": "The exception belongs to another authority.",
    "exception_expired": "The exception has run out.",
    "exception_not_approved": "The exception is not approved.",
    "exception_other_job": "The exception is for another job type or basis.",
    "exception_other_dates": "The exception does not hold on the start date.",
    "exception_lower_rate": "The exception allows a lower rate than this.",
}
