"""Every file of a folder that does not begin with an underscore holds one KPI, or several of one form."""

from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from services.reporting.kpis._kpi import Kpi


class UnsoundKpi(Exception):  # noqa: N818 (it says what is wrong, not that something is)
    """Start-up refuses; the message names the file and what is wrong with it."""


def find_kpis(folders: Iterable[str], package: str) -> dict[str, Kpi]:
    """KPIs by code, in order of code. Raises UnsoundKpi for a file without one, or a code used twice."""
    found: dict[str, Kpi] = {}
    for module in sorted(iter_modules(folders), key=lambda module: module.name):
        if module.name.startswith("_"):
            continue
        for kpi in _held_by(import_module(f"{package}.{module.name}"), module.name):
            if kpi.code in found:
                raise UnsoundKpi(f"{module.name}: another file already defines {kpi.code}")
            found[kpi.code] = kpi
    _check(found)
    return dict(sorted(found.items()))


def _held_by(module: object, name: str) -> tuple[Kpi, ...]:
    one = getattr(module, "KPI", None)
    if isinstance(one, Kpi):
        return (replace(one, code=name),)
    several: tuple[Kpi, ...] = getattr(module, "KPIS", ())
    if not several or not all(kpi.code for kpi in several):
        raise UnsoundKpi(f"{name}: a KPI file has KPI = Kpi(...), or KPIS, each with its code")
    return several


def _check(found: dict[str, Kpi]) -> None:
    for code, kpi in found.items():
        if (kpi.numerator is None) == (kpi.gap_of is None):
            raise UnsoundKpi(f"{code}: a KPI has either a numerator or gap_of")
        if kpi.gap_of is not None and kpi.gap_of not in found:
            raise UnsoundKpi(f"{code}: there is no KPI {kpi.gap_of}")
        for term in kpi.terms:
            try:
                term.kind  # noqa: B018  reading it is the check
            except (KeyError, ValueError) as error:
                raise UnsoundKpi(f"{code}: {error}") from error
