import dataclasses
import re
from typing import Any, get_args

import pytest

from shared.vocabulary.calendar import Month
from shared.vocabulary.codes import TOPICS
from shared.vocabulary.identifiers import find_identifier, find_key, is_reference
from shared.vocabulary.items import FACTS, HEAD, SECTION, SECTIONS, Item, Section
from shared.vocabulary.items.form import FACT_KINDS, Kind
from shared.vocabulary.quantities import canonical_decimal, micro

MONTH = Month.parse("2026-12")
ALL = [*HEAD, *(item for section in SECTIONS for item in section.items)]
NEW = Item("open_referrals", "Open referrals", "count", "Referrals not yet decided.", 12, since=MONTH)


def test_sections_stand_in_the_order_of_the_return(document: dict[str, Any]) -> None:
    assert [*(item.name for item in HEAD), *SECTION] == list(document)


def test_the_example_return_has_every_item_and_no_other(document: dict[str, Any]) -> None:
    for section in SECTIONS:
        content = document[section.name]
        for row in [content] if section.shape == "object" else content:
            assert list(row) == [item.name for item in section.items_of(MONTH)]


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_an_item_explains_itself_and_gives_an_example_of_its_own_form(item: Item) -> None:
    assert item.kind in get_args(Kind)
    assert item.help.endswith(".")
    assert accepts(item, item.example)
    assert find_key(item.name) is None
    assert find_identifier(item.help, free_text=True) is None


def accepts(item: Item, value: Any) -> bool:
    match item.kind:
        case "decimal":
            least, most = micro(str(item.minimum)), micro(str(item.maximum))
            return canonical_decimal(value, item.places) == value and least <= micro(value) <= most
        case "count" | "pence" | "rate":
            return int(item.minimum or 0) <= value <= int(item.maximum or 0)
        case "reference":
            return is_reference(value, str(item.purpose))
        case "code" | "month":
            return (
                value in item.choices if item.choices else re.fullmatch(str(item.pattern), value) is not None
            )
        case "codes":
            return set(value) <= set(item.choices or ())
        case "text":
            return len(value) <= item.length <= 500
        case _:
            return isinstance(value, bool) or re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def test_numbers_have_bounds_that_keep_sums_exact_in_any_database() -> None:
    rows = {item.name: section.max_rows for section in SECTIONS for item in section.items}
    for item in ALL:
        if item.kind in ("decimal", "count", "pence", "rate"):
            assert item.maximum is not None, item.name
            scale = 10**6 if item.kind == "decimal" else 1
            assert int(item.maximum) * scale * rows[item.name] < 2**63, item.name


def test_the_only_free_text_is_in_three_sections() -> None:
    texts = {section.name for section in SECTIONS for item in section.items if item.kind == "text"}
    assert texts == {"unreliable", "rule_compliance", "explanations"}


def test_monthly_sections_are_always_asked_and_quarterly_ones_when_the_quarter_ends() -> None:
    november, december = Month.parse("2026-11"), Month.parse("2026-12")
    monthly = {"workforce", "caseload", "agency_assignments", "leavers", "agency_spend"}
    quarterly = {"leadership_posts", "social_worker_stability", "rule_compliance"}
    assert {section.name for section in SECTIONS if section.is_asked(november)} == monthly
    assert {section.name for section in SECTIONS if section.is_asked(december)} == monthly | quarterly


def test_what_may_not_repeat_is_an_item_of_the_section() -> None:
    for section in SECTIONS:
        assert bool(section.key) == (section.shape != "object")
        assert all(section.item(name).required for name in section.key)
    with pytest.raises(KeyError):
        SECTION["workforce"].item("surname")


def test_every_fact_has_a_topic_that_can_be_called_unreliable() -> None:
    assert {fact.topic for fact in FACTS.values()} == set(TOPICS)


def test_an_item_belongs_to_the_months_between_since_and_until() -> None:
    item = dataclasses.replace(NEW, until=Month.parse("2027-02"))
    months = ["2026-11", "2026-12", "2027-02", "2027-03"]
    assert [item.applies(Month.parse(month)) for month in months] == [False, True, True, False]


def test_a_new_item_of_an_object_is_a_fact_from_its_first_month_by_one_entry() -> None:
    caseload = SECTION["caseload"]
    section: Section = dataclasses.replace(caseload, items=(*caseload.items, NEW))
    assert [fact.name for fact in section.fact_items] == [*(f.name for f in caseload.fact_items), NEW.name]
    content = {"cases": 1, "case_holders_fte": "1.000000", "open_referrals": 7}
    assert ("open_referrals", 7, None, None) in list(section.amounts(content, MONTH))
    assert "open_referrals" not in [amount.item for amount in section.amounts(content, MONTH.plus(-1))]


def test_a_new_item_of_the_workforce_is_a_fact_by_role_and_in_total(document: dict[str, Any]) -> None:
    workforce = SECTION["workforce"]
    section = dataclasses.replace(workforce, items=(*workforce.items, NEW))
    for row, value in zip(document["workforce"], (2, 5), strict=True):
        row["open_referrals"] = value
    amounts = [amount for amount in section.amounts(document["workforce"], MONTH) if amount.item == NEW.name]
    assert [(amount.code, amount.value) for amount in amounts] == [(None, 7), ("1", 2), ("5", 5)]


def test_a_return_taken_before_an_item_was_declared_has_no_fact_of_it(document: dict[str, Any]) -> None:
    workforce = SECTION["workforce"]
    section = dataclasses.replace(workforce, items=(*workforce.items, NEW))
    assert NEW.name not in {amount.item for amount in section.amounts(document["workforce"], MONTH)}


def test_a_rate_is_never_a_fact() -> None:
    assert "rate" not in FACT_KINDS
    assert not [name for name in FACTS if "rate" in name.split("_")]
