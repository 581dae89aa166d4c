"""Every KPI file found shows its own worked example; a new file is tested by being there."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.reporting.disclosure import CLASSES, Policy, protect
from services.reporting.kpis import KPIS, Kpi, Measure, UnsoundKpi, find_kpis, measure
from services.reporting.kpis._example import example_facts
from shared.vocabulary.calendar import Quarter


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS.keys())
def test_a_kpi_shows_the_value_of_its_worked_example(kpi: Kpi) -> None:
    rated = KPIS[kpi.gap_of] if kpi.gap_of else kpi
    areas = tuple(kpi.example.facts)
    measures = measure(rated, example_facts(kpi, rated), areas, Quarter.parse(kpi.example.quarter))
    if kpi.gap_of or kpi.region_only:
        exact = _region_value(kpi, measures)
    else:
        (own,) = protect(kpi, measures, "T0", "E12000005", Policy())
        exact = own.value
    assert exact == kpi.example.value


def _region_value(kpi: Kpi, measures: list[Measure]) -> str | None:
    """A region-only example is shown as an open table would be: its own class would hide so small a one."""
    return protect(replace(kpi, sensitivity="open"), measures, "T1", "E12000005", Policy())[-1].value


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS.keys())
def test_a_kpi_says_what_it_is_why_it_matters_and_who_answers_for_it(kpi: Kpi) -> None:
    for text in (kpi.title, kpi.why, kpi.source, kpi.author, kpi.checker):
        assert len(text) > 3
    assert kpi.author != kpi.checker
    assert kpi.polarity in ("low", "high", "none")
    assert kpi.sensitivity in CLASSES
    assert kpi.entry()["kpi"] == kpi.code


PROGRAMME = """
agency_rate vacancy_rate turnover_12m turnover_quarter agency_cover_rate vacancy_cover_rate caseload
absence_rate agency_spend agency_spend_per_fte average_agency_charge bame_tiers_1_3 sw_instability
sw_stability same_worker_12m gap_agency gap_vacancy gap_turnover completeness
"""


def test_the_region_has_the_kpis_of_its_programme() -> None:
    assert set(KPIS) >= set(PROGRAMME.split())


def test_a_second_file_with_a_code_already_taken_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kpis = Path(find_kpis.__code__.co_filename).parent
    folder = tmp_path / "doubled_kpis"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    gap = (kpis / "gap.py").read_text()
    (folder / "gap.py").write_text(gap)
    (folder / "gap_again.py").write_text(gap)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnsoundKpi, match=r"gap_again: another file already defines gap_agency"):
        find_kpis([str(folder)], "doubled_kpis")


def test_a_file_without_a_kpi_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "empty_kpis"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "overtime.py").write_text('"""Nothing here yet."""\n')
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnsoundKpi, match="overtime"):
        find_kpis([str(folder)], "empty_kpis")
