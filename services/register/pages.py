"""Pages of the register: what it is, the data dictionary, who is in."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request

from services.register.actions.completeness import read_completeness
from services.register.actions.windows import list_windows
from services.register.dictionary import section_tables
from shared.errors import NotFound
from shared.runtime.web import actor, now, query, runtime
from shared.ui.blueprint import Surroundings, page_blueprint
from shared.ui.words import day_words, month_words
from shared.vocabulary.calendar import Month, london_date
from shared.vocabulary.codes import SYMBOLS
from shared.vocabulary.region import Region

STATES = {
    "in": ("In", "green"),
    "late": ("In, late", "yellow"),
    "missing": ("Missing", "red"),
    "awaited": ("Awaited", "grey"),
}


def region() -> Region:
    return runtime().part(Region)


def _links() -> Sequence[tuple[str, str]]:
    return (
        ("/register", "About"),
        ("/register/data-items", "Data dictionary"),
        ("/register/completeness", "Returns in"),
    )


pages = page_blueprint("register", __name__, Surroundings(region, actor, _links, SYMBOLS))


@pages.get("")
def home() -> str:
    return render_template("register/home.html", windows=query(list_windows))


@pages.get("/data-items")
def data_items() -> str:
    return render_template("register/data_items.html", sections=section_tables())


@pages.get("/completeness")
def completeness() -> str:
    windows = query(list_windows)
    today = london_date(now())
    month = _month(request.args.get("month"), windows, today.isoformat())
    answer = query(lambda session: read_completeness(session, region(), month, today))
    return render_template(
        "register/completeness.html",
        month=str(month),
        months=[(window["month"], month_words(window["month"])) for window in windows],
        rows=[_row(item) for item in answer["items"]],
        summary=_summary(answer),
    )


def _month(asked: str | None, windows: Sequence[Mapping[str, Any]], today: str) -> Month:
    """The month asked for, else the latest past one with a window. Raises NotFound for what is no month."""
    over = [window["month"] for window in windows if window["month"] < today[:7]]
    latest = over[0] if over else windows[-1]["month"] if windows else today[:7]
    try:
        return Month.parse(asked or latest)
    except ValueError:
        raise NotFound("not_found", "There is no such month.") from None


def _summary(answer: Mapping[str, Any]) -> str:
    due = f"due on {day_words(answer['due'])}" if answer["due"] else "no window is set for this month"
    inside, expected, certified = answer["in"], answer["expected"], answer["certified"]
    return f"{inside} of {expected} returns are in and {certified} are certified; {due}."


def _row(item: Mapping[str, Any]) -> list[object]:
    text, colour = STATES[item["state"]]
    amended = ", amended" if item["amended"] else ""
    certified = f"Revision {item['certified_revision']}" if item["certified_revision"] else "No"
    return [
        item["la_name"],
        {"text": text + amended, "tag": colour},
        item["revision"],
        day_words(item["first_accepted_at"][:10]) if item["first_accepted_at"] else "",
        certified,
    ]
