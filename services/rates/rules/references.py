"""The reference of a check: a keyed digest of the question and of everything its answer rests on."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Final

from shared.vocabulary.identifiers import make_short_reference

PURPOSE: Final = b"workforce rate check\x00"
LONGEST: Final = 20


def check_digest(secret: bytes, question: str, answer: str) -> bytes:
    """HMAC-SHA256 of the canonical question and answer.

    The answer holds the version and its days, and the verdict the state of the exception that the question
    names: where none of these has changed the digest is the same, and nobody without the key can foretell it.
    """
    return hmac.digest(secret, PURPOSE + question.encode() + b"\x00" + answer.encode(), hashlib.sha256)


def references(digest: bytes) -> Iterator[str]:
    """References to try, each longer than the one before: a longer one only where the shorter is taken."""
    for letters in range(10, LONGEST + 1):
        try:
            yield make_short_reference(digest, letters)
        except ValueError:  # digits alone: one letter more
            continue
