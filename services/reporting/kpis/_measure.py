"""From facts to exact numerators and denominators of every authority, before anything is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import pandas as pd

from services.reporting.kpis._kpi import Kpi
from services.reporting.kpis._terms import Term
from shared.vocabulary.calendar import Month, Quarter

NOT_REPORTED, UNRELIABLE, NOT_APPLICABLE = "x", "u", "z"
Sums = tuple[dict[str, int], dict[str, int]]
Cells = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Facts:
    """What is known of the months asked for.

    `frame[la_code, month, item, value]`: integers (micro-FTE, pence, counts), one row a total fact; no row is
    "not reported". `unreliable`: (la_code, month, topic). `uncertified`: (la_code, month) of working states.
    """

    frame: pd.DataFrame
    unreliable: frozenset[tuple[str, str, str]] = frozenset()
    uncertified: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def _table(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """(values, whether reported): a row an authority, a column an "item month"; 0 where nothing is."""
        named = self.frame.assign(cell=self.frame["item"] + " " + self.frame["month"])
        exact = named.astype({"value": "Int64"}).pivot(index="la_code", columns="cell", values="value")
        # a copy has one block instead of one a column, which makes every selection quick
        return exact.fillna(0).astype("int64").copy(), exact.notna().copy()

    def cells(self, items: Sequence[str], months: Sequence[Month], la_codes: Sequence[str]) -> Cells:
        """(values, whether reported), each array[authority, item, month] in the order asked for."""
        shape = len(la_codes), len(items), len(months)
        if self.frame.empty:
            return np.zeros(shape, "int64"), np.zeros(shape, "bool")
        columns = [f"{item} {month}" for item in items for month in months]
        values, reported = (
            frame.reindex(index=list(la_codes), columns=columns, fill_value=nothing).to_numpy()
            for frame, nothing in zip(self._table, (0, False), strict=True)
        )
        return values.reshape(shape), reported.reshape(shape)


@dataclass(frozen=True, slots=True)
class Measure:
    """One KPI of one authority, exact: FTE, pounds or people; None where there is none.

    `status` is `x`, `u` or `z`, or None. `partial`: a 12-month sum of fewer than 12 months, which only the
    authority itself may see. `contributors` is the fewest in any month of the period, `dominated` whether
    one contributor dominates any month; both None where the KPI is not judged on them or cannot be.
    """

    kpi: str
    la_code: str
    numerator: Fraction | None
    denominator: Fraction | None
    status: str | None
    months_present: int
    partial: bool = False
    provisional: bool = False
    contributors: int | None = None
    dominated: bool | None = None


def measure(kpi: Kpi, facts: Facts, la_codes: Sequence[str], quarter: Quarter) -> list[Measure]:
    """A measure an authority, in the order of `la_codes`; none for a KPI that is a gap of another."""
    if kpi.numerator is None:
        return []
    sums = [_sums(term, facts, la_codes, quarter) for term in kpi.terms]
    guards = _guards(kpi, facts, la_codes, quarter)
    return [_of_authority(kpi, facts, la_code, quarter, sums, guards) for la_code in la_codes]


def _sums(term: Term, facts: Facts, la_codes: Sequence[str], quarter: Quarter) -> Sums:
    """By authority: the integer sum of what is there, and in how many months all of it is."""
    values, reported = facts.cells(term.items, term.period.months(quarter), la_codes)
    complete = reported.all(axis=1).sum(axis=1)
    return _by_authority(la_codes, values.sum(axis=(1, 2))), _by_authority(la_codes, complete)


def _guards(kpi: Kpi, facts: Facts, la_codes: Sequence[str], quarter: Quarter) -> Sums | None:
    """By authority: the fewest contributors of any month, whether any is dominated; -1 is unknown."""
    if kpi.numerator is None or kpi.contributors is None or kpi.dominated is None:
        return None
    months = kpi.numerator.period.months(quarter)
    values, reported = facts.cells((kpi.contributors, kpi.dominated), months, la_codes)
    fewest = np.where(reported[:, 0].all(axis=1), values[:, 0].min(axis=1), -1)
    worst = np.where(reported[:, 1].all(axis=1), values[:, 1].max(axis=1), -1)
    return _by_authority(la_codes, fewest), _by_authority(la_codes, worst)


def _by_authority(la_codes: Sequence[str], column: np.ndarray) -> dict[str, int]:
    return dict(zip(la_codes, column.tolist(), strict=True))


def _of_authority(
    kpi: Kpi,
    facts: Facts,
    la_code: str,
    quarter: Quarter,
    sums: Sequence[Sums],
    guards: Sums | None,
) -> Measure:
    months = {str(month) for term in kpi.terms for month in term.period.months(quarter)}
    lengths = [len(term.period.months(quarter)) for term in kpi.terms]
    present = [complete[la_code] for _, complete in sums]
    parts = [term.exact(totals[la_code], quarter) for term, (totals, _) in zip(kpi.terms, sums, strict=True)]
    reported = all(
        there == length or (term.period.may_be_partial and there > 0)
        for term, there, length in zip(kpi.terms, present, lengths, strict=True)
    )
    status = _status(kpi, facts, la_code, quarter, parts, reported=reported)
    fewest, worst = (guards[0][la_code], guards[1][la_code]) if guards else (-1, -1)
    return Measure(
        kpi=kpi.code,
        la_code=la_code,
        numerator=parts[0] if status in (None, NOT_APPLICABLE) else None,
        denominator=parts[1] if len(parts) > 1 and status in (None, NOT_APPLICABLE) else None,
        status=status,
        months_present=present[0],
        partial=reported and present != lengths,
        provisional=any((la_code, month) in facts.uncertified for month in months),
        contributors=fewest if fewest >= 0 else None,
        dominated=bool(worst) if worst >= 0 else None,
    )


def _status(
    kpi: Kpi, facts: Facts, la_code: str, quarter: Quarter, parts: Sequence[Fraction], *, reported: bool
) -> str | None:
    """The first that applies: `x` a part is missing, `u` a part is unreliable, `z` the denominator is 0."""
    if not reported:
        return NOT_REPORTED
    if any(
        (la_code, str(month), topic) in facts.unreliable
        for term in kpi.terms
        for month in term.period.months(quarter)
        for topic in term.topics
    ):
        return UNRELIABLE
    return NOT_APPLICABLE if len(parts) > 1 and parts[1] == 0 else None
