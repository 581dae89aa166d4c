"""What is quick says the same as what is plain."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.rates.pay import METHODS, RATES, Arithmetic, StatutoryInputs, lines_from_pay
from services.rates.rules.answers import answer
from services.rates.rules.caps import basic_pay
from services.rates.rules.line_tables import LineTable
from services.rates.rules.questions import Question, canonical, question_of
from services.rates.rules.told import answer_text
from services.rates.schemas.questions import SCHEMA, quick_question
from tests.unit.rates.conftest import editions, inputs_document, version_document

percents = st.integers(0, 3000).map(lambda hundredths: f"0.{hundredths:04d}")
weeks = st.integers(0, 120_000)


@st.composite
def works(draw: st.DrawFn) -> Arithmetic:
    document = inputs_document("2025-26")
    document |= {name: draw(percents) for name in RATES}
    lower, upper = sorted((draw(weeks), draw(weeks)))
    document |= {
        "ni_threshold_week_pence": draw(weeks),
        "pension_lower_week_pence": lower,
        "pension_upper_week_pence": upper,
    }
    hours = Fraction(draw(st.integers(500, 6000)), 100)
    method = draw(st.sampled_from(sorted(METHODS)))
    return Arithmetic(StatutoryInputs.from_document(document), method, hours, draw(st.integers(0, 5000)))


@given(works(), st.sampled_from(["paye", "paye_inclusive", "umbrella"]), st.integers(1, 100_000))
def test_a_line_table_gives_the_lines_of_the_plain_arithmetic(
    work: Arithmetic, basis: str, rate: int
) -> None:
    plain = lines_from_pay(basic_pay(Fraction(rate), basis, work), work)
    quick = LineTable(work, basis).lines(rate)
    assert [line["pence"] for line in quick] == [line.pence for line in plain]
    assert [line["label"] for line in quick] == [f"Offer: {line.label}" for line in plain]
    for shown, exact in zip(quick, plain, strict=True):
        assert abs(Fraction(shown["exact_pence"]) - exact.exact_pence) <= Fraction(1, 2_000_000)
        assert json.loads(shown.text) == shown


VALUES: dict[str, Any] = {
    "la_code": ["335", "33", "abc", 335, "³35", None],
    "core_job_type": ["SW", "IRO", "XX", 3, None],
    "local_title": ["Practice lead", "", "  ", "x" * 121, "SW123456", " Lead ", None, 4, "a\u0000b"],
    "basis": ["paye", "charge", "gross", True, None],
    "rate_pence": [1, 100_000, 0, 100_001, "3700", 37.0, True, None],
    "start_date": ["2026-02-28", "2026-02-29", "20260228", "2010-12-31", "2100-01-01", 5, None],
    "hours_per_week": ["37", "37.5", "37.50", "37.555", "0", "168.01", 37, 37.5, "1e1", True, None],
    "experience_years": ["0", "2.5", "61", "-1", 3, "+3", None],
    "exception_reference": ["7K2M9QX4TA5", "not one", 7, None],
    "original_start_date": ["2026-01-01", "2026-12-01", "x", None],
    "previous_la_code": ["332", "3320", None],
    "cool_off_exception": ["probation", "other", None],
    "notice_weeks": [0, 520, 521, -1, "4", None],
    "costs_split": [True, False, "yes", 1, None],
    "agency_fee_pence": [0, 100_000, -1, None],
    "name": ["somebody"],
}
sent = st.fixed_dictionaries(
    {
        "la_code": st.sampled_from(VALUES["la_code"][:1] * 6 + VALUES["la_code"]),
        "rate_pence": st.sampled_from(VALUES["rate_pence"][:2] * 6 + VALUES["rate_pence"]),
        "start_date": st.sampled_from(VALUES["start_date"][:1] * 6 + VALUES["start_date"]),
    },
    optional={
        name: st.sampled_from(values)
        for name, values in VALUES.items()
        if name not in ("la_code", "rate_pence", "start_date")
    },
)


@given(sent)
def test_the_quick_reader_accepts_only_what_the_schema_accepts_with_the_same_result(
    value: dict[str, Any],
) -> None:
    quick = quick_question(value)
    faults = SCHEMA.validate(value)
    if faults:
        assert quick is None
    else:
        assert quick == question_of(SCHEMA.load(value))


asked = st.builds(
    Question,
    la_code=st.sampled_from(["335", "330", "999"]),
    rate_pence=st.integers(1, 6000),
    start_date=st.dates().map(lambda day: day.replace(year=2025).isoformat()),
    core_job_type=st.sampled_from(["SW", "TM"]),
    basis=st.sampled_from(["paye", "paye_inclusive", "umbrella", "limited", "charge", None]),
    agency_fee_pence=st.none() | st.integers(0, 900),
    experience_years=st.none() | st.just("2.50"),
)


@given(asked)
def test_an_answer_is_written_as_the_json_of_what_it_says(question: Question) -> None:
    told = answer(question, editions(version_document()))
    assert json.loads(answer_text(told)) == json.loads(json.dumps(told))
    assert question_of(json.loads(canonical(question))) == question
