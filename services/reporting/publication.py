"""From the row of a release to its files and back: what a crash left half done is finished or abandoned."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.reporting.archive import CONTENT, Archive, Damaged, digest_of, digest_of_set
from services.reporting.content import FORMATS, files_of, instant_text
from services.reporting.models import ABANDONED, PREPARING, PUBLISHED, Release, ReleaseContent
from shared.errors import NotFound, Unavailable
from shared.runtime.crash import crash_at
from shared.runtime.db import Database

log = logging.getLogger(__name__)

FILES_WRITTEN = "release.files_written"
Files = Mapping[str, Mapping[str, bytes]]


def finish_releases(db: Database, archive: Archive, *, crash: str = "") -> None:
    """Write the files of every release that is `preparing`, the manifest last, then call it published.

    Safe to run twice and at once: the same content gives the same files. A release whose files would no
    longer be those of its digest is abandoned; its number stays taken. Raises OSError where
    the archive is not there.
    """
    with db.snapshot() as session:
        waiting = list(session.execute(select(Release).where(Release.state == PREPARING)).scalars())
        kept = {release.id: _kept(session, release.id) for release in waiting}
    for release in waiting:
        files = {audience: files_of(row.content) for audience, row in kept[release.id].items()}
        state = PUBLISHED
        if all(digest_of_set(files[audience]) == row.digest for audience, row in kept[release.id].items()):
            manifest = _manifest(release, files, archive.region_id)
            flat = {f"{a}/{name}": data for a, group in files.items() for name, data in group.items()}
            archive.write(release.quarter, release.number, flat, manifest)
            crash_at(FILES_WRITTEN, crash)
        else:
            state = ABANDONED
            log.error("release %s is abandoned: its files would not be those of its digest", release.id)
        with db.transaction() as session:
            session.execute(update(Release).where(Release.id == release.id).values(state=state))


T = TypeVar("T")


def finish_or_wait(db: Database, archive: Archive, answer: T, *, crash: str = "") -> T:
    """The answer, once what was recorded is published. Raises Unavailable `archive_unavailable`: the release
    keeps its number and is finished by the next request or start.
    """
    try:
        finish_releases(db, archive, crash=crash)
    except OSError as error:
        raise Unavailable("archive_unavailable", "The release archive cannot be written.") from error
    return answer


def read_export(archive: Archive, release: Mapping[str, Any], audience: str, name: str) -> bytes:
    """One file of a published release. Raises NotFound `not_in_release` for a format it was made without,
    Unavailable `archive_unavailable` where the archive is not there or not what was published.
    """
    try:
        data = archive.read(release["quarter"], release["number"], audience, name)
    except (OSError, Damaged) as error:
        log.error("%s of release %s cannot be read: %s", name, release["id"], error)
        raise Unavailable("archive_unavailable", "The release archive cannot be read.") from error
    if data is None:
        raise NotFound("not_in_release", f"This release was made without {name}.")
    return data


def restore_releases(db: Database, archive: Archive) -> list[str]:
    """Index the archive's releases that the database does not know; returns their ids.

    Every file is compared with its digest; a release that is not whole is left out, with an error in the log.
    """
    restored = []
    for manifest in archive.manifests():
        id_ = manifest["release"]["id"]
        with db.transaction() as session:
            if session.get(Release, id_) is not None:
                continue
            try:
                rows = _rows(archive, manifest)
            except (Damaged, OSError) as error:
                log.error("release %s is not restored: %s", id_, error)
                continue
            session.add_all(rows)
            restored.append(id_)
    return restored


def _kept(session: Session, release_id: str) -> dict[str, ReleaseContent]:
    found = select(ReleaseContent).where(ReleaseContent.release_id == release_id)
    return {row.audience: row for row in session.execute(found).scalars()}


def _manifest(release: Release, files: Files, region_id: str) -> dict[str, Any]:
    media = {found.NAME: found.MEDIA_TYPE for found in FORMATS}
    return {
        "region_id": region_id,
        "release": {
            "id": release.id,
            "quarter": release.quarter,
            "number": release.number,
            "published_at": instant_text(release.published_at),
            "restates": release.restates,
            "audit": release.audit,
        },
        "pins": release.pins,
        "because": release.because,
        "audiences": {
            audience: {
                "digest": digest_of_set(group),
                "files": [
                    {
                        "name": name,
                        "sha256": digest_of(data),
                        "bytes": len(data),
                        "media_type": media.get(name, "application/json"),
                    }
                    for name, data in sorted(group.items())
                ],
            }
            for audience, group in files.items()
        },
    }


def _rows(archive: Archive, manifest: Mapping[str, Any]) -> list[Release | ReleaseContent]:
    meta = manifest["release"]
    rows: list[Release | ReleaseContent] = [
        Release(
            **{name: meta[name] for name in ("id", "quarter", "number", "restates", "audit")},
            state=PUBLISHED,
            published_at=datetime.fromisoformat(meta["published_at"]),
            pins=manifest["pins"],
            because=manifest["because"],
        )
    ]
    for audience, told in manifest["audiences"].items():
        files = {entry["name"]: archive.read_listed(manifest, audience, entry) for entry in told["files"]}
        if digest_of_set(files) != told["digest"]:
            raise Damaged(f"{meta['id']}: {audience} is not the set of files that was published")
        content = files[CONTENT].decode()
        rows.append(
            ReleaseContent(release_id=meta["id"], audience=audience, digest=told["digest"], content=content)
        )
    return rows
