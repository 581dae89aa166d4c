"""Dates as people read them; templates use each function as a filter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_words(day: date | str | None) -> str:
    """ "3 March 2026" from a date or its ISO text; empty for none."""
    if day is None:
        return ""
    given = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{given.day} {given:%B %Y}"


def month_words(month: object) -> str:
    """ "October 2026" from anything written "2026-10"."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def instant_words(instant: datetime | str | None) -> str:
    """ "3 March 2026, 14:05" in London, from an instant with its zone or its ISO text."""
    if instant is None:
        return ""
    given = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    local = given.astimezone(LONDON)
    return f"{day_words(local.date())}, {local:%H:%M}"


WORDS = {"day_words": day_words, "month_words": month_words, "instant_words": instant_words}
