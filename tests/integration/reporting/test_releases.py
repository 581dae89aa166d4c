"""A release: numbered, immutable, downloadable by audience, and restated when a return is corrected."""

import json
from dataclasses import replace
from pathlib import Path

from services.reporting.exports import find_formats
from services.reporting.releases import list_releases
from shared.runtime.config import DEMONSTRATION_REGION
from tests.integration.reporting.told import Reporting, start

Q, NEXT = "2024-25-Q2", "2025-26-Q2"


def test_a_release_is_numbered_dated_and_says_that_no_audit_was_made(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    answer = reporting.release(Q)
    body = answer.get_json()
    assert answer.status_code == 201, answer.text
    assert (body["id"], body["quarter"], body["number"], body["restates"]) == (f"{Q}-1", Q, 1, None)
    assert (body["audit"], body["published_at"]) == ("none", "2026-11-22T09:00:00Z")
    assert body["figures"]["release"] == body["id"]
    assert reporting.get(f"releases/{Q}-1", "regional_admin").get_json() == body


def test_the_region_and_the_public_each_get_their_own_figures_of_it(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    region, public = (reporting.figures(Q, role) for role in ("workstream", None))
    assert {item["audience"] for item in region.values()} == {"T1"}
    assert {item["audience"] for item in public.values()} == {"T2"}
    assert region["agency_rate", None]["value"] == public["agency_rate", None]["value"] == "13.9"
    assert region["agency_spend", "335"]["value"] == "1238"
    assert (public["agency_spend", "335"]["value"], public["agency_spend", "335"]["status"]) == (None, "c")
    assert public["agency_spend", None]["value"] == "17325"
    t1, t2 = (reporting.get(f"releases/{Q}-1", role).get_json()["digest"] for role in ("workstream", None))
    assert t1 != t2


def test_every_format_is_downloaded_as_it_was_published(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    for found in find_formats():
        public = reporting.get(f"releases/{Q}-1/{found.NAME}")
        assert public.status_code == 200, found.NAME
        assert public.mimetype == found.MEDIA_TYPE
        assert public.data == reporting.get(f"releases/{Q}-1/{found.NAME}", "agency", "acme").data
        assert (
            public.data != reporting.get(f"releases/{Q}-1/{found.NAME}", "workstream").data
            or b"T1" not in public.data
        )
    content = json.loads(reporting.get(f"releases/{Q}-1/kpis.json").data)
    assert {row["audience"] for row in content["figures"]} == {"T2"}


def test_releasing_the_same_states_again_is_the_same_release(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    first, second = reporting.release(Q), reporting.release(Q)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert len(reporting.get("releases").get_json()["items"]) == 1


def test_a_correction_makes_release_two_and_says_what_changed_and_why(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    first = reporting.release(Q).get_json()
    facts = {"in_post_fte": "253.500000", "agency_fte": "64.000000"}
    reporting.tell("335", "2024-09", facts, revision=2)
    second = reporting.release(Q).get_json()
    assert (second["number"], second["restates"]) == (2, first["id"])
    changed = {(row["kpi"], row["la_code"]): row for row in second["changed"]}
    assert changed["agency_rate", "335"]["was"] == {"value": "11.2", "status": None}
    assert changed["agency_rate", "335"]["now"] == {"value": "20.2", "status": None}
    assert changed["vacancy_rate", "335"]["now"] == {"value": None, "status": "x"}
    assert second["because"] == [{"la_code": "335", "month": "2024-09", "was_revision": 1, "now_revision": 2}]
    public = reporting.get(f"releases/{Q}-2").get_json()
    assert "because" not in public
    assert reporting.get(f"releases/{Q}-1", "regional_admin").get_json() == first
    assert [row["id"] for row in reporting.get("releases").get_json()["items"]] == [f"{Q}-2", f"{Q}-1"]


def test_a_release_shows_the_change_on_what_was_published_before(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    reporting.tell_quarter(NEXT)
    reporting.release(NEXT)
    change = reporting.figures(NEXT)["agency_rate", None]["change"]
    assert change["same_quarter_last_year"] == {"quarter": Q, "value": "-3.5", "release": f"{Q}-1"}
    assert change["last_quarter"] is None


def test_evidence_leads_to_revisions_and_events_and_holds_no_values(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    reporting.release(Q)
    found = reporting.get(f"releases/{Q}-1/evidence/agency_rate/335", "workstream").get_json()
    (state,) = found["states"]
    assert (state["la_code"], state["month"], state["revision"], state["event_id"]) == (
        "335",
        "2024-09",
        1,
        "335/2024-09#1",
    )
    assert (state["epoch"], state["sequence"], len(state["digest"])) == (0, 1, 64)
    assert "value" not in state
    assert found["figure"]["value"] == "11.2"
    region = reporting.get(f"releases/{Q}-1/evidence/turnover_12m/E12000005", "workstream").get_json()
    assert len(region["states"]) == 14 * 12
    assert reporting.get(f"releases/{Q}-1/evidence/agency_rate/335").status_code == 401
    assert reporting.get(f"releases/{Q}-1/evidence/agency_rate/999", "workstream").status_code == 404
    assert reporting.get(f"releases/{Q}-1/evidence/unknown/335", "workstream").status_code == 404


def test_only_the_administrator_may_release_and_only_what_is_over_and_there(reporting: Reporting) -> None:
    assert reporting.release(Q).get_json()["code"] == "nothing_to_release"
    assert reporting.release("2026-27-Q4").get_json()["code"] == "quarter_not_over"
    assert reporting.release("2026-27").status_code == 422
    refused = reporting.client.post("/reporting/v1/releases", json={"quarter": Q})
    assert refused.status_code == 401


def test_without_the_audit_only_a_demonstration_may_release(new_sqlite, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    region = json.loads(DEMONSTRATION_REGION.read_text()) | {"demonstration": False}
    (tmp_path / "region.json").write_text(json.dumps(region))
    serious = start(new_sqlite("reporting"), tmp_path, tmp_path / "region.json")
    serious.tell_quarter(Q)
    answer = serious.release(Q)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "audit_missing")
    assert not (tmp_path / "archive").exists()


def test_a_repeated_request_gets_the_first_answer_and_makes_no_second_release(reporting: Reporting) -> None:
    reporting.tell_quarter(Q)
    first = reporting.release(Q, Idempotency_Key="release-of-q2")
    reporting.tell("335", "2024-09", {"in_post_fte": "253.500000", "agency_fte": "64.000000"}, revision=2)
    again = reporting.release(Q, Idempotency_Key="release-of-q2")
    assert (again.status_code, again.data) == (201, first.data)
    with reporting.db.snapshot() as session:
        assert [row["number"] for row in list_releases(session, "T1")] == [1]


def test_the_same_states_give_the_same_bytes_in_another_database(new_sqlite, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made = start(new_sqlite("reporting"), tmp_path / name)
        made.tell_quarter(Q)
        made.release(Q)
        folder = tmp_path / name / "archive"
        files.append(
            {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
        )
    assert files[0] == files[1]
    assert len(files[0]) == 2 * (len(find_formats()) + 1) + 1


def test_two_databases_that_differ_in_a_hidden_cell_alone_publish_the_same_bytes(
    new_sqlite, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    downloads = []
    for name, children in (("one", "3"), ("two", "5")):
        (tmp_path / name).mkdir()
        made = start(new_sqlite("reporting"), tmp_path / name)
        made.tell_quarter(Q)
        facts = {"children_looked_after": "100", "three_or_more_workers": children}
        made.tell("335", "2024-09", facts, revision=2)
        made.release(Q)
        answers = [made.get(f"releases/{Q}-1/{found.NAME}") for found in find_formats()]
        downloads.append([(answer.data, answer.headers["ETag"]) for answer in answers])
        hidden = made.figures(Q)["sw_instability", "335"]
        assert (hidden["value"], hidden["status"]) == (None, "c")
        assert made.figures(Q)["sw_instability", None]["not_included"] == ["335"]
    assert downloads[0] == downloads[1]


def test_the_archive_of_another_region_is_not_read(reporting: Reporting, new_sqlite, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    reporting.tell_quarter(Q)
    reporting.release(Q)
    region = json.loads(DEMONSTRATION_REGION.read_text()) | {"region_id": "elsewhere"}
    (tmp_path / "region.json").write_text(json.dumps(region))
    other = start(new_sqlite("reporting"), tmp_path, tmp_path / "region.json")
    assert replace(other.settings).archive == reporting.settings.archive
    assert other.get("releases").get_json()["items"] == []
