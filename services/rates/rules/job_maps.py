"""An authority's own job titles and the core job type each stands for, from day to day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shared.errors import Fault

# DfE draft operational guidance, May 2024, as reported by CYP Now: an advanced practitioner "includes" these
NATIONAL: Final[Mapping[str, str]] = {
    "assistant team manager": "AP",
    "principal social worker": "AP",
    "independent reviewing officer": "IRO",
    "child protection conference chair": "IRO",
    "child protection chair": "IRO",
}


@dataclass(frozen=True, slots=True)
class MappedTitle:
    """`local_title` stands for `core_job_type` from `valid_from` up to, not including, `valid_to`."""

    local_title: str
    core_job_type: str
    valid_from: date
    valid_to: date | None


def title_key(title: str) -> str:
    """The spelling by which titles are compared: lower case, single spaces, plain hyphens."""
    return " ".join(title.replace("–", "-").casefold().split())


def titles_of(document: Mapping[str, Any]) -> tuple[MappedTitle, ...]:
    return tuple(
        MappedTitle(
            title["local_title"],
            title["core_job_type"],
            date.fromisoformat(title["valid_from"]),
            date.fromisoformat(title["valid_to"]) if title["valid_to"] else None,
        )
        for title in document["titles"]
    )


def core_job_type_of(titles: Iterable[MappedTitle], local_title: str, day: date) -> str | None:
    """The core job type a title stands for on a day; None when the map does not say, never a guess."""
    key = title_key(local_title)
    for title in titles:
        ended = title.valid_to is not None and day >= title.valid_to
        if title_key(title.local_title) == key and title.valid_from <= day and not ended:
            return title.core_job_type
    return None


def job_map_faults(titles: Sequence[MappedTitle]) -> list[Fault]:
    """What is wrong with a map; `where` is `/titles/<n>`.

    Codes: `ends_before_it_begins`, `title_overlaps`, `title_belongs_elsewhere`.
    """
    faults = []
    for index, title in enumerate(titles):
        where = f"/titles/{index}"
        if title.valid_to is not None and title.valid_to <= title.valid_from:
            message = "The entry ends on or before the day it begins."
            faults.append(Fault("ends_before_it_begins", where, message, "Give a later valid_to, or none."))
        if any(_overlap(title, earlier) for earlier in titles[:index]):
            message = "This title is mapped twice on some days."
            faults.append(
                Fault("title_overlaps", where, message, "End one entry on the day the other begins.")
            )
        national = NATIONAL.get(title_key(title.local_title))
        if national is not None and national != title.core_job_type:
            message = f"The national definitions put this title under {national}."
            faults.append(Fault("title_belongs_elsewhere", where, message, f"Map it to {national}."))
    return faults


def _overlap(one: MappedTitle, other: MappedTitle) -> bool:
    if title_key(one.local_title) != title_key(other.local_title):
        return False
    starts_before_end = other.valid_to is None or one.valid_from < other.valid_to
    return starts_before_end and (one.valid_to is None or other.valid_from < one.valid_to)
