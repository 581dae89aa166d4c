"""The region and its authorities: a file that settings name, so another region is another file."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Authority:
    """`la_code` is DfE's three-digit code as text; `ees_name` the name DfE prints in open data."""

    la_code: str
    la_ons_code: str
    name: str
    ees_name: str


@dataclass(frozen=True)
class Region:
    """`region_id` names this installation's file: databases remember it and events carry it."""

    region_id: str
    region_code: str
    name: str
    country_code: str
    country_name: str
    demonstration: bool
    authorities: tuple[Authority, ...]

    def authority(self, la_code: str) -> Authority:
        """KeyError for a code that is not in this region."""
        for authority in self.authorities:
            if authority.la_code == la_code:
                return authority
        raise KeyError(la_code)

    @property
    def la_codes(self) -> tuple[str, ...]:
        return tuple(authority.la_code for authority in self.authorities)


def load_region(path: Path) -> Region:
    """Read a region file; ValueError says what is missing, of the wrong type or given twice."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict):
        raise ValueError(f"{path.name}: a region file is one JSON object")
    entries = document.get("authorities")
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{path.name}: authorities must be a list of at least one")
    if not isinstance(document.get("demonstration"), bool):
        raise ValueError(f"{path.name}: demonstration must be true or false")
    authorities = tuple(_authority(path.name, entry) for entry in entries)
    codes = [authority.la_code for authority in authorities]
    if len(set(codes)) != len(codes):
        raise ValueError(f"{path.name}: an la_code is given twice")
    return Region(
        region_id=_text(path.name, document, "region_id"),
        region_code=_text(path.name, document, "region_code"),
        name=_text(path.name, document, "name"),
        country_code=_text(path.name, document, "country_code"),
        country_name=_text(path.name, document, "country_name"),
        demonstration=document["demonstration"],
        authorities=authorities,
    )


def _authority(file: str, entry: object) -> Authority:
    if not isinstance(entry, dict):
        raise ValueError(f"{file}: an authority is an object")
    la_code = _text(file, entry, "la_code")
    if len(la_code) != 3 or not (la_code.isascii() and la_code.isdigit()):
        raise ValueError(f"{file}: la_code must be three digits in quotes")
    return Authority(
        la_code,
        _text(file, entry, "la_ons_code"),
        _text(file, entry, "name"),
        _text(file, entry, "ees_name"),
    )


def _text(file: str, entry: dict[str, object], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{file}: {key} must be text")
    return value
