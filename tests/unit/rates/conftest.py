"""Tax years and protocol versions in the figures of the published examples."""

from collections.abc import Callable
from typing import Any

import pytest

from services.rates.pay import StatutoryInputs
from services.rates.rules.dating import Period
from services.rates.rules.editions import Editions
from services.rates.rules.job_maps import titles_of
from services.rates.rules.protocol import version_of
from shared.vocabulary.region import Authority, Region

YEARS = {"2024-25": ("0.138", 17500), "2025-26": ("0.15", 9600), "2026-27": ("0.15", 9600)}
RULES = ("cool_off", "notice", "experience", "references", "project_teams", "parity")
Document = dict[str, Any]


def inputs_document(tax_year: str) -> Document:
    rate, threshold = YEARS[tax_year]
    document: Document = {
        "tax_year": tax_year,
        "valid_from": f"{tax_year[:4]}-04-06",
        "employer_ni_rate": rate,
        "ni_threshold_week_pence": threshold,
        "levy_rate": "0.005",
        "holiday_rate": "0.1207",
        "pension_rate": "0.03",
        "pension_lower_week_pence": 12000,
        "pension_upper_week_pence": 96700,
    }
    document["sources"] = {
        name: f"source of {name}" for name in document if name not in ("tax_year", "valid_from")
    }
    return document


def version_document(**changes: Any) -> Document:
    """A whole draft: an umbrella cap of £38.00 for every job type; `settings` are merged in."""
    document: Document = {
        "version": "2025-10",
        "region_code": "E12000005",
        "title": "Protocol from October 2025",
        "valid_from": "2025-10-01",
        "valid_to": None,
        "citation": "Memorandum, schedule 1",
        "illustrative": True,
        "figures_known": True,
        "corrects": None,
        "correction_reason": None,
        "caps": [
            {
                "core_job_type": code,
                "basis": "umbrella",
                "rate_pence": 3800,
                "citation": None,
                "experience_band": None,
                "sample_size": None,
            }
            for code in ("SW", "SSW", "AP", "TM", "IRO")
        ],
        "settings": {
            "paye_equivalent_method": "c",
            "reference_week_hours": "37.00",
            "umbrella_margin_week_pence": 0,
            "extension_is_new": True,
            "exception_approvers": ["director", "chief_executive"],
            "longest_approval_days": 182,
            "cool_off_months": 3,
            "notice_weeks": 4,
            "minimum_pqe_years": 3,
            "references": 2,
        },
        "rules": [{"rule": rule, "force": "should", "citation": f"Rule {rule}"} for rule in RULES],
        "comparators": [],
    }
    settings = changes.pop("settings", {})
    return document | changes | {"settings": document["settings"] | settings}


def cap(
    core_job_type: str, basis: str | None, rate_pence: int, band: tuple[int, int | None] | None = None
) -> Document:
    return {
        "core_job_type": core_job_type,
        "basis": basis,
        "rate_pence": rate_pence,
        "citation": None,
        "experience_band": {"from_years": band[0], "to_years": band[1]} if band else None,
        "sample_size": None,
    }


WEST_MIDLANDS = Region(
    "west-midlands-test",
    "E12000005",
    "West Midlands",
    "E92000001",
    "England",
    True,
    tuple(
        Authority(code, f"E0800{code}", name, name)
        for code, name in (("330", "Birmingham"), ("332", "Dudley"), ("335", "Walsall"))
    ),
)


def editions(
    *documents: Document, years: tuple[str, ...] = tuple(YEARS), maps: Document | None = None
) -> Editions:
    """Versions in order of valid_from, each ending where the next begins."""
    versions = sorted(
        (version_of(document) for document in documents), key=lambda version: version.valid_from
    )
    ends = [version.valid_from for version in versions[1:]] + [None]
    return Editions(
        1,
        WEST_MIDLANDS,
        {version.version: version for version in versions},
        [
            Period(v.version, v.region_code, v.valid_from, v.valid_to or end)
            for v, end in zip(versions, ends, strict=True)
        ],
        [StatutoryInputs.from_document(inputs_document(year)) for year in years],
        {la_code: titles_of({"titles": titles}) for la_code, titles in (maps or {}).items()},
    )


@pytest.fixture
def new_version() -> Callable[..., Document]:
    return version_document


@pytest.fixture
def new_cap() -> Callable[..., Document]:
    return cap


@pytest.fixture
def new_editions() -> Callable[..., Editions]:
    return editions


@pytest.fixture
def inputs_of() -> Callable[[str], StatutoryInputs]:
    return lambda tax_year: StatutoryInputs.from_document(inputs_document(tax_year))
