import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.charts import NARROW, WIDE, Bar, Mark, axis_ticks, bar_chart, described

BARS = [
    Bar("Coventry", Decimal("9.3"), "9.3%"),
    Bar("Herefordshire & Marches", Decimal("33.9"), "33.9%"),
    Bar("Birmingham", None, "u"),
    Bar("West Midlands", Decimal("13.9"), "13.9%", strong=True),
]
SVG = "{http://www.w3.org/2000/svg}"


def draw(width: int = WIDE) -> ElementTree.Element:
    mark = Mark("England 16.2%", Decimal("16.2"))
    return ElementTree.fromstring(
        bar_chart(
            BARS, name="Agency rate", description="By authority.", marks=[mark], shape="{}%", width=width
        )
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_bars_start_at_zero_and_their_lengths_are_in_proportion(width: int) -> None:
    rects = draw(width).findall(f"{SVG}rect")
    axis = next(line for line in draw(width).iter(f"{SVG}line") if line.get("class") == "app-chart__axis")
    assert {rect.get("x") for rect in rects} == {axis.get("x1")}
    lengths = [Decimal(rect.get("width", "0")) for rect in rects]
    assert abs(lengths[1] / lengths[0] - Decimal("33.9") / Decimal("9.3")) < Decimal("0.01")


def test_every_bar_has_its_name_and_figure_in_words_also_where_there_is_no_figure() -> None:
    words = [text.text for text in draw().iter(f"{SVG}text")]
    for bar in BARS:
        assert bar.label in words
        assert bar.text in words
    assert len(draw().findall(f"{SVG}rect")) == 3


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_drawn_outside_the_picture(width: int) -> None:
    picture = draw(width)
    assert picture.get("viewBox", "").split()[2] == str(width)
    for rect in picture.findall(f"{SVG}rect"):
        assert Decimal(rect.get("x", "0")) + Decimal(rect.get("width", "0")) <= width


def test_a_screen_reader_hears_one_picture_with_a_name_and_a_description() -> None:
    assert draw().get("role") == "img"
    assert draw().get("aria-label") == "Agency rate. By authority."


def test_the_drawing_needs_no_script_and_no_inline_style() -> None:
    text = bar_chart(BARS, name="A", description="B")
    assert not re.search(r"<script|style=|href=|on\w+=", text)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert bar_chart(BARS, name="A", description="B") == bar_chart(list(BARS), name="A", description="B")


def test_the_description_says_highest_lowest_and_what_is_missing() -> None:
    words = "Highest: Herefordshire & Marches, 33.9%. Lowest: Coventry, 9.3%. 1 without a figure."
    assert described(BARS) == words
    assert described(BARS[2:3]) == "No figure can be shown."


@given(st.decimals("0.0001", "99999999", places=4), st.integers(3, 8))
def test_an_axis_starts_at_zero_covers_the_largest_figure_and_is_never_crowded(
    largest: Decimal, most: int
) -> None:
    ticks = axis_ticks(largest, most)
    assert ticks[0] == 0
    assert ticks[-2] < largest <= ticks[-1]
    assert len(ticks) <= most
    assert len({upper - lower for lower, upper in pairwise(ticks)}) == 1
