"""Pages of reporting: the dashboard, what the KPIs mean, the releases."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from services.reporting.actions.choices import own_quarters, released_quarters
from services.reporting.actions.contents import latest_contents
from services.reporting.actions.figures import own_figures
from services.reporting.archive import Archive
from services.reporting.charts import NARROW, WIDE, bar_chart, described
from services.reporting.dashboard import SHAPES, Panel, panel, printed, quarter_words, statuses_of
from services.reporting.kpis import KPIS
from services.reporting.publication import read_export
from services.reporting.releases import list_releases, read_release
from shared.errors import NotFound
from shared.runtime.web import actor, query, runtime
from shared.ui.blueprint import Surroundings, page_blueprint
from shared.vocabulary.calendar import Quarter
from shared.vocabulary.codes import SYMBOLS
from shared.vocabulary.region import Region
from shared.vocabulary.roles import AUTHORITY_ROLES, READERS

FIRST_KPI = "agency_rate"
LINKS = (
    ("/reporting", "Dashboard"),
    ("/reporting/releases", "Releases"),
    ("/reporting/kpis", "What the KPIs mean"),
)
FILES = {
    "kpis.csv": "CSV",
    "kpis.meta.csv": "CSV metadata",
    "kpis.xlsx": "Excel",
    "kpis.json": "JSON",
    "datapackage.zip": "Data package",
}


def region() -> Region:
    return runtime().part(Region)


def own_la_code() -> str | None:
    """The authority whose working figures the reader may see."""
    return actor().tenant if actor().role in AUTHORITY_ROLES else None


def audience() -> str:
    return "T1" if actor().role in READERS else "T2"


pages = page_blueprint("reporting", __name__, Surroundings(region, actor, lambda: LINKS, SYMBOLS))


@pages.get("")
def dashboard() -> str:
    return render_template("reporting/dashboard.html", **query(_dashboard))


@pages.get("/kpis")
def dictionary() -> str:
    return render_template("reporting/kpis.html", kpis=[kpi.entry() for kpi in KPIS.values()])


@pages.get("/releases")
def releases() -> str:
    found = query(lambda session: list_releases(session, audience()))
    return render_template("reporting/releases.html", releases=[_release_row(one) for one in found])


@pages.get("/releases/<release_id>/<name>")
def download(release_id: str, name: str) -> Response:
    release = query(lambda session: read_release(session, release_id, audience()))
    data = read_export(runtime().part(Archive), release, audience(), name)
    media = {file["name"]: file["media_type"] for file in release["files"]}
    kept_as = {"Content-Disposition": f'attachment; filename="{release["id"]}-{name}"'}
    return Response(data, mimetype=media.get(name, "application/octet-stream"), headers=kept_as)


def _dashboard(session: Session) -> dict[str, Any]:
    """Everything the dashboard prints, of one snapshot."""
    la_code = own_la_code()
    released = released_quarters(session)
    own = own_quarters(session, la_code) if la_code else []
    quarters = sorted({*released, *own}, reverse=True)
    quarter = _quarter_asked(quarters, first=next(iter([*released, *own]), None))
    kpi = _kpi_asked()
    release = _latest_release(session, quarter)
    found = _panel(session, release, kpi, quarter, released) if release and quarter else None
    return {
        "quarter": quarter,
        "quarter_words": quarter_words(quarter) if quarter else "",
        "quarters": [(str(each), f"{quarter_words(each)} ({each})") for each in quarters],
        "kpi": kpi,
        "kpis": [(code, one.title) for code, one in KPIS.items()],
        "panel": found,
        "drawings": _drawings(found) if found else (),
        "release": release,
        "downloads_list": _downloads(release) if release else (),
        **_own(session, la_code, quarter),
    }


def _quarter_asked(quarters: Sequence[Quarter], first: Quarter | None) -> Quarter | None:
    """The one asked for, else `first`. Raises NotFound for one there is nothing to show of."""
    asked = request.args.get("quarter")
    if not asked:
        return first
    found = next((quarter for quarter in quarters if str(quarter) == asked), None)
    if found is None:
        raise NotFound("unknown_quarter", "There are no figures of that quarter that you may see.")
    return found


def _kpi_asked() -> dict[str, Any]:
    kpi = KPIS.get(request.args.get("kpi") or FIRST_KPI)
    if kpi is None:
        raise NotFound("unknown_kpi", "There is no KPI of that name.")
    return kpi.entry()


def _latest_release(session: Session, quarter: Quarter | None) -> dict[str, Any] | None:
    found = list_releases(session, audience(), str(quarter)) if quarter else []
    return read_release(session, found[0]["id"], audience()) if found else None


def _panel(
    session: Session,
    release: Mapping[str, Any],
    kpi: Mapping[str, Any],
    quarter: Quarter,
    released: Sequence[Quarter],
) -> Panel:
    figures = release["figures"]["items"]
    if not kpi["region_only"]:
        return panel(figures, kpi, quarter, region())
    history = {
        each: figure
        for (each, _), content in latest_contents(session, released, [audience()]).items()
        for figure in content["figures"]
        if figure["kpi"] == kpi["kpi"] and figure["la_code"] is None
    }
    return panel(figures, kpi, quarter, region(), history)


def _drawings(found: Panel) -> tuple[Markup, ...]:
    """The chart wide and narrow; charts.py escapes every word it prints."""
    name, description = found.finding, described(found.bars)
    return tuple(
        Markup(  # noqa: S704
            bar_chart(
                found.bars,
                name=name,
                description=description,
                marks=found.marks,
                shape=found.shape,
                width=width,
            )
        )
        for width in (WIDE, NARROW)
    )


def _downloads(release: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (f"/reporting/releases/{release['id']}/{file['name']}", FILES.get(file["name"], file["name"]))
        for file in release["files"]
    ]


def _own(session: Session, la_code: str | None, quarter: Quarter | None) -> dict[str, Any]:
    """The authority's own working figures, every KPI, each marked as what it is."""
    if la_code is None or quarter is None:
        return {"own": None}
    items = own_figures(session, region(), la_code, quarter)["items"]
    return {
        "own": [_own_row(figure, quarter) for figure in items],
        "own_statuses": sorted({status for figure in items for status in statuses_of(figure)}),
        "own_name": region().authority(la_code).name,
    }


def _own_row(figure: Mapping[str, Any], quarter: Quarter) -> list[object]:
    kpi = KPIS[figure["kpi"]]
    value = printed(figure["value"], SHAPES.get(kpi.unit.name, "{}"))
    link = {"text": kpi.title, "href": f"/reporting?quarter={quarter}&kpi={figure['kpi']}"}
    return [link, {"text": value, "statuses": statuses_of(figure)}, figure["months_present"]]


def _release_row(release: Mapping[str, Any]) -> dict[str, Any]:
    quarter = Quarter.parse(release["quarter"])
    return {**release, "words": quarter_words(quarter), "downloads": _downloads(release)}
