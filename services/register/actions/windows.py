"""The region's calendar: when the returns of a month are taken, and months reopened for one authority."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.register.actions.instruction import Instruction, instant_text
from services.register.models import Reopening, Window
from shared.errors import Conflict, Fault, Refused
from shared.runtime.outbox import append_event, lock_aggregate
from shared.vocabulary.calendar import Month
from shared.vocabulary.events import WINDOW_CHANGED


def set_window(
    session: Session, by: Instruction, month: Month, dates: Mapping[str, date]
) -> tuple[dict[str, Any], bool]:
    """(the window, whether it is new); the same dates again change nothing and tell nobody.

    `dates` has opens, due, closes. Raises Refused `window_order`.
    """
    _check_order(dates)
    aggregate = lock_aggregate(session, "window", str(month))
    window = session.get(Window, str(month))
    if window is not None and window_dates(window) == dates:
        return window_body(window), False
    is_new = window is None
    if window is None:
        window = Window(month=str(month), **dates)
        session.add(window)
    for name, day in dates.items():
        setattr(window, name, day)
    append_event(
        session,
        aggregate,
        type_=WINDOW_CHANGED,
        key=by.region.region_code,
        region_id=by.region.region_id,
        data=window_body(window),
        now=by.now,
    )
    by.audit(session, "set_window", f"window {month}")
    return window_body(window), is_new


def list_windows(session: Session) -> list[dict[str, Any]]:
    """All windows, the newest month first."""
    return [window_body(window) for window in session.scalars(select(Window).order_by(Window.month.desc()))]


def check_window(session: Session, la_code: str, month: Month, today: date, *, lock: bool = True) -> None:
    """Raises Conflict `window_closed` unless the month is open to the authority; both end days belong to it.

    `lock` holds the window as it is until the transaction ends, so that it cannot close in between.
    """
    wanted = select(Window).where(Window.month == str(month))
    window = session.scalar(wanted.with_for_update(read=True) if lock else wanted)
    if window is None:
        raise Conflict("window_closed", f"The region has not opened {month} for returns.")
    if today < window.opens:
        raise Conflict("window_closed", f"Returns for {month} are taken from {window.opens}.")
    if _is_over(session, window, la_code, today):
        raise Conflict(
            "window_closed",
            f"Returns for {month} closed on {window.closes}. The regional administrator can reopen it.",
        )


def reopen_return(
    session: Session, by: Instruction, la_code: str, month: Month, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """Open a closed month again for one authority. `wanted` has reason, approver, closes.

    Raises Conflict `window_not_closed`, Refused `closes_in_the_past` or `approver_is_requester`.
    """
    lock_aggregate(session, "return", f"{la_code}/{month}")
    _check_reopening(by, wanted)
    window = session.get(Window, str(month))
    if window is None or not _is_over(session, window, la_code, by.today):
        raise Conflict("window_not_closed", f"{month} is not closed for this authority: nothing to reopen.")
    reopening = Reopening(
        la_code=la_code,
        month=str(month),
        closes=wanted["closes"],
        reason=wanted["reason"],
        approver=wanted["approver"],
        subject=by.actor.subject,
        reopened_at=by.now,
    )
    session.add(reopening)
    by.audit(session, "reopen_return", f"return {la_code}/{month}")
    return {
        "la_code": la_code,
        "month": str(month),
        "closes": reopening.closes.isoformat(),
        "reason": reopening.reason,
        "approver": reopening.approver,
        "reopened_at": instant_text(by.now),
    }


def window_dates(window: Window) -> dict[str, date]:
    return {"opens": window.opens, "due": window.due, "closes": window.closes}


def window_body(window: Window) -> dict[str, Any]:
    """`{month, opens, due, closes}`, as the API and the event have it."""
    return {"month": window.month, **{name: day.isoformat() for name, day in window_dates(window).items()}}


def _check_order(dates: Mapping[str, date]) -> None:
    if not dates["opens"] <= dates["due"] <= dates["closes"]:
        fault = Fault(
            "window_order",
            "/due",
            "A window opens before returns are due, and closes when they are due or later.",
            "Put the three dates in order.",
        )
        raise Refused("content_refused", "The dates are not in order.", problems=[fault])


def _check_reopening(by: Instruction, wanted: Mapping[str, Any]) -> None:
    faults = []
    if wanted["closes"] < by.today:
        faults.append(
            Fault("closes_in_the_past", "/closes", "The day is over already.", "Give today or a later day.")
        )
    if wanted["approver"] == by.actor.subject:
        faults.append(
            Fault(
                "approver_is_requester",
                "/approver",
                "Whoever asks for a reopening cannot approve it.",
                "Name the other person who approved it.",
            )
        )
    if faults:
        raise Refused("content_refused", "Correct what is listed and send it again.", problems=faults)


def _is_over(session: Session, window: Window, la_code: str, today: date) -> bool:
    """Past the window's last day, and past that of any reopening for the authority."""
    if today <= window.closes:
        return False
    reopened_until = session.scalar(
        select(func.max(Reopening.closes)).where(
            Reopening.la_code == la_code, Reopening.month == window.month
        )
    )
    return reopened_until is None or today > reopened_until
