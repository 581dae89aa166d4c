"""References that stand for a post, a worker, an assignment or an exception.

The authority makes the first three from its own key before it sends anything; nobody else can turn one back.
Letters are Crockford's base 32 (no I, L, O, U), with a check character (Luhn's sum over 32 letters) that
finds every single wrong letter and every swap of neighbours but one pair.
"""

import hashlib
import hmac
import re
import unicodedata
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PURPOSES: Final = {"p": "post", "w": "worker", "a": "assignment", "x": "exception"}
REFERENCE_LETTERS: Final = 26
SHORT_LETTERS: Final = 10
KEY_BYTES: Final = 32
_LETTER: Final = f"[{LETTERS}]"
_LONG: Final = re.compile(rf"([pwa])([1-9][0-9]?)-({_LETTER}{{{REFERENCE_LETTERS + 1}}})")
_SHORT: Final = re.compile(rf"{_LETTER}{{{SHORT_LETTERS + 1},21}}")
_VALUES: Final = {letter: value for value, letter in enumerate(LETTERS)}


def is_reference(text: str, purpose: str) -> bool:
    """Whether the text is exactly a reference of that purpose: `p`, `w`, `a`, or `x` for an exception.

    The first three are a prefix with the key's version, 26 letters (130 bits) and a check character:
    `w1-…`. An exception's is a short reference. A registration or insurance number never passes as either.
    """
    if purpose == "x":
        return is_short_reference(text)
    found = _LONG.fullmatch(text)
    return found is not None and found[1] == purpose and _checks(found[3])


def is_short_reference(text: str) -> bool:
    """Whether the text has the form of a check's or exception's reference: 10 to 20 letters and a check."""
    return _SHORT.fullmatch(text) is not None and not text.isdigit() and _checks(text)


def make_reference(key: bytes, purpose: str, la_code: str, local_id: str, version: int = 1) -> str:
    """The authority's reference for its own local identifier; runs on the authority's machine only.

    `key` is the authority's secret of 32 bytes or more; each purpose and version has a key of its own derived
    from it, so one local identifier gives unrelated references. Spaces around the identifier and the case of
    its letters do not count. ValueError for a short key, an empty identifier or an unknown purpose.
    """
    if len(key) < KEY_BYTES:
        raise ValueError(f"the key must have at least {KEY_BYTES} bytes")
    if purpose not in ("p", "w", "a") or not 1 <= version <= 99:
        raise ValueError("a reference is for a post (p), a worker (w) or an assignment (a), version 1 to 99")
    local = unicodedata.normalize("NFKC", local_id).strip().upper()
    if not local:
        raise ValueError("the local identifier is empty")
    own_key = _digest(key, "workforce reference", la_code, purpose, str(version))
    letters = _letters(_digest(own_key, purpose, la_code, local), REFERENCE_LETTERS)
    return f"{purpose}{version}-{letters}{_check_letter(letters)}"


def make_short_reference(digest: bytes, letters: int = SHORT_LETTERS) -> str:
    """A reference that a person can read out: the first bits of a digest, and a check character.

    Ask for more letters (at most 20) when the first ten are taken. One of digits alone would look like a
    telephone number and is lengthened until it does not.
    """
    text = _letters(digest, letters)
    reference = text + _check_letter(text)
    return make_short_reference(digest, letters + 1) if reference.isdigit() else reference


def reference_digest(reference: str) -> str:
    """SHA-256 of a reference, hexadecimal: how an event names an exception without its reference."""
    return hashlib.sha256(reference.encode("ascii")).hexdigest()


def _digest(key: bytes, *parts: str) -> bytes:
    return hmac.new(key, "\x00".join(parts).encode("utf-8"), hashlib.sha256).digest()


def _letters(digest: bytes, count: int) -> str:
    bits = len(digest) * 8
    if bits < count * 5:
        raise ValueError("the digest is too short")
    number = int.from_bytes(digest, "big") >> (bits - count * 5)
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(count - 1, -1, -1))


def _luhn_sum(text: str, factor: int) -> int:
    total = 0
    for letter in reversed(text):
        product = _VALUES[letter] * factor
        total += product // 32 + product % 32
        factor = 3 - factor
    return total % 32


def _check_letter(text: str) -> str:
    return LETTERS[-_luhn_sum(text, 2) % 32]


def _checks(text: str) -> bool:
    return _luhn_sum(text, 1) == 0
