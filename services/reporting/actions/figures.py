"""The figures of a quarter: an authority's own, the region's live ones, and the draft of a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.actions.comparisons import BEFORE, Earlier, Row, add_comparisons, add_returns
from services.reporting.actions.contents import latest_contents
from services.reporting.actions.facts import Reading, pins, read_facts
from services.reporting.disclosure import Policy, protect
from services.reporting.disclosure.policy import T0, T1, T2, Audience
from services.reporting.kpis import KPIS, Facts, Measure, measure
from services.reporting.models import ACCEPTED, CERTIFIED, MonthWindow
from shared.errors import NotFound
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.region import Region

YEAR = 12
ITEMS = frozenset(item for kpi in KPIS.values() for item in kpi.items)
POLICY = Policy()
Measured = dict[str, list[Measure]]


@dataclass(frozen=True)
class Draft:
    """All of a release but its number: figures by audience, and the states they were made from."""

    quarter: Quarter
    figures: Mapping[Audience, Sequence[Row]]
    pins: Sequence[Mapping[str, Any]]


def parse_quarter(text: str) -> Quarter:
    """Raises NotFound `unknown_quarter`."""
    try:
        return Quarter.parse(text)
    except ValueError:
        raise NotFound("unknown_quarter", "A quarter is written like 2026-27-Q3.") from None


def own_figures(session: Session, region: Region, la_code: str, quarter: Quarter) -> dict[str, Any]:
    """An authority's working figures (T0), from its latest accepted revisions; nothing of anybody else."""
    quarters = (quarter, *(quarter.plus(step) for step in BEFORE.values()))
    months = {month for each in quarters for month in each.window(YEAR)}
    reading = read_facts(session, months, [la_code], ACCEPTED, ITEMS)
    shown = {each: _protect(_measure(reading.facts, [la_code], each), T0, region) for each in quarters}
    earlier = {each: Earlier(each, None, shown[each]) for each in quarters[1:]}
    rows = add_comparisons(shown[quarter], quarter, region, earlier)
    return _answer(quarter, None, add_returns(rows, reading, quarter, _due(session, quarter), region))


def live_figures(session: Session, region: Region, quarter: Quarter) -> dict[str, Any]:
    """The region's figures now, from certified revisions, under the rules of T1."""
    reading = read_facts(session, quarter.window(YEAR), region.la_codes, CERTIFIED, ITEMS)
    return _answer(quarter, None, _regional(session, region, quarter, reading, (T1,))[T1])


def released_figures(session: Session, quarter: Quarter, audience: Audience) -> dict[str, Any]:
    """Those of the quarter's latest release. Raises NotFound `not_released`."""
    content = latest_contents(session, [quarter], [audience]).get((quarter, audience))
    if content is None:
        raise NotFound("not_released", f"No release of {quarter} has been published.")
    return _answer(quarter, content["release"]["id"], content["figures"])


def draft_release(session: Session, region: Region, quarter: Quarter) -> Draft:
    """Figures for the region and for the public, and pins, all of one snapshot."""
    reading = read_facts(session, quarter.window(YEAR), region.la_codes, CERTIFIED, ITEMS)
    return Draft(quarter, _regional(session, region, quarter, reading, (T1, T2)), pins(reading))


def _regional(
    session: Session, region: Region, quarter: Quarter, reading: Reading, audiences: Sequence[Audience]
) -> dict[Audience, list[Row]]:
    """For each audience, beside what that audience has been shown of earlier quarters."""
    before = [quarter.plus(step) for step in BEFORE.values()]
    published = latest_contents(session, before, audiences)
    due = _due(session, quarter)
    measured = _measure(reading.facts, region.la_codes, quarter)
    shown = {}
    for audience in audiences:
        earlier = {
            then: Earlier(then, content["release"]["id"], content["figures"])
            for (then, reader), content in published.items()
            if reader == audience
        }
        rows = add_comparisons(_protect(measured, audience, region), quarter, region, earlier)
        shown[audience] = add_returns(rows, reading, quarter, due, region)
    return shown


def _measure(facts: Facts, la_codes: Sequence[str], quarter: Quarter) -> Measured:
    return {code: measure(kpi, facts, la_codes, quarter) for code, kpi in KPIS.items()}


def _protect(measured: Measured, audience: Audience, region: Region) -> list[Row]:
    """No figure leaves but by this way."""
    return [
        figure.as_dict()
        for code, kpi in KPIS.items()
        for figure in protect(kpi, measured[kpi.gap_of or code], audience, region.region_code, POLICY)
    ]


def _due(session: Session, quarter: Quarter) -> dict[str, date]:
    months = [str(month) for month in quarter.months]
    rows = session.execute(select(MonthWindow.month, MonthWindow.due).where(MonthWindow.month.in_(months)))
    return {month: due for month, due in rows}


def _answer(quarter: Quarter, release: str | None, items: Sequence[Row]) -> dict[str, Any]:
    return {"quarter": str(quarter), "release": release, "items": list(items)}
