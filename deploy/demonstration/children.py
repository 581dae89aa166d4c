"""Social-worker stability counts of one authority at a quarter's end."""

from deploy.demonstration.chance import Chance
from deploy.demonstration.figures import Figures
from deploy.demonstration.splits import ONE
from shared.vocabulary.calendar import Month

PUBLISHED = (Month(2024, 3), Month(2025, 3))
"""DfE counts on 31 March; the figures of other quarters are made up between and around them."""


def stability_counts(figures: Figures, month: Month) -> dict[str, int]:
    """Children looked after by number of social workers in 12 months; the three parts add up."""
    children = _count(figures, "children_looked_after", month, 10)
    three_or_more = min(children, _count(figures, "three_or_more_workers", month, 50))
    chance = Chance(figures.la_code, "stability", month)
    others = children - three_or_more
    one = others * chance.between(56, 62) // 100
    twelve_months = children * chance.between(70, 77) // 100
    return {
        "children_looked_after": children,
        "one_worker": one,
        "two_workers": others - one,
        "three_or_more_workers": three_or_more,
        "same_worker_12_months": min(one, twelve_months) * chance.between(78, 86) // 100,
        "looked_after_12_months": twelve_months,
    }


def _count(figures: Figures, measure: str, month: Month, waver: int) -> int:
    """DfE's count at 31 March; else on the line between, moved by up to `waver` per mille."""
    first, second = (figures.at(measure, march) // ONE for march in PUBLISHED)
    if month in PUBLISHED:
        return (first, second)[PUBLISHED.index(month)]
    elapsed = (month.year - PUBLISHED[0].year) * 12 + month.number - PUBLISHED[0].number
    line = first + (second - first) * min(max(elapsed, 0), 12) // 12
    return line + line * Chance(figures.la_code, measure, month).between(-waver, waver) // 1000
