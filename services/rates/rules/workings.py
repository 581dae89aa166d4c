"""The workings of a check, line by line, and the cap as it is shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from services.rates.pay import Arithmetic, Line, lines_from_pay
from services.rates.rules.caps import SAME_TABLE, EffectiveCap, basic_pay
from services.rates.rules.editions import InForce
from services.rates.rules.questions import Question
from shared.vocabulary.quantities import half_up

OFFER: Final = "Offer: "
CAP: Final = "Cap: "


def over_by_week(over_by: int | None, question: Question) -> int | None:
    """Pence a week over the cap at the hours asked about, half up; None without hours or without excess."""
    if not over_by or question.hours_per_week is None:
        return None
    return int(half_up(over_by * Fraction(question.hours_per_week), 0))


def cap_document(cap: EffectiveCap, in_force: InForce) -> dict[str, Any]:
    period = in_force.period
    return {
        **cap.as_document(),
        "version": period.version,
        "valid_from": period.valid_from.isoformat(),
        "valid_to": period.valid_to.isoformat() if period.valid_to else None,
        "illustrative": in_force.version.illustrative,
    }


def workings(question: Question, cap: EffectiveCap, in_force: InForce) -> list[dict[str, Any]]:
    """`[{label, pence, exact_pence, source}]`: the offer from pay to charge, then a derived cap.

    `pence` is rounded half up; `exact_pence` has six places, so that the lines can be added up again.
    """
    lines = list(_offer_lines(question, in_force.work))
    if cap.derived and cap.method != SAME_TABLE and in_force.work is not None:
        basic = basic_pay(cap.exact, cap.basis, in_force.work)
        lines += [(CAP, line) for line in lines_from_pay(basic, in_force.work)]
    return [_line(prefix, line) for prefix, line in lines]


def _line(prefix: str, line: Line) -> dict[str, Any]:
    exact = half_up(line.exact_pence, 6)
    return {
        "label": prefix + line.label,
        "pence": line.pence,
        "exact_pence": f"{exact:f}",
        "source": line.source,
    }


def _offer_lines(question: Question, work: Arithmetic | None) -> Iterator[tuple[str, Line]]:
    """From pay to charge: the parts the arithmetic knows, then the agency's fee if it was said."""
    rate = Fraction(question.rate_pence)
    total = rate
    if work is None or question.basis == "limited":
        yield OFFER, Line(f"Rate asked about ({question.basis})", rate, "The question")
    else:
        lines = lines_from_pay(basic_pay(rate, question.basis or "", work), work)
        total = lines[-1].exact_pence
        yield from ((OFFER, line) for line in lines)
    if question.agency_fee_pence is not None:
        fee = Fraction(question.agency_fee_pence)
        yield OFFER, Line("Agency and vendor fees, outside the cap", fee, "The question")
        yield OFFER, Line("Charge to the authority, net of VAT", total + fee, "The lines above added up")
