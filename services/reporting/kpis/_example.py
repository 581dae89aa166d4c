"""The facts of a KPI's worked example, as frames, so that a test can run it."""

from collections.abc import Iterator

import pandas as pd

from services.reporting.kpis._kpi import Kpi
from services.reporting.kpis._measure import Facts
from services.reporting.kpis._terms import Term
from shared.vocabulary.calendar import Month, Quarter
from shared.vocabulary.quantities import micro

Row = tuple[str, str, str, int]


def example_facts(kpi: Kpi, rated: Kpi) -> Facts:
    """`rated` is the KPI itself, or the one whose gap it is. ValueError for an item that it does not use."""
    quarter = Quarter.parse(kpi.example.quarter)
    rows: list[Row] = []
    for area, facts in kpi.example.facts.items():
        for item, values in facts.items():
            term = _longest(rated, item, quarter)
            months = term.period.months(quarter)
            rows += _rows(area, item, months, _by_month(values, len(months)), term.kind)
    return Facts(pd.DataFrame(rows, columns=["la_code", "month", "item", "value"]))


def _longest(kpi: Kpi, item: str, quarter: Quarter) -> Term:
    using = [term for term in kpi.terms if item in term.items]
    if not using:
        raise ValueError(f"{kpi.code} does not use {item}")
    return max(using, key=lambda term: len(term.period.months(quarter)))


def _by_month(values: str | tuple[str, ...], length: int) -> tuple[str, ...]:
    if isinstance(values, str):
        return ("0",) * (length - 1) + (values,)
    if len(values) != length:
        raise ValueError(f"{len(values)} values for {length} months")
    return values


def _rows(
    area: str, item: str, months: tuple[Month, ...], values: tuple[str, ...], kind: str
) -> Iterator[Row]:
    for month, text in zip(months, values, strict=True):
        yield area, str(month), item, micro(text) if kind == "micro" else int(text)
