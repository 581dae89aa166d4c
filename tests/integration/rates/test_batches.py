"""Many rates at once: a verdict a row, and one bad row spoils no good one."""

import csv
import io

import pytest

from tests.integration.rates.service import Rates, question
from tests.unit.rates.conftest import cap, version_document

AGENCY = "agency.a1"


def csv_of(*rows: dict[str, object]) -> bytes:
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_every_row_has_its_verdict_in_order_and_a_bad_row_its_problems(in_force: Rates) -> None:
    rows = [question(rate_pence=3700), question(rate_pence="37.00"), question(rate_pence=3801), "no row"]
    answer = in_force.post("/check-batches", {"rows": rows}, AGENCY)
    assert answer.status_code == 200
    body = answer.get_json()
    assert [row.get("verdict") for row in body["items"]] == ["within", None, "over", None]
    assert [row["row"] for row in body["items"]] == [1, 2, 3, 4]
    assert body["items"][1]["problems"][0]["where"] == "/rows/1/rate_pence"
    assert body["items"][3]["problems"][0]["where"].startswith("/rows/3")
    assert body["counts"] == {"within": 1, "refused": 2, "over": 1}


def test_csv_in_is_csv_out_with_the_same_verdicts_as_json(in_force: Rates) -> None:
    rows = [
        question(rate_pence=3700 + 50 * n, basis=basis)
        for n, basis in enumerate(["umbrella", "paye", "charge"])
    ]
    rows.append(question(rate_pence=4000, la_code="33"))
    sent = csv_of(*rows)
    text = in_force.call("POST", "/check-batches", AGENCY, data=sent, content_type="text/csv").text
    json_rows = in_force.post("/check-batches", {"rows": rows}, AGENCY).get_json()["items"]
    read = list(csv.DictReader(io.StringIO(text)))
    assert [row["verdict"] or None for row in read] == [row.get("verdict") for row in json_rows]
    assert [row["over_by_pence"] for row in read] == ["0", "837", "", ""]
    assert read[1]["derived"] == "true"
    assert "/rows/3/la_code" in read[3]["problems"]


def test_a_verdict_in_a_batch_is_the_verdict_of_the_question_alone(in_force: Rates) -> None:
    rows = [
        question(rate_pence=2000 + 97 * n, basis=basis) for n in range(20) for basis in ("paye", "limited")
    ]
    items = in_force.post("/check-batches", {"rows": rows}, AGENCY).get_json()["items"]
    for row, item in zip(rows, items, strict=True):
        alone = in_force.check(**row)
        assert {name: alone[name] for name in item if name != "row"} == {
            name: value for name, value in item.items() if name != "row"
        }


def test_nothing_is_stored_unless_the_batch_asks_to_keep_its_rows(in_force: Rates) -> None:
    rows = [question(rate_pence=3600 + n) for n in range(30)] + [question(rate_pence=3600)]
    before = in_force.row_counts()
    in_force.post("/check-batches", {"rows": rows}, AGENCY)
    assert in_force.row_counts() == before
    kept = in_force.post("/check-batches?keep=true", {"rows": rows}, AGENCY).get_json()["items"]
    assert in_force.row_counts()["rate_check"] == before["rate_check"] + 30
    assert kept[0]["reference"] == kept[30]["reference"]
    alone = in_force.post("/checks", rows[5])
    assert in_force.get(f"/checks/{kept[5]['reference']}").data == alone.data
    assert in_force.row_counts()["rate_check"] == before["rate_check"] + 30


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"la_code,rate_pence\n335,3700\n", "text/csv", 422, "bad_columns"),
        (b"la_code,rate_pence,start_date,worker\n335,3700,2026-01-05,x\n", "text/csv", 422, "bad_columns"),
        (b"la_code,rate_pence,start_date\n", "text/csv", 422, "bad_batch"),
        (b"la_code,rate_pence,start_date\n\xff", "text/csv", 400, "bad_encoding"),
        (b'{"rows": []}', "application/json", 422, "bad_batch"),
        (b'{"rows": [], "x": 1}', "application/json", 422, "bad_batch"),
        (b"[]", "application/json", 422, "bad_batch"),
        (b"<rows/>", "text/xml", 415, "not_json"),
    ],
)
def test_a_batch_that_is_none_is_refused_whole(
    in_force: Rates, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = in_force.call("POST", "/check-batches", AGENCY, data=body, content_type=kind)
    found = answer.get_json()
    assert (answer.status_code, found.get("problems", [found])[0]["code"]) == (status, code)


def test_five_thousand_rows_are_answered_and_one_more_is_refused(in_force: Rates) -> None:
    rows = [question(rate_pence=2000 + n % 3000) for n in range(5_000)]
    answer = in_force.post("/check-batches", {"rows": rows}, AGENCY)
    assert sum(answer.get_json()["counts"].values()) == 5_000
    assert in_force.post("/check-batches", {"rows": [*rows, rows[0]]}, AGENCY).status_code == 422


def test_four_hundred_engagements_against_a_coming_version_newly_over_first(in_force: Rates) -> None:
    lower = version_document(version="2026-04", valid_from="2026-04-01", caps=[cap("SW", "umbrella", 3750)])
    in_force.post("/protocols", lower, "regional_admin")
    rows = [question(rate_pence=3601 + n) for n in range(400)]
    found = in_force.post("/rechecks", {"version": "2026-04", "rows": rows}, "regional_admin").get_json()
    assert (found["on"], found["version"]) == ("2026-04-01", "2026-04")
    changes = [item["change"] for item in found["items"]]
    assert found["counts"] == {"newly_over": 50, "still_over": 200, "unchanged": 150}
    assert changes == ["newly_over"] * 50 + ["still_over"] * 200 + ["unchanged"] * 150
    first = found["items"][0]
    assert (first["before"]["verdict"], first["after"]["over_by_pence"], first["row"]) == ("at_cap", 50, 200)
    assert in_force.post("/rechecks", {"version": "2026-04", "rows": rows[:1]}, AGENCY).status_code == 404


def test_the_6_april_change_of_figures_is_found_before_it_happens(rates: Rates) -> None:
    rates.add_years("2024-25", "2025-26")
    rates.publish(valid_from="2024-10-01")
    rows = [question(basis="paye", rate_pence=2950, start_date="2024-11-04")]
    found = rates.post("/rechecks", {"on": "2025-04-06", "rows": rows}, AGENCY).get_json()
    assert found["items"][0]["change"] == "newly_over"
    assert found["items"][0]["after"]["cap"]["rate_pence"] == 2913
