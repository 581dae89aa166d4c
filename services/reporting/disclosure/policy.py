"""The policy as data: what each class of table shows to whom, and the thresholds it is held to.

T0 is the authority's own users, T1 the region (workstream, DCS Network), T2 the public. A KPI names its
class; one that names none cannot be published. Thresholds may be raised, never lowered: `Policy` refuses to.
"""

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal

Audience = Literal["T0", "T1", "T2"]
T0: Audience = "T0"
T1: Audience = "T1"
T2: Audience = "T2"
AUDIENCES: tuple[Audience, ...] = (T0, T1, T2)

HIDDEN = "c"


class Undeclared(Exception):  # noqa: N818 (it says what is wrong, not that something is)
    """A table without a known class: it cannot be published."""


class TooLow(Exception):  # noqa: N818 (it says what is wrong, not that something is)
    """A threshold below the policy's floor."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds. Counts are people, children or authorities; `pounds` is what money is rounded to."""

    small_count: int = 7
    count_step: int = 5
    open_count: int = 8
    workers: int = 3
    workers_for_average: int = 8
    pounds: int = 1000
    authorities: int = 3
    special_authorities: int = 5
    special_count: int = 10

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < field.default:
                raise TooLow(f"{field.name} may not be below {field.default}")


LARGEST_SHARE = Fraction(9, 10)
LARGEST_SPECIAL_SHARE = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class SensitivityClass:
    """`by_authority`: the audiences that see an authority's row at all; the others see `c`.

    `own`: whether it is in the authority's own figures. `rounding`: how the parts are shown outside the
    authority: `fte` (1 decimal, value from exact numbers), `money` or `counts` (value from the rounded ones).
    `judged_by`: the test an authority's row must pass outside the authority. `hidden_leave_region`: whoever
    is hidden is left out of both parts of the region's figure, which would otherwise give it back.
    """

    name: str
    by_authority: tuple[Audience, ...]
    own: bool
    rounding: Literal["fte", "money", "counts"]
    judged_by: Literal["nothing", "both_parts_large", "workers", "workers_for_average", "small_counts"]
    hidden_leave_region: bool
    region_judged_by: Literal["nothing", "authorities", "small_counts", "special"]


CLASSES = {
    found.name: found
    for found in (
        SensitivityClass("open", AUDIENCES, True, "fte", "nothing", True, "nothing"),
        SensitivityClass("open_children", AUDIENCES, True, "fte", "both_parts_large", True, "nothing"),
        SensitivityClass("commercial", (T0, T1), True, "money", "workers", True, "authorities"),
        SensitivityClass(
            "commercial_average", (T0, T1), True, "money", "workers_for_average", True, "authorities"
        ),
        SensitivityClass("personal", AUDIENCES, True, "counts", "small_counts", False, "small_counts"),
        SensitivityClass("special", (), False, "counts", "small_counts", False, "special"),
    )
}


def class_of(sensitivity: str) -> SensitivityClass:
    """Raises Undeclared for a table whose sensitivity the policy does not know."""
    if sensitivity not in CLASSES:
        raise Undeclared(f"no class is called {sensitivity!r}: declare one of {', '.join(CLASSES)}")
    return CLASSES[sensitivity]
