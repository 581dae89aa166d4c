"""One content, one document, one digest."""

import copy
import hashlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.register.documents import Document
from services.register.schemas.return_form import read_return
from shared.vocabulary.calendar import Month
from tests.unit.register.returns import assignment, sample


def document(body: dict[str, Any]) -> Document:
    made = read_return(body, "335", Month.parse("2026-12")).document
    assert made is not None
    return made


def respelt(value: Any, draw: st.DataObject) -> Any:
    """The same content in another order and spelling of decimals."""
    if isinstance(value, dict):
        keys = draw.draw(st.permutations(sorted(value)))
        return {key: respelt(value[key], draw) for key in keys}
    if isinstance(value, list):
        return [respelt(inner, draw) for inner in draw.draw(st.permutations(value))]
    if isinstance(value, str) and value.replace(".", "", 1).isdigit() and "." in value:
        short = value.rstrip("0").rstrip(".") or "0"
        return draw.draw(st.sampled_from([value, short, "0" + short]))
    return value


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_equal_content_has_an_equal_digest_however_it_is_spelt(draw: st.DataObject) -> None:
    body = sample(agency_assignments=[assignment(1), assignment(2, hours="20.5", cost_pence=80000)])
    assert document(respelt(body, draw)) == document(body)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_another_number_is_another_digest(first: int, second: int) -> None:
    digests = []
    for cases in (first, second):
        body = sample()
        body["caseload"]["cases"] = cases
        digests.append(document(body).digest)
    assert (digests[0] == digests[1]) == (first == second)


def test_the_digest_is_the_sha_256_of_the_text_that_is_kept() -> None:
    made = document(sample())
    assert made.digest == hashlib.sha256(made.text.encode("utf-8")).hexdigest()
    assert json.loads(made.text) == made.content


def test_the_text_is_json_with_sorted_keys_exact_decimals_and_no_spaces() -> None:
    body = sample(caseload={"case_holders_fte": "98.2", "cases": 1480})
    text = document(body).text
    assert '"caseload":{"case_holders_fte":"98.200000","cases":1480}' in text
    assert text.startswith('{"agency_assignments":[{"assignment_ref":')
    assert '"hours":"151.50"' in text


def test_no_explanations_and_an_empty_list_of_them_are_the_same() -> None:
    body = sample()
    without = copy.deepcopy(body)
    del without["explanations"]
    assert document(without).digest == document(body).digest


def test_a_section_that_is_not_reported_differs_from_one_that_is_empty() -> None:
    body = sample()
    without = copy.deepcopy(body)
    del without["leavers"]
    assert document(without).digest != document(sample(leavers=[])).digest


def test_reading_the_kept_document_again_gives_the_same_digest() -> None:
    made = document(sample())
    assert document(dict(made.content)).digest == made.digest


def test_the_workforce_digest_sees_the_workforce_alone() -> None:
    first, second = sample(), sample()
    second["caseload"]["cases"] = 1481
    assert document(first).workforce_digest == document(second).workforce_digest
    second["workforce"][0]["in_post_fte"] = "2.9"
    assert document(first).workforce_digest != document(second).workforce_digest
