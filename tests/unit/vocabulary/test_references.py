import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.vocabulary.identifiers import (
    is_reference,
    is_short_reference,
    make_reference,
    make_short_reference,
    reference_digest,
)
from shared.vocabulary.identifiers.references import LETTERS

KEY = bytes(range(32))
PURPOSES = ("p", "w", "a")
KNOWN = ["p1-580QEC00XCETX9TTSCH17VYBVQ0", "w1-3BN5HDZPANCYYDK8B3Y27K47QGD", "a1-49TAQJPG2T9YSBRAAB187RMR6NJ"]


def test_known_answers_stay_the_same_for_ever() -> None:
    assert [make_reference(KEY, purpose, "335", "SW1234") for purpose in PURPOSES] == KNOWN
    assert make_short_reference(KEY) == "000G40R40MJ"


@given(st.sampled_from(PURPOSES), st.text(min_size=1).filter(str.strip), st.integers(1, 99))
def test_a_made_reference_passes_for_its_own_purpose_only(purpose: str, local_id: str, version: int) -> None:
    reference = make_reference(KEY, purpose, "335", local_id, version)
    assert [other for other in (*PURPOSES, "x") if is_reference(reference, other)] == [purpose]
    assert reference.startswith(f"{purpose}{version}-")


def test_post_worker_and_assignment_references_of_one_identifier_are_unrelated() -> None:
    bodies = {make_reference(KEY, purpose, "335", "77")[3:] for purpose in PURPOSES}
    bodies |= {make_reference(KEY, "p", "336", "77")[3:], make_reference(KEY, "p", "335", "77", 2)[3:]}
    bodies.add(make_reference(bytes(32), "p", "335", "77")[3:])
    assert len(bodies) == 6


def test_spaces_around_and_the_case_of_a_local_identifier_do_not_make_another_person() -> None:
    assert make_reference(KEY, "w", "335", " sw1234 ") == make_reference(KEY, "w", "335", "SW1234")


@given(st.text(min_size=1).filter(str.strip), st.integers(0, 26), st.sampled_from(LETTERS))
def test_every_wrong_letter_is_noticed(local_id: str, place: int, letter: str) -> None:
    reference = make_reference(KEY, "w", "335", local_id)
    wrong = reference[: 3 + place] + letter + reference[4 + place :]
    assert is_reference(wrong, "w") == (wrong == reference)


@given(st.text(min_size=1).filter(str.strip), st.integers(0, 25))
def test_neighbours_swapped_are_noticed(local_id: str, place: int) -> None:
    body = make_reference(KEY, "a", "335", local_id)[3:]
    pair = body[place : place + 2]
    swapped = f"a1-{body[:place]}{pair[::-1]}{body[place + 2 :]}"
    if pair[0] != pair[1] and set(pair) != {"0", "Z"}:
        assert not is_reference(swapped, "a")


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        str.upper,
        lambda text: text + "\n",
        lambda text: " " + text,
        lambda text: text[:-1],
        lambda text: text + "0",
    ],
)
def test_a_reference_in_any_other_form_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    assert not is_reference(change(make_reference(KEY, "w", "335", "1")), "w")


def test_ten_thousand_insurance_and_registration_numbers_never_pass_as_references() -> None:
    chance = random.Random(2026)
    for _ in range(10_000):
        digits = f"{chance.randrange(10**7):07d}"
        insurance = (
            f"{chance.choice('ABCEGHJKLMNOPRSTWXYZ')}{chance.choice('ABCEGHJKLMNPRSTWXYZ')}{digits[:6]}A"
        )
        for text in (
            insurance,
            f"SW{digits}",
            f"SW{int(digits)}",
            digits,
            f"w1-{insurance}",
            f"w1-SW{digits}",
        ):
            assert not any(is_reference(text, purpose) for purpose in (*PURPOSES, "x"))


@pytest.mark.parametrize("digits", ["07700900123", "01922650000", "12345678901", "00000000000"])
def test_a_telephone_number_never_passes_as_an_exceptions_reference(digits: str) -> None:
    assert not is_short_reference(digits)


@given(st.binary(), st.integers(10, 20))
def test_a_short_reference_can_be_read_out_and_lengthened(question: bytes, letters: int) -> None:
    digest = hashlib.sha256(question).digest()
    reference = make_short_reference(digest, letters)
    assert is_reference(reference, "x")
    assert len(reference) == letters + 1
    assert make_short_reference(digest, 20)[:10] == make_short_reference(digest, 10)[:10]


def test_a_short_reference_of_digits_alone_is_lengthened() -> None:
    digest = bytes(8) + b"\xff" * 24
    assert len(make_short_reference(digest)) > 11
    assert not make_short_reference(digest).isdigit()


@pytest.mark.parametrize(
    ("key", "purpose", "local_id", "version"),
    [
        (b"short", "w", "1", 1),
        (KEY, "x", "1", 1),
        (KEY, "w", "  ", 1),
        (KEY, "w", "1", 0),
        (KEY, "w", "1", 100),
    ],
)
def test_a_weak_key_an_empty_identifier_or_an_unknown_purpose_is_refused(
    key: bytes, purpose: str, local_id: str, version: int
) -> None:
    with pytest.raises(ValueError, match=r"key must|local identifier|a reference is for"):
        make_reference(key, purpose, "335", local_id, version)


def test_a_digest_too_short_for_the_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        make_short_reference(b"\xff" * 6)


def test_an_events_digest_of_a_reference_is_its_sha_256() -> None:
    assert (
        reference_digest("7K2M9QX4TAW") == "cdc13462e04f6cbaf506fa1cfa750fd9fca7ee03238238d10fd7696a1d05aec0"
    )
