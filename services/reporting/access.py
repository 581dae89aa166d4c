"""Who may use which route; what is not listed is refused."""

from services.reporting.content import FORMATS
from shared.runtime.access import OPEN, Access
from shared.vocabulary.roles import READERS, REGIONAL_ADMIN

ADMINISTRATOR = Access(frozenset({REGIONAL_ADMIN}))
RELEASE = "/reporting/v1/releases/<release_id>"

ACCESS = {
    "GET /reporting/v1/kpis": OPEN,
    "GET /reporting/v1/quarters/<quarter>/figures": OPEN,
    "GET /reporting/v1/releases": OPEN,
    "POST /reporting/v1/releases": ADMINISTRATOR,
    f"GET {RELEASE}": OPEN,
    f"GET {RELEASE}/evidence/<kpi>/<area>": Access(READERS),
    "GET /reporting/v1/pipeline": ADMINISTRATOR,
    "GET /reporting": OPEN,
    "GET /reporting/kpis": OPEN,
    "GET /reporting/releases": OPEN,
    "GET /reporting/releases/<release_id>/<name>": OPEN,
} | {f"GET {RELEASE}/{found.NAME}": OPEN for found in FORMATS}
