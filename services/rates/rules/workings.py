"""The workings of a check, line by line, and the cap as it is shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from services.rates.pay import lines_from_pay, pence
from services.rates.rules.caps import SAME_TABLE, EffectiveCap, basic_pay
from services.rates.rules.editions import InForce
from services.rates.rules.line_tables import LineWords, line_table
from services.rates.rules.questions import Question
from services.rates.rules.told import Told

SAID: Final = "The question"


def over_by_week(over_by: int | None, question: Question) -> int | None:
    """Pence a week over the cap at the hours asked about, half up; None without hours or without excess."""
    if not over_by or question.hours_per_week is None:
        return None
    return pence(over_by * Fraction(question.hours_per_week))


def shown_cap(cap: EffectiveCap, in_force: InForce) -> tuple[Told, list[Told]]:
    """The cap with its version and days, and the lines it was worked out by where it is derived.

    Worked out once for all checks against the same version and tax year; not to be changed.
    """
    key = (cap.core_job_type, cap.basis, cap.band)
    if key not in in_force.shown:
        in_force.shown[key] = (_cap_document(cap, in_force), list(_cap_lines(cap, in_force)))
    return in_force.shown[key]


def workings(question: Question, in_force: InForce, cap_lines: list[Told]) -> list[Told]:
    """`[{label, pence, exact_pence, source}]`: the offer from pay to charge, then a derived cap.

    `pence` is rounded half up; `exact_pence` has six places, so that the lines can be added up again.
    """
    return _offer_lines(question, in_force) + cap_lines


def _cap_document(cap: EffectiveCap, in_force: InForce) -> Told:
    period = in_force.period
    return Told(
        cap.as_document(),
        version=period.version,
        valid_from=period.valid_from.isoformat(),
        valid_to=period.valid_to.isoformat() if period.valid_to else None,
        illustrative=in_force.version.illustrative,
    )


def _cap_lines(cap: EffectiveCap, in_force: InForce) -> Iterator[Told]:
    if not cap.derived or cap.method == SAME_TABLE or in_force.work is None:
        return
    for line in lines_from_pay(basic_pay(cap.exact, cap.basis, in_force.work), in_force.work):
        yield _line(f"Cap: {line.label}", line.exact_pence, line.source)


def _line(label: str, exact: Fraction, source: str) -> Told:
    return LineWords(label, source).line(exact.numerator, exact.denominator)


def _offer_lines(question: Question, in_force: InForce) -> list[Told]:
    """From pay to charge: the parts the arithmetic knows, then the agency's fee if it was said."""
    rate = Fraction(question.rate_pence)
    if in_force.work is None or question.basis is None or question.basis == "limited":
        table, lines = None, [_line(f"Offer: rate asked about ({question.basis})", rate, SAID)]
    else:
        table = line_table(in_force.work, question.basis)
        lines = table.lines(question.rate_pence)
    if question.agency_fee_pence is not None:
        fee = Fraction(question.agency_fee_pence)
        charge = (table.total(question.rate_pence) if table else rate) + fee
        lines.append(_line("Offer: agency and vendor fees, outside the cap", fee, SAID))
        lines.append(_line("Offer: charge to the authority, net of VAT", charge, "The lines above added up"))
    return lines
