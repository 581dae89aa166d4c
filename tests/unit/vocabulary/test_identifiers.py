import base64
import random
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.identifiers import find_identifier, make_reference
from shared.vocabulary.identifiers.scan import RULES

FOUND_EVERYWHERE = [
    ("V01", "AB123456C"),
    ("V01", "ab 12 34 56 c"),
    ("V01", "AB-12-34-56-C"),
    ("V01", "A B 1 2 3 4 5 6 C"),
    ("V01", "AB123456"),
    ("V01", "NC123456A"),
    ("V02", "11 a1 11 11"),
    ("V02", "12A34567"),
    ("V03", "SW1234567"),
    ("V03", "sw 12345"),
    ("V03", "SW-123456"),
    ("V03", "SW1234"),
    ("V03", "SWE no. 12345"),
    ("V04", "jo.bloggs@walsall.gov.uk"),
    ("V04", "MAILTO:jo"),
    ("V04", "jo (at) walsall.gov.uk"),
    ("V04", "jo at walsall dot gov"),
    ("V05", "07700 900123"),
    ("V05", "07700900123"),
    ("V05", "+44 7700 900123"),
    ("V05", "+44 (0)121 496 0123"),
    ("V05", "0044 121 496 0123"),
    ("V05", "(0121) 496 0123"),
    ("V05", "0121-496-0123"),
    ("V06", "WS1 1TP"),
    ("V06", "b1 1bb"),
    ("V06", "SW1A1AA"),
    ("V06", "GIR 0AA"),
    ("V07", "12/04/1985"),
    ("V07", "12.4.1985"),
    ("V07", "1985-04-12"),
    ("V07", "12 April 1985"),
    ("V07", "12th of April, 1985"),
    ("V07", "April 12, 1985"),
    ("V07", "12/04/85"),
    ("V07", "19850412"),
    ("V07", "12041985"),
    ("V07", "DOB: 12 Apr"),
    ("V07", "born in 85"),
    ("V08", "943 476 5919"),
    ("V08", "9434765919"),
    ("V10", "12-34-56 12345678"),
    ("V10", "sort code 123456"),
    ("V10", "account number 12345678"),
    ("V10", "GB29 NWBK 6016 1331 9268 19"),
    ("V10", "passport 123456789"),
    ("V10", "MORGA657054SM9IJ"),
    ("V10", "H801200001001"),
    ("V10", "payroll number: E123456"),
]

SENTENCES = [
    "SW 2 vacancies",
    "SW 12 vacancies and 3 SSW",
    "SW1 and SW2 grades",
    "2 x SW, 1 x SSW, 0.5 FTE TM",
    "SW 1,500 hours in the quarter",
    "SW 2026 intake, SW 2025 vacancies",
    "£41250000",
    "£4125000000 over three years",
    "£01234567890",
    "01/04/2026",
    "01-04-2026 30 staff left",
    "01-04-2026 - 31-03-2027",
    "01 04 2026 30 staff",
    "by 31.03.26 and 01/04/27",
    "by 30-09-25 a team manager left",
    "we spent at 412500 a year",
    "FY2025-26, FY 202526, FY202526",
    "Q3 2025-26 and 2024/25 Q3 2025",
    "24/25 Q1 2026",
    "reduced to 0 2025-2026",
    "grade G10 1st April 2026",
    "section S47 3 weeks",
    "SW1 2FTE",
    "12,345.67 or 0.123456789",
    "£1,234,567,890",
    "from 3.5 FTE to 4.25 FTE on 2026-10-31",
    "12 months to 31 March 2026",
    "invoice 4500123 paid late",
    "rates moved from 3650 to 3800 pence",
    "case system migrated in November, holders not yet matched",
    "a team newly formed in 2026",
    "the 2010 baseline and 1 in 10 of 2009 posts",
    "HR 2 posts, LA 335 merged teams",
    "staff number 120 in total",
    "9 am to 5 pm, 10 of 12 posts",
    "email migration and accounts team: 12 cases",
    "children's trust since 1 April 2021",
    "100% of 0.5 FTE, 20%25",
    "W-FTE-MOVED on workforce.5.in_post_fte",
    "responsibilities/accommodation",
]


@pytest.mark.parametrize(("rule", "text"), FOUND_EVERYWHERE)
def test_an_identifier_is_found_in_a_code_and_in_a_sentence(rule: str, text: str) -> None:
    assert find_identifier(text, free_text=False) is not None
    assert find_identifier(text, free_text=True) == rule
    assert find_identifier(f"The worker, {text}, has left.", free_text=True) == rule
    assert rule in RULES


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_ordinary_sentence_is_not_refused(sentence: str) -> None:
    assert find_identifier(sentence, free_text=True) is None
    assert find_identifier(f"In December: {sentence}; reviewed.", free_text=True) is None


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("V03", "SW 2"),
        ("V03", "SW1"),
        ("V03", "swe_12"),
        ("V07", "1999-12-31"),
        ("V10", "12-34-56"),
        ("V10", "123456789"),
        ("V10", "41250000"),
        ("V05", "0 1234 567890"),
        ("V11", "x" * 41),
    ],
)
def test_a_code_is_refused_for_less_than_a_sentence(rule: str, text: str) -> None:
    assert find_identifier(text, free_text=False) == rule
    assert find_identifier(f"{text[:6]} is fine", free_text=True) is None


@pytest.mark.parametrize(
    "code",
    [
        *(
            "335",
            "2026-12",
            "2026-10-31",
            "2025-26-Q3",
            "E08000030",
            "W-RULES-INCOMPLETE",
            "workforce.5.in_post_fte",
        ),
        *(
            "vacancy_cover",
            "SW",
            "paye_inclusive",
            "5_to_10_years",
            "mixed_white_asian",
            "return-335-2026-12",
        ),
        *(
            "return_335_2026-12.csv",
            "walsall 20261231.xlsx",
            "walsall_2026-04-01_2026-12-31.csv",
            "Sheet1",
            "Agency assignments",
            "v1.2",
            "12.500000",
        ),
        "019aa5d2-7c11-7000-8012-070012345678",
        "0b5c0044-1234-4567-8901-012345678901",
    ],
)
def test_codes_file_names_and_random_ids_in_use_are_not_refused(code: str) -> None:
    assert find_identifier(code, free_text=False) is None


@given(st.sampled_from("pwa"), st.text(min_size=1).filter(str.strip))
def test_a_reference_is_never_an_identifier(purpose: str, local_id: str) -> None:
    reference = make_reference(bytes(32), purpose, "335", local_id)
    assert find_identifier(reference, free_text=False) is None


HIDDEN: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "full width": lambda text: text.translate({ord(c): ord(c) + 0xFEE0 for c in map(chr, range(33, 127))}),
    "zero width": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text[:3] + "\u2060" + text[3:],
    "control characters": lambda text: text[:4] + "\x07" + text[4:],
    "percent": lambda text: "".join(f"%{ord(c):02X}" for c in text),
    "part percent": lambda text: text[:2] + quote(text[2], safe="") + f"%{ord(text[3]):02x}" + text[4:],
    "base 64": lambda text: base64.b64encode(text.encode()).decode(),
    "base 64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal in pairs": lambda text: text.encode().hex(" "),
    "underscores": lambda text: f"worker_{text}_left",
    "no-break spaces": lambda text: f"the\u00a0{text}\u00a0one",
    "other digits": lambda text: text.translate({48 + n: 0x0660 + n for n in range(10)}),
    "Cyrillic letters": lambda text: text.replace("A", "А").replace("W", "W").replace("C", "С"),
    "newline": lambda text: f"left\n{text}\nthen",
}


@pytest.mark.parametrize("form", HIDDEN)
@pytest.mark.parametrize(
    "identifier", ["AB123456C", "SW1234567", "ws11tp", "jo@walsall.gov.uk", "12/04/1985"]
)
def test_an_identifier_is_found_however_it_is_written(form: str, identifier: str) -> None:
    text = HIDDEN[form](identifier)
    assert find_identifier(text, free_text=True) is not None
    assert find_identifier(text, free_text=False) is not None


def test_ten_thousand_generated_identifiers_are_all_found() -> None:
    chance = random.Random(2026)
    for number in range(3_400):
        digits = f"{chance.randrange(10**6):06d}"
        letters = f"{chance.choice('ABCEHJLMPRSTWXYZ')}{chance.choice('ACEHJLMPRSWXY')}"
        insurance = f"{letters}{digits}{chance.choice('ABCD')}"
        swe = f"SW{chance.randrange(1000, 10**7)}"
        phone = f"07{chance.randrange(10**9):09d}"
        form = [str, str.lower, *HIDDEN.values()][number % (len(HIDDEN) + 2)]
        for identifier in (insurance, swe, phone):
            for free_text in (True, False):
                assert find_identifier(form(identifier), free_text=free_text), (identifier, form)


def test_ten_thousand_ordinary_figures_are_let_through() -> None:
    chance = random.Random(2026)
    months = ("January", "June", "December")
    for _ in range(2_500):
        pounds, fte = chance.randrange(10**8), chance.randrange(1, 400) / 10
        day, month, year = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(2023, 2031)
        for sentence in (
            f"Spend rose to £{pounds} (£{pounds:,}) for {fte} FTE.",
            f"From {day:02d}/{month:02d}/{year} to {day}-{month}-{year}, SW {chance.randrange(99)} vacancies",
            f"Since {day} {chance.choice(months)} {year} we pay {chance.randrange(1500, 9999)} pence.",
            f"On {year}-{month:02d}-{day:02d} {chance.randrange(100)} of {chance.randrange(2000)} left.",
        ):
            assert find_identifier(sentence, free_text=True) is None, sentence


@given(st.text(max_size=300))
def test_any_text_at_all_is_scanned_to_an_answer(text: str) -> None:
    assert find_identifier(text, free_text=True) in (None, *RULES)
    assert find_identifier(text, free_text=False) in (None, *RULES)


@pytest.mark.parametrize(
    "piece", ["0", "A", "a@", "12 ", "SW ", "01-", "AB12", "%4", "JAN ", "x AT ", "- ", "41"]
)
def test_a_long_hostile_text_is_scanned_at_once(piece: str) -> None:
    assert find_identifier(piece * 20_000, free_text=False) == "V11"
    assert find_identifier(piece * 2_000, free_text=True) in (None, *RULES)
