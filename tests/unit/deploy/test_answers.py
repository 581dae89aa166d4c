"""What a person reads in the terminal."""

from typing import Any

from deploy.answers import check_lines, receipt_lines, refusal_lines
from deploy.client import Reply

RECEIPT: dict[str, Any] = {
    "la_code": "335",
    "month": "2025-10",
    "revision": 2,
    "digest": "ab12",
    "warnings": [],
}


def test_an_accepted_return_is_told_with_its_revision_and_digest() -> None:
    assert receipt_lines({**RECEIPT, "status": "accepted"}) == [
        "335 2025-10: accepted as revision 2",
        "Digest: ab12",
    ]


def test_a_dry_run_says_that_nothing_was_changed_and_shows_its_warnings() -> None:
    warning = {"code": "W-CASELOAD", "where": "/caseload", "message": "Caseload is 45.0."}
    lines = receipt_lines({**RECEIPT, "dry_run": True, "warnings": [warning]})
    assert lines[0] == "335 2025-10: nothing was changed (dry run); it would be revision 2"
    assert lines[-1] == "Warning W-CASELOAD at /caseload: Caseload is 45.0."


def test_a_refused_return_names_each_place_and_what_to_do() -> None:
    problem = {
        "where": "/workforce/0/in_post_fte",
        "message": "More than the headcount.",
        "fix": "Correct it.",
    }
    refused = Reply(422, {"code": "return_refused", "detail": "Nothing was stored.", "problems": [problem]})
    assert refusal_lines(refused) == [
        "422 return_refused: Nothing was stored.",
        "  /workforce/0/in_post_fte: More than the headcount. Correct it.",
    ]


def test_a_rate_over_the_cap_is_told_with_the_cap_and_its_source() -> None:
    cap = {
        "rate_pence": 3800,
        "basis": "umbrella",
        "version": "2025-10",
        "valid_from": "2025-10-01",
        "citation": "Protocol, table 1",
        "derived": True,
        "method": "a",
    }
    answer = {
        "verdict": "over",
        "reference": "E8C9SR8AMPX",
        "cap": cap,
        "over_by_pence": 100,
        "reasons": [],
        "rules": [],
        "workings": [{"label": "Offer", "pence": 3900, "source": "The question"}],
    }
    assert check_lines(answer) == [
        "Over the cap  (reference E8C9SR8AMPX)",
        "Cap: £38.00 an hour, umbrella, protocol 2025-10 from 2025-10-01, derived by method a",
        "Source: Protocol, table 1",
        "Over by: £1.00 an hour",
        "  Offer: £39.00  [The question]",
    ]
