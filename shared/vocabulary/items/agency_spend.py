"""What agency social workers cost the authority in the month, as its ledger says."""

from shared.vocabulary.codes import SPEND_PARTS
from shared.vocabulary.items.form import Item, Section

AGENCY_SPEND = Section(
    name="agency_spend",
    title="Agency spend",
    help="The month's whole cost of agency child and family social workers, from the ledger.",
    shape="object",
    asked="monthly",
    topic="spend",
    items=(
        Item(
            "cost_pence",
            "Agency spend",
            "pence",
            "Cost in pence, without VAT.",
            620894,
            minimum=0,
            maximum=10_000_000_000,
            fact="agency_spend_pence",
            sensitivity="commercial",
        ),
        Item(
            "includes",
            "What it includes",
            "codes",
            "Everything that is inside the figure.",
            ["pay", "on_costs", "agency_fee", "msp_fee"],
            choices=SPEND_PARTS,
        ),
        Item(
            "accrued",
            "Accrued",
            "boolean",
            "True if costs of the month not yet invoiced are in; false if only what was paid.",
            True,
        ),
    ),
)
