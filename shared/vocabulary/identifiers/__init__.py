"""What must never come in, and the references that come in its place."""

from shared.vocabulary.identifiers.keys import find_key
from shared.vocabulary.identifiers.references import (
    is_reference,
    is_short_reference,
    make_reference,
    make_short_reference,
    reference_digest,
)
from shared.vocabulary.identifiers.scan import find_identifier

__all__ = [
    "find_identifier",
    "find_key",
    "is_reference",
    "is_short_reference",
    "make_reference",
    "make_short_reference",
    "reference_digest",
]
