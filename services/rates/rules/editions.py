"""Everything a check looks at, as it stood at one moment: versions, periods, statutory inputs, job maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.rates.pay import Arithmetic, StatutoryInputs
from services.rates.rules.caps import EffectiveCap, arithmetic, effective_caps
from services.rates.rules.dating import Period, in_force
from services.rates.rules.job_maps import MappedTitle, core_job_type_of
from services.rates.rules.protocol import Version
from services.rates.rules.told import Told
from shared.vocabulary.region import Region

Shown = tuple[Told, list[Told]]
CapTable = Mapping[tuple[str, str], tuple[EffectiveCap, ...]]


@dataclass(frozen=True)
class InForce:
    """What applies on one day. `work` is None, and some caps are missing, without inputs for the tax year."""

    version: Version
    period: Period
    inputs: StatutoryInputs | None
    work: Arithmetic | None
    caps: tuple[EffectiveCap, ...]
    table: CapTable
    shown: dict[object, Shown] = field(default_factory=dict, repr=False)
    """What `workings` has already written of each cap."""
    unasked: dict[str, Told] = field(default_factory=dict, repr=False)
    """What `beside` answers of each rule that a question says nothing about."""


@dataclass(frozen=True)
class Editions:
    """`marker` is the number of the last change. `inputs` are in order of `valid_from`."""

    marker: int
    region: Region
    versions: Mapping[str, Version]
    periods: Sequence[Period]
    inputs: Sequence[StatutoryInputs]
    job_maps: Mapping[str, Sequence[MappedTitle]]
    la_codes: frozenset[str] = field(init=False, repr=False)
    _days: dict[date, InForce | None] = field(default_factory=dict, repr=False)
    _tables: dict[tuple[str, date | None], InForce] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "la_codes", frozenset(self.region.la_codes))

    def on(self, day: date) -> InForce | None:
        """What is in force on a day; None when no version is."""
        if day not in self._days:
            if len(self._days) > MOST_DAYS:
                self._days.clear()
            self._days[day] = self._find(day)
        return self._days[day]

    def core_job_type(self, la_code: str, local_title: str, day: date) -> str | None:
        return core_job_type_of(self.job_maps.get(la_code, ()), local_title, day)

    def inputs_on(self, day: date) -> StatutoryInputs | None:
        return inputs_in_force(self.inputs, day)

    def _find(self, day: date) -> InForce | None:
        period = in_force(self.periods, (self.region.region_code, self.region.country_code), day)
        if period is None:
            return None
        inputs = self.inputs_on(day)
        key = (period.version, inputs.valid_from if inputs else None)
        if key not in self._tables:
            self._tables[key] = _in_force(self.versions[period.version], period, inputs)
        return self._tables[key]


MOST_DAYS = 4_000


def inputs_in_force(inputs: Sequence[StatutoryInputs], day: date) -> StatutoryInputs | None:
    """The newest inputs that began by the day and whose tax year has not ended: a year is never stretched."""
    begun = [entry for entry in inputs if entry.valid_from <= day < entry.year_end]
    return max(begun, key=lambda entry: entry.valid_from, default=None)


def _in_force(version: Version, period: Period, inputs: StatutoryInputs | None) -> InForce:
    caps = effective_caps(version, inputs)
    table: dict[tuple[str, str], tuple[EffectiveCap, ...]] = {}
    for cap in caps:
        key = (cap.core_job_type, cap.basis)
        table[key] = (*table.get(key, ()), cap)
    work = arithmetic(version, inputs) if inputs else None
    return InForce(version, period, inputs, work, caps, table)
