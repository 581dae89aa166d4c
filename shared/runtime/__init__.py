"""How services run. No word of the domain is known here."""
