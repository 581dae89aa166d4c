"""The release archive: a folder (or a mounted bucket) that holds every release, file by file, for ever.

<root>/<region>/<quarter>/<number>/<audience>/<file>, and beside the audiences `manifest.json`, written
last by an atomic rename: a folder without one does not count, but its number stays taken.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
CONTENT = "content.json"


class Damaged(Exception):  # noqa: N818 (it says what is wrong, not that something is)
    """The archive does not hold what its manifest says; the message names the file."""


@dataclass(frozen=True)
class Archive:
    """`root` is the setting's folder; one region never sees another's releases."""

    root: Path
    region_id: str

    def write(
        self, quarter: str, number: int, files: Mapping[str, bytes], manifest: Mapping[str, Any]
    ) -> None:
        """Every file, then the manifest; writing the same again changes nothing. Raises OSError."""
        folder = self._folder(quarter, number)
        for name, data in files.items():
            _write_file(folder / name, data)
        _write_file(folder / MANIFEST, canonical(manifest))

    def read(self, quarter: str, number: int, audience: str, name: str) -> bytes | None:
        """One file as it was published, or None where that release has no such file.

        Raises Damaged if it is not what was published, OSError if the archive is not there.
        """
        manifest = self._manifest(self._folder(quarter, number))
        entry = next(
            (file for file in manifest["audiences"][audience]["files"] if file["name"] == name), None
        )
        return None if entry is None else self.read_listed(manifest, audience, entry)

    def read_listed(self, manifest: Mapping[str, Any], audience: str, entry: Mapping[str, Any]) -> bytes:
        """A file by its entry in the manifest. Raises Damaged, OSError."""
        release = manifest["release"]
        path = self._folder(release["quarter"], release["number"]) / audience / entry["name"]
        data: bytes = path.read_bytes()
        if digest_of(data) != entry["sha256"]:
            raise Damaged(f"{release['id']}: {audience}/{entry['name']} is not the file that was published")
        return data

    def manifests(self) -> Iterator[dict[str, Any]]:
        """Of every complete release of the region, in order of quarter and number."""
        found = (self.root / self.region_id).glob(f"*/*/{MANIFEST}")
        for path in sorted(found, key=lambda path: (path.parts[-3], path.parts[-2].zfill(9))):
            yield self._manifest(path.parent)

    def highest_number(self, quarter: str) -> int:
        """The highest number any folder of the quarter has, complete or not; 0 when there is none."""
        folder = self.root / self.region_id / quarter
        numbers = [int(path.name) for path in folder.glob("*") if path.name.isdigit()]
        return max(numbers, default=0)

    def _folder(self, quarter: str, number: int) -> Path:
        return self.root / self.region_id / quarter / str(number)

    def _manifest(self, folder: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        return found


def canonical(document: Any) -> bytes:
    """The one spelling of plain values as JSON in UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of_set(files: Mapping[str, bytes]) -> str:
    """The digest of an audience's files: of their names and digests, in order of name."""
    lines = "".join(f"{digest_of(files[name])}  {name}\n" for name in sorted(files))
    return digest_of(lines.encode())


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
