import json
from pathlib import Path
from typing import Any

import pytest

from deploy.demonstration.seeds import SEED
from services.rates.pages.answer import answer_words, heading
from services.rates.pages.draft import document_of, edited, load_draft, values_of
from services.rates.pages.question import read_form
from services.rates.pages.request import read_decision, read_request
from services.rates.pages.version import comparison_words, setting_words, version_words
from shared.errors import Refused
from shared.runtime.config import DEMONSTRATION_REGION
from shared.vocabulary.region import load_region

REGION = load_region(DEMONSTRATION_REGION)
ASKED = {
    "la_code": "335",
    "core_job_type": "SSW",
    "basis": "umbrella",
    "rate": "£45.50",
    "start-day": "1",
    "start-month": "12",
    "start-year": "2026",
}


@pytest.fixture
def version() -> dict[str, Any]:
    content = json.loads(Path(SEED / "protocols" / "2026-04.json").read_text(encoding="utf-8"))
    return load_draft(content)


def wheres(refused: Refused) -> list[str]:
    return [fault.where for fault in refused.problems]


def test_what_is_typed_is_the_question_the_api_would_be_asked() -> None:
    question = read_form(ASKED | {"hours_per_week": "37", "agency_fee": "3.10", "notice_weeks": "4"}, REGION)
    assert question.as_document() == {
        "la_code": "335",
        "core_job_type": "SSW",
        "basis": "umbrella",
        "rate_pence": 4550,
        "start_date": "2026-12-01",
        "hours_per_week": "37.00",
        "notice_weeks": 4,
        "agency_fee_pence": 310,
    }


def test_a_basis_that_is_not_known_is_left_out_and_never_guessed() -> None:
    assert read_form(ASKED | {"basis": ""}, REGION).basis is None


def test_faults_are_listed_in_the_order_of_the_page() -> None:
    with pytest.raises(Refused) as refused:
        read_form({"hours_per_week": "many", "left-day": "1"}, REGION)
    assert wheres(refused.value) == [
        "la_code", "core_job_type", "rate", "start-day", "hours_per_week", "left-month",
    ]  # fmt: skip


def test_a_local_title_stands_in_for_the_job() -> None:
    question = read_form(ASKED | {"core_job_type": "", "local_title": "Senior practitioner"}, REGION)
    assert (question.core_job_type, question.local_title) == (None, "Senior practitioner")


@pytest.mark.parametrize(
    ("verdict", "over", "words"),
    [
        ("within", 0, "Within the cap"),
        ("at_cap", 0, "At the cap"),
        ("over", 425, "Over the cap by £4.25 an hour"),
        ("over_approved", 425, "Over the cap by £4.25 an hour, and approved"),
        ("cannot_tell", None, "This cannot be judged"),
    ],
)
def test_each_verdict_is_one_line(verdict: str, over: int | None, words: str) -> None:
    assert heading({"verdict": verdict, "over_by_pence": over}) == words


def test_an_answer_without_a_cap_prints_what_was_asked_and_no_number_for_the_cap() -> None:
    answer = {
        "verdict": "cannot_tell",
        "over_by_pence": None,
        "core_job_type": None,
        "local_title": "Locum",
        "basis": None,
        "rate_pence": 3340,
        "la_code": "335",
        "start_date": "2026-12-01",
        "cap": None,
        "workings": [],
        "rules": [],
    }
    words = answer_words(answer, "Walsall")
    assert words["cap"] == []
    assert ("Job", "Locum (Not known)") in words["asked"]
    assert ("What the rate contains", "Not said") in words["asked"]
    assert words["again"] == (
        "/rates?la_code=335&local_title=Locum&rate=33.40&start-day=01&start-month=12&start-year=2026"
    )


def test_a_draft_that_is_not_touched_comes_back_as_it_was(version: dict[str, Any]) -> None:
    document, _ = edited(document_of(version), values_of(version))
    by_name = {rule["rule"]: rule for rule in version["rules"]}
    assert {rule["rule"]: rule for rule in document.pop("rules")} == by_name
    assert document == {name: value for name, value in document_of(version).items() if name != "rules"}


def test_caps_are_changed_removed_and_added(version: dict[str, Any]) -> None:
    typed = values_of(version) | {
        "cap-0-rate": "39.99",
        "cap-1-remove": "yes",
        "new-0-core_job_type": "SSW",
        "new-0-basis": "limited",
        "new-0-rate": "41",
        "new-0-from_years": "0",
        "new-0-to_years": "3",
    }
    document, fields = edited(document_of(version), typed)
    assert document["caps"][0]["rate_pence"] == 3999
    assert len(document["caps"]) == len(version["caps"])
    assert document["caps"][-1]["experience_band"] == {"from_years": 0, "to_years": 3}
    assert fields["/caps/1/rate_pence"] == "cap-2-rate"
    assert fields[f"/caps/{len(document['caps']) - 1}"] == "new-0-rate"


def test_an_emptied_setting_is_no_rule_and_no_force_takes_the_rule_out(
    version: dict[str, Any],
) -> None:
    typed = values_of(version) | {"notice_weeks": "", "rule-notice-force": ""}
    document, _ = edited(document_of(version), typed)
    assert document["settings"]["notice_weeks"] is None
    assert "notice" not in {rule["rule"] for rule in document["rules"]}


def test_every_fault_of_a_draft_is_said_at_once(version: dict[str, Any]) -> None:
    typed = values_of(version) | {"title": "", "cap-0-rate": "dear", "rule-notice-citation": ""}
    with pytest.raises(Refused) as refused:
        edited(document_of(version), typed)
    assert wheres(refused.value) == ["title", "cap-0-rate", "rule-notice-citation"]


def test_settings_are_said_in_words(version: dict[str, Any]) -> None:
    assert setting_words("extension_is_new", True) == "Yes"
    assert setting_words("cool_off_months", None) == "No such rule"
    assert setting_words("umbrella_margin_week_pence", 2500) == "£25.00"
    assert dict(version_words(version)["settings"])["Who approves an exception"] == (
        "Director of children's services and Chief executive"
    )


def test_a_comparison_shows_before_after_and_change() -> None:
    change = {
        "core_job_type": "SW", "basis": "umbrella", "experience_band": None,
        "before_pence": 3875, "after_pence": 3800, "change_pence": -75, "derived": False,
    }  # fmt: skip
    words = comparison_words({"compared_with": "2026-04", "caps": [change], "settings": [], "rules": []})
    assert words["caps"] == [["Social worker", "Umbrella company", "£38.75", "£38.00", "−£0.75"]]


def test_an_exception_is_asked_for_as_the_api_would_be() -> None:
    typed = ASKED | {
        "kind": "breach", "hours_per_week": "37", "end-day": "28", "end-month": "2", "end-year": "2027",
        "reason": "Court work",
    }  # fmt: skip
    document = read_request(typed)
    assert document["rate_pence"] == 4550
    assert (document["start_date"], document["end_date"]) == ("2026-12-01", "2027-02-28")
    assert document["renews"] is None


def test_a_refusal_without_a_reason_is_not_taken() -> None:
    with pytest.raises(Refused) as refused:
        read_decision({"decision": "refuse"})
    assert wheres(refused.value) == ["decision_reason"]
    assert read_decision({"decision": "approve"}) == {"decision": "approve", "reason": None}
