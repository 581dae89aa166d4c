"""The archive: what a crash leaves is finished, what the database lost is indexed, what is damaged is not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from services.reporting.actions import draft_release
from services.reporting.archive import Archive
from services.reporting.models import ABANDONED, PREPARING, PUBLISHED, Release, ReleaseContent
from services.reporting.publication import finish_releases, restore_releases
from services.reporting.releases import digests_of, plan_release, record_release
from shared.errors import Conflict
from shared.vocabulary.calendar import Quarter
from tests.integration.reporting.told import NOW, Reporting, start

Q = "2024-25-Q2"
NewDatabase = Callable[[str], str]


@pytest.fixture
def archive(reporting: Reporting) -> Archive:
    return Archive(reporting.settings.archive, reporting.region.region_id)


def record_two_at_once(reporting: Reporting, archive: Archive) -> None:
    with reporting.db.snapshot() as session:
        draft = draft_release(session, reporting.region, Quarter.parse(Q))
        plans = [plan_release(session, reporting.region, archive, draft, NOW) for _ in range(2)]
    for plan in plans:
        with reporting.db.transaction() as session:
            record_release(session, plan, digests_of(plan))


def prepare(reporting: Reporting, archive: Archive) -> str:
    """What is there when a process dies between the commit of the row and the first file."""
    with reporting.db.snapshot() as session:
        draft = draft_release(session, reporting.region, Quarter.parse(Q))
        plan = plan_release(session, reporting.region, archive, draft, NOW)
    with reporting.db.transaction() as session:
        return record_release(session, plan, digests_of(plan))


def states(reporting: Reporting) -> dict[str, str]:
    with reporting.db.snapshot() as session:
        return {id_: state for id_, state in session.execute(select(Release.id, Release.state))}


def forget(reporting: Reporting) -> None:
    with reporting.db.transaction() as session:
        session.execute(delete(ReleaseContent))
        session.execute(delete(Release))


def test_a_release_on_its_way_is_not_seen_and_the_next_start_finishes_it(
    reporting: Reporting, archive: Archive, tmp_path: Path
) -> None:
    reporting.tell_quarter(Q)
    prepare(reporting, archive)
    assert states(reporting) == {f"{Q}-1": PREPARING}
    assert reporting.get(f"releases/{Q}-1", "regional_admin").status_code == 404
    assert reporting.get("releases").get_json()["items"] == []
    again = start(reporting.settings.database_url, tmp_path)
    assert states(again) == {f"{Q}-1": PUBLISHED}
    assert again.get(f"releases/{Q}-1/kpis.csv").status_code == 200
    again.db.close()


def test_of_two_releases_made_at_once_one_is_told_to_try_again(
    reporting: Reporting, archive: Archive
) -> None:
    reporting.tell_quarter(Q)
    with pytest.raises(Conflict, match="release_underway"):
        record_two_at_once(reporting, archive)
    assert states(reporting) == {f"{Q}-1": PREPARING}


def test_asking_for_the_release_again_finishes_it_under_the_same_number(
    reporting: Reporting, archive: Archive
) -> None:
    reporting.tell_quarter(Q)
    prepare(reporting, archive)
    answer = reporting.release(Q)
    assert (answer.status_code, answer.get_json()["number"]) == (200, 1)
    assert states(reporting) == {f"{Q}-1": PUBLISHED}


def test_files_without_a_manifest_do_not_count_and_are_written_again(
    reporting: Reporting, archive: Archive
) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    folder = archive.root / archive.region_id / Q / "1"
    whole = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "manifest.json").unlink()
    (folder / "T2" / "kpis.csv").write_bytes(b"half a fi")
    assert list(archive.manifests()) == []
    with reporting.db.transaction() as session:
        session.execute(update(Release).values(state=PREPARING))
    finish_releases(reporting.db, archive)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == whole


def test_a_release_whose_files_would_be_others_now_is_abandoned_and_its_number_stays_taken(
    reporting: Reporting, archive: Archive
) -> None:
    reporting.tell_quarter(Q)
    prepare(reporting, archive)
    with reporting.db.transaction() as session:
        session.execute(update(ReleaseContent).values(digest="0" * 64))
    finish_releases(reporting.db, archive)
    assert states(reporting) == {f"{Q}-1": ABANDONED}
    assert not archive.root.exists()
    assert reporting.release(Q).get_json()["number"] == 2


def test_a_rebuilt_database_indexes_every_release_again_digest_by_digest(
    reporting: Reporting, archive: Archive, new_database: NewDatabase, tmp_path: Path
) -> None:
    reporting.tell_quarter(Q)
    first = reporting.release(Q).get_json()
    reporting.tell("335", "2024-09", {"in_post_fte": "253.500000", "agency_fte": "64.000000"}, revision=2)
    second = reporting.release(Q).get_json()
    rebuilt = start(new_database("reporting"), tmp_path)
    assert [rebuilt.get(f"releases/{Q}-{n}", "regional_admin").get_json() for n in (1, 2)] == [first, second]
    evidence = f"releases/{Q}-1/evidence/agency_rate/335"
    assert rebuilt.get(evidence, "workstream").get_json() == reporting.get(evidence, "workstream").get_json()
    rebuilt.db.close()


def test_a_number_the_archive_has_is_never_used_again(reporting: Reporting, archive: Archive) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    forget(reporting)
    (archive.root / archive.region_id / Q / "1" / "manifest.json").unlink()
    assert reporting.release(Q).get_json()["number"] == 2


def test_a_damaged_file_is_neither_served_nor_indexed(reporting: Reporting, archive: Archive) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    path = archive.root / archive.region_id / Q / "1" / "T2" / "kpis.csv"
    path.write_bytes(path.read_bytes() + b"one more row\r\n")
    answer = reporting.get(f"releases/{Q}-1/kpis.csv")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "archive_unavailable")
    forget(reporting)
    assert restore_releases(reporting.db, archive) == []


def test_an_archive_that_cannot_be_written_is_said_and_the_release_waits(
    reporting: Reporting, archive: Archive
) -> None:
    reporting.tell_quarter(Q)
    archive.root.write_text("a file where the folder should be")
    answer = reporting.release(Q)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "archive_unavailable")
    assert states(reporting) == {f"{Q}-1": PREPARING}
    archive.root.unlink()
    assert reporting.release(Q).get_json()["number"] == 1


def test_a_format_that_came_later_is_not_in_an_older_release(reporting: Reporting, archive: Archive) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    manifest = archive.root / archive.region_id / Q / "1" / "manifest.json"
    told = json.loads(manifest.read_text())
    told["audiences"]["T2"]["files"] = [
        f for f in told["audiences"]["T2"]["files"] if f["name"] != "kpis.csv"
    ]
    manifest.write_text(json.dumps(told))
    answer = reporting.get(f"releases/{Q}-1/kpis.csv")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_in_release")
