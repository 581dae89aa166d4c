"""Employed child and family social workers who left during the month."""

from collections.abc import Iterator, Sequence
from typing import Final

from shared.vocabulary.calendar import Month
from shared.vocabulary.codes import LEAVING_DESTINATIONS, LEAVING_REASONS, ORG_ROLES, SERVICE_BANDS
from shared.vocabulary.items.form import Amount, Breakdown, FactItem, Item, Row, Section, sums_by
from shared.vocabulary.quantities import micro

_BREAKDOWNS: Final[tuple[Breakdown, ...]] = ("role", "reason", "service_band")


def _derive(rows: Sequence[Row], month: Month) -> Iterator[Amount]:  # noqa: ARG001 one shape for all
    fte = [micro(row["fte"]) for row in rows]
    yield Amount("leavers_fte", sum(fte))
    for breakdown in _BREAKDOWNS:
        codes = [row[breakdown] for row in rows]
        yield from sums_by("leavers_fte", breakdown, list(zip(codes, fte, strict=True)))
    yield Amount("leavers_headcount", len(rows))
    for breakdown in _BREAKDOWNS:
        yield from sums_by("leavers_headcount", breakdown, [(row[breakdown], 1) for row in rows])


LEAVERS = Section(
    name="leavers",
    title="Leavers",
    help="One row for each employed social worker who left a child and family post during the month; "
    "not moves within the authority's children's services. An empty list means that nobody left.",
    shape="rows",
    asked="monthly",
    topic="leavers",
    key=("leaver_ref",),
    max_rows=2000,
    derived=(
        FactItem("leavers_fte", "Leavers, FTE", "micro", "leavers", "open", _BREAKDOWNS),
        FactItem("leavers_headcount", "Leavers, people", "count", "leavers", "personal", _BREAKDOWNS),
    ),
    derive=_derive,
    items=(
        Item(
            "leaver_ref",
            "Leaver's reference",
            "reference",
            "The reference that your authority made for this worker. Never a name or a staff number.",
            "w1-0123456789ABCDEFGHJKMNPQRSD",
            purpose="w",
        ),
        Item("role", "Role", "code", "The role held just before leaving.", "5", choices=ORG_ROLES),
        Item(
            "fte",
            "FTE before leaving",
            "decimal",
            "Full-time equivalent held just before leaving (not 0, as the census records it).",
            "1.000000",
            places=6,
            minimum="0.000001",
            maximum="1",
        ),
        Item("reason", "Reason", "code", "Why they left, as in DfE's census.", "1", choices=LEAVING_REASONS),
        Item(
            "destination",
            "Destination",
            "code",
            "Where they went, as in DfE's census.",
            "3",
            choices=LEAVING_DESTINATIONS,
        ),
        Item(
            "service_band",
            "Length of service",
            "code",
            "Time with the authority in child and family social work.",
            "2_to_5_years",
            choices=SERVICE_BANDS,
        ),
    ),
)
