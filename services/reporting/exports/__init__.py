"""Writers of a release, one file a format; a file put into this folder is a format everywhere.

A writer is a module with `NAME` (the file's name in a release, such as `kpis.csv`), `MEDIA_TYPE`, and
`write(release: Mapping) -> bytes`, which gives the same bytes for the same content: plain values, namely

    release    {id, quarter, number, published_at, restates (id or null), audit, synthetic (bool)}
    audience   "T1" (the region) or "T2" (the public); everything below is what that audience may see
    region     {region_code, name, country_code, country_name,
                authorities [{la_code, la_ons_code, name, ees_name}]}
    kpis       [dictionary entries: kpi, title, numerator, denominator, unit, decimal_places, polarity,
                ranked, region_only, sensitivity, why, source, note, author, checker, next_review, example,
                gap_of]
    figures    [{audience, kpi, la_code (null: the region), region_code, numerator, denominator, value,
                status, contributing, expected, not_included [la_code], months_present,
                change {last_quarter, same_quarter_last_year: {quarter, value, release} or null},
                baseline_2021 {value, date, release, source, ...} or {value: null, note},
                comparators [{area, area_code, level, value, status, date, release, source}],
                national {value, status, rank, ranked, band, date, release, source, ...} or null,
                neighbours {mean, median, counted, of, date, release, source, model} or null}]
    changed    [{kpi, la_code, was {value, status}, now {value, status}}] against the release it restates
    sources    [{id, title, publisher, url, licence}] of baselines and comparators

Figures are in order of KPI, then the region's authorities as listed, then the region. Numbers are decimal
text; `value` is null where `status` (`x`, `u`, `z`, `c`, `low`) stands in its place.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast


class Format(Protocol):
    """What a module of this folder offers."""

    NAME: str
    MEDIA_TYPE: str

    def write(self, release: Mapping[str, Any]) -> bytes: ...


def find_formats() -> tuple[Format, ...]:
    """Every writer of this folder, in order of file name; ValueError where two use one name."""
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    found = [cast(Format, import_module(f"{__name__}.{name}")) for name in modules]
    names = [format_.NAME for format_ in found]
    if len(set(names)) != len(names):
        raise ValueError(f"two formats write one file: {', '.join(sorted(names))}")
    return tuple(sorted(found, key=lambda format_: format_.NAME))
