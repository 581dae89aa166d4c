"""Text made plain before it is scanned, and decoded once where it may hide something."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"), "-")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){6,}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_PLAIN: Final = re.compile(rb"[\x20-\x7e\r\n\t]+")
# what people write wrongly often enough: Cyrillic and Greek capitals that look Latin
_LOOKALIKES: Final = str.maketrans("АВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXSIJABEZHIKMNOPTYX")


def make_visible(text: str) -> str:
    """NFKC, one kind of digit, dash and space, no invisible characters."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = folded.isascii() and folded.isprintable()
    return folded if plain else "".join(map(_fold, folded))


def normalise(text: str) -> str:
    """Made visible, in Latin capitals, with a space for each `_`."""
    return make_visible(text).upper().translate(_LOOKALIKES).replace("_", " ")


def decodings(text: str) -> Iterator[str]:
    """What percent, hexadecimal and base 64 in the text stand for, decoded once; readable results only."""
    if "%" in text:
        yield unquote(text)
    for found in _HEX.finditer(text):
        yield from _readable(bytes.fromhex(found[0].replace(":", " ")))
    for found in _BASE64.finditer(text):
        token = found[0].rstrip("=").replace("-", "+").replace("_", "/")
        try:
            yield from _readable(base64.b64decode(token + "=" * (-len(token) % 4)))
        except binascii.Error:
            continue


def _fold(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character.isspace():
        return " "
    if unicodedata.category(character)[0] == "C" or unicodedata.category(character) == "Mn":
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _readable(raw: bytes) -> Iterator[str]:
    if _PLAIN.fullmatch(raw):
        yield raw.decode("ascii")
