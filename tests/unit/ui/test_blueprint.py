import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from shared.ui.blueprint import STATIC, Surroundings, account_line, asset_digest, page_blueprint
from shared.ui.words import day_words, instant_words, month_words

TEMPLATE = """{% extends "ui/layout.html" %}{% from "ui/tables.html" import figures, legend %}
{% from "ui/forms.html" import error_summary, text_field, date_field %}
{% block title %}Caps{% endblock %}
{% block content %}{{ error_summary(faults) }}{{ text_field("rate", "Rate", values, faults) }}
{{ date_field("start", "Start", values, faults) }}
{% set columns = [{"text": "Job"}, {"text": "Pence", "numeric": true}] %}
{{ figures("Caps", columns, [["SW", {"text": "38", "status": "c"}]]) }}
{{ legend(["c"]) }}{% endblock %}"""


@dataclass
class Place:
    name: str


@dataclass
class Area:
    name: str = "West Midlands"
    demonstration: bool = True

    def authority(self, la_code: str) -> Place:
        return {"336": Place("Wolverhampton")}[la_code]


@dataclass
class Reader:
    subject: str
    role: str
    tenant: str | None


AREA = Area()
NOBODY = Reader("anyone", "anyone", None)
HR = Reader("hr_submitter.336", "hr_submitter", "336")


def client(reader: Reader = NOBODY, area: Area = AREA, **values: object) -> FlaskClient:
    app = flask.Flask(__name__, static_folder=None)
    pages = page_blueprint(
        "rates",
        __name__,
        Surroundings(lambda: area, lambda: reader, lambda: [("/rates", "Check")], {"c": "hidden"}),
    )
    given = {"faults": [], "values": {}, **values}
    pages.add_url_rule("", "home", lambda: flask.render_template_string(TEMPLATE, **given))
    app.register_blueprint(pages)
    return app.test_client()


def body(**values: object) -> str:
    return client(**values).get("/rates").text  # type: ignore[arg-type]


def test_built_assets_may_be_kept_for_a_year_under_an_address_that_changes_with_them() -> None:
    address = re.search(r'href="(/rates/static/[^"]+/suite.css)"', body())
    assert address is not None
    answer = client().get(address[1])
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_asset_under_an_older_address_is_sent_but_not_kept() -> None:
    answer = client().get("/rates/static/000000000000/suite.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["absent.css", "..%2f__init__.py", "%2e%2e"])
def test_nothing_but_assets_is_served(name: str) -> None:
    assert client().get(f"/rates/static/{asset_digest()}/{name}").status_code == 404


def test_the_page_says_whose_service_it_is_and_that_figures_are_synthetic() -> None:
    text = body()
    assert "West Midlands children’s workforce" in text
    assert "Synthetic data" in text
    assert "Synthetic data" not in body(area=Area(demonstration=False))


def test_who_is_signed_in_is_told_with_role_and_authority() -> None:
    assert "Signed in: HR submitter, Wolverhampton" in body(reader=HR)
    assert "Sign in</a>" in body()


@pytest.mark.parametrize(
    ("reader", "line"),
    [
        (NOBODY, None),
        (None, None),
        (HR, "HR submitter, Wolverhampton"),
        (Reader("w", "workstream", None), "Workstream, West Midlands"),
        (Reader("a", "agency", "agency-1"), "Agency, agency-1"),
    ],
)
def test_the_account_line_names_role_and_place(reader: Reader | None, line: str | None) -> None:
    assert account_line(AREA, reader) == line


def test_a_refused_form_says_so_in_title_summary_and_field() -> None:
    faults = [
        {"where": "rate", "message": "Enter the rate", "fix": ""},
        {"where": "start-day", "message": "Enter the start date", "fix": ""},
    ]
    text = body(faults=faults, values={"rate": '"><script>'})
    assert "<title>Error: Caps" in text
    assert '<a href="#rate">Enter the rate</a>' in text
    assert '<a href="#start-day">Enter the start date</a>' in text
    assert 'id="start-day"' in text
    assert "govuk-input--error" in text
    assert "<script>" not in text.replace('<script type="module"', "")


def test_a_status_symbol_is_never_a_number_and_is_read_out_in_words() -> None:
    text = body()
    assert '<abbr class="app-symbol" title="hidden">c</abbr>' in text
    assert "<dt>c</dt><dd>hidden</dd>" in text


def test_pages_carry_no_inline_script_or_style_so_that_a_strict_policy_holds() -> None:
    text = body(reader=HR)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style", text)


def test_no_asset_is_fetched_from_elsewhere_and_no_crown_or_transport_font_is_used() -> None:
    style = (STATIC / "suite.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert not re.search(r"gds transport|crown|crest", style, re.IGNORECASE)
    assert "@import" not in style


def test_the_licence_of_what_is_built_in_travels_with_it() -> None:
    notice = (STATIC / "LICENSE-govuk-frontend.txt").read_text(encoding="utf-8")
    pinned = (Path(STATIC).parent / "assets" / "package.json").read_text(encoding="utf-8")
    version = re.search(r'"govuk-frontend": "([\d.]+)"', pinned)
    assert version is not None
    assert f"GOV.UK Frontend {version[1]}" in notice
    assert f"GOV.UK Frontend {version[1]}" in (STATIC / "suite.css").read_text(encoding="utf-8")[:200]


def test_dates_are_said_as_people_say_them() -> None:
    assert day_words(date(2026, 3, 3)) == day_words("2026-03-03") == "3 March 2026"
    assert month_words("2026-10") == "October 2026"
    assert instant_words(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026, 00:30"
    assert (day_words(None), instant_words(None)) == ("", "")
