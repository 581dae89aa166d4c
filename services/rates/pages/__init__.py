"""Pages of the protocol: check a rate, caps by date, exceptions and their ledger, the editor."""

from services.rates.pages import caps, checks, editor, exceptions, ledger
from services.rates.pages.frame import pages

__all__ = ["caps", "checks", "editor", "exceptions", "ledger", "pages"]
