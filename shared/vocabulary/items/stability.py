"""How many social workers the authority's looked-after children had."""

from shared.vocabulary.items.form import Item, Section, Sensitivity


def _children(name: str, title: str, text: str, example: int, sensitivity: Sensitivity) -> Item:
    return Item(name, title, "count", text, example, minimum=0, maximum=100_000, sensitivity=sensitivity)


SOCIAL_WORKER_STABILITY = Section(
    name="social_worker_stability",
    title="Stability of social worker",
    help="Children looked after on the last day of the month, and how many different social workers each had "
    "in the 12 months before. Asked in March, June, September and December.",
    shape="object",
    asked="quarterly",
    topic="stability",
    items=(
        _children("children_looked_after", "Children looked after", "All on the last day.", 578, "open"),
        _children("one_worker", "One social worker", "Of them, those who had one.", 301, "personal"),
        _children("two_workers", "Two social workers", "Of them, those who had two.", 215, "personal"),
        _children(
            "three_or_more_workers",
            "Three or more social workers",
            "Of them, those who had three or more.",
            62,
            "open",
        ),
        _children(
            "same_worker_12_months",
            "Same social worker for 12 months",
            "Children looked after for all 12 months who kept one social worker throughout.",
            220,
            "personal",
        ),
        _children(
            "looked_after_12_months",
            "Looked after for 12 months",
            "Children looked after for all of the 12 months.",
            451,
            "personal",
        ),
    ),
)
