"""Bar charts as SVG text: no script, no style attribute, the value beside every bar, the axis from zero.

The drawing has a fixed number of units and scales with the page; colours, fonts and forced-colour rules are
classes of the stylesheet. Bars are told apart by label and position, never by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

WIDE, NARROW = 640, 320
LABEL_UNITS, VALUE_UNITS = 168, 74
TICKS_AT_MOST = {WIDE: 6, NARROW: 4}


@dataclass(frozen=True)
class Bar:
    """`value` is what the length shows (None: no bar); `text` stands beside it: the figure, or why none."""

    label: str
    value: Decimal | None
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Mark:
    """A comparator drawn as a dashed line across the bars, with its name above it."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class _Frame:
    """Where the plot lies in drawing units: a narrow drawing puts each label above its bar."""

    width: int
    left: int
    top: int
    pitch: int
    bar: int
    plot: int

    @property
    def is_wide(self) -> bool:
        return self.width == WIDE

    def row(self, number: int) -> int:
        """Top edge of the row."""
        return self.top + number * self.pitch

    def bar_top(self, number: int) -> int:
        return self.row(number) + (
            self.pitch - self.bar if not self.is_wide else (self.pitch - self.bar) // 2
        )


def bar_chart(
    bars: Sequence[Bar],
    *,
    name: str,
    description: str,
    marks: Sequence[Mark] = (),
    shape: str = "{}",
    width: int = WIDE,
) -> str:
    """One `<svg>` element, WIDE or NARROW units across; `name` and `description` are its text alternative.

    `shape` is how a number on the axis is written, such as "{}%".
    """
    frame = _frame(width, bool(marks))
    shown = [bar.value for bar in bars if bar.value is not None] + [mark.value for mark in marks]
    ticks = axis_ticks(max(shown, default=Decimal(1)), TICKS_AT_MOST[width])
    bottom = frame.row(len(bars)) + 4
    parts = [
        *(_grid(frame, tick, ticks[-1], bottom, shape) for tick in ticks),
        *(_bar(frame, number, bar, ticks[-1]) for number, bar in enumerate(bars)),
        _line("app-chart__axis", frame.left, frame.top, bottom),
        *(_mark(frame, mark, ticks[-1], bottom) for mark in marks),
        *(_words(frame, number, bar, ticks[-1]) for number, bar in enumerate(bars)),
    ]
    kind = "wide" if frame.is_wide else "narrow"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" focusable="false"'
        f' class="app-chart__drawing app-chart__drawing--{kind}" viewBox="0 0 {width} {bottom + 26}"'
        f' aria-label="{escape(f"{name}. {description}")}">{"".join(parts)}</svg>'
    )


def axis_ticks(largest: Decimal, at_most: int) -> list[Decimal]:
    """Round numbers from 0 to at least `largest`, in steps of 1, 2, 2.5 or 5 times a power of ten."""
    if largest <= 0:
        return [Decimal(0), Decimal(1)]
    power = Decimal(1).scaleb((largest / (at_most - 1)).adjusted())
    steps = (power * factor for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)))
    step = next(step for step in steps if step * (at_most - 1) >= largest)
    count = int((largest / step).to_integral_value(rounding="ROUND_CEILING"))
    return [step * number for number in range(count + 1)]


def described(bars: Sequence[Bar]) -> str:
    """The chart in one sentence: highest, lowest, and how many bars have no figure."""
    valued = [bar for bar in bars if bar.value is not None]
    if not valued:
        return "No figure can be shown."
    highest = max(valued, key=lambda bar: bar.value or Decimal(0))
    lowest = min(valued, key=lambda bar: bar.value or Decimal(0))
    absent = len(bars) - len(valued)
    more = f" {absent} without a figure." if absent else ""
    return f"Highest: {highest.label}, {highest.text}. Lowest: {lowest.label}, {lowest.text}.{more}"


def _frame(width: int, marked: bool) -> _Frame:
    top = 22 if marked else 4
    if width == WIDE:
        return _Frame(width, LABEL_UNITS, top, 28, 18, width - LABEL_UNITS - VALUE_UNITS)
    return _Frame(width, 1, top, 46, 16, width - VALUE_UNITS)


def _x(frame: _Frame, value: Decimal, full: Decimal) -> Decimal:
    """Horizontal place of a value, to a tenth of a unit; nothing lies left of zero."""
    place = frame.left + frame.plot * max(value, Decimal(0)) / full
    return place.quantize(Decimal("0.1"))


def _grid(frame: _Frame, tick: Decimal, full: Decimal, bottom: int, shape: str) -> str:
    across = _x(frame, tick, full)
    anchor = "start" if tick == 0 and not frame.is_wide else "middle"
    return _line("app-chart__grid", across, frame.top, bottom) + _text(
        "app-chart__text app-chart__text--quiet", across, bottom + 18, shape.format(_plain(tick)), anchor
    )


def _bar(frame: _Frame, number: int, bar: Bar, full: Decimal) -> str:
    if bar.value is None:
        return ""
    kind = "app-chart__bar app-chart__bar--strong" if bar.strong else "app-chart__bar"
    size = f'width="{_x(frame, bar.value, full) - frame.left}" height="{frame.bar}"'
    return f'<rect class="{kind}" x="{frame.left}" y="{frame.bar_top(number)}" {size}/>'


def _words(frame: _Frame, number: int, bar: Bar, full: Decimal) -> str:
    """Drawn last, so that no line crosses them."""
    kind = "app-chart__text app-chart__text--strong" if bar.strong else "app-chart__text"
    top = frame.bar_top(number)
    across, down, anchor = (frame.left - 10, top + 14, "end") if frame.is_wide else (0, top - 6, "start")
    end = _x(frame, bar.value or Decimal(0), full)
    return _text(kind, across, down, bar.label, anchor) + _text(kind, end + 7, top + 14, bar.text, "start")


def _mark(frame: _Frame, mark: Mark, full: Decimal, bottom: int) -> str:
    across = _x(frame, mark.value, full)
    right = across > frame.left + frame.plot * Decimal("0.7")
    return _line("app-chart__mark", across, frame.top - 2, bottom) + _text(
        "app-chart__text app-chart__text--quiet",
        across,
        frame.top - 8,
        mark.label,
        "end" if right else "start",
    )


def _line(kind: str, across: Decimal | int, top: int, bottom: int) -> str:
    return f'<line class="{kind}" x1="{across}" x2="{across}" y1="{top}" y2="{bottom}"/>'


def _text(kind: str, across: Decimal | int, down: int, words: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{across}" y="{down}" text-anchor="{anchor}">{escape(words)}</text>'


def _plain(tick: Decimal) -> str:
    """ "2.50" as "2.5" and "1E+4" as "10,000"."""
    text = f"{tick:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
