"""Cases and the FTE that holds them, agency workers included, as DfE counts them."""

from collections.abc import Iterator
from decimal import Decimal

from services.register.checks.draft import Doubt, Draft, Finding, Past, has, place
from shared.vocabulary.quantities import half_up

SECTION = "caseload"
WARNINGS = {
    "W-CASES-WITHOUT-HOLDERS": "Cases that nobody holds",
    "W-CASELOAD": "Average caseload outside 5 to 40",
}
LOWEST, HIGHEST = Decimal(5), Decimal(40)


def find(draft: Draft, _past: Past) -> Iterator[Finding]:
    caseload = draft.sections.get(SECTION, {})
    if not has(caseload, "cases", "case_holders_fte"):
        return
    cases, holders = caseload["cases"], caseload["case_holders_fte"]
    if holders == 0:
        if cases > 0:
            yield Doubt(
                "W-CASES-WITHOUT-HOLDERS",
                place(SECTION, None, "case_holders_fte"),
                f"There are {cases} cases but nobody holds them (case-holder FTE is 0).",
                f"{SECTION}.case_holders_fte",
            )
    elif not LOWEST * holders <= cases <= HIGHEST * holders:
        yield Doubt(
            "W-CASELOAD",
            place(SECTION, None, "cases"),
            f"{cases} cases held by {holders} FTE is {half_up(Decimal(cases) / holders, 1)} cases each; "
            f"{LOWEST} to {HIGHEST} is usual.",
            f"{SECTION}.cases",
        )
