"""Who may use which route; what is not listed is refused."""

from shared.runtime.access import OPEN, Access
from shared.vocabulary.roles import HR_CERTIFIER, HR_SUBMITTER, READERS, REGIONAL_ADMIN

SUBMITTER = Access(frozenset({HR_SUBMITTER}), tenant="la_code")
CERTIFIER = Access(frozenset({HR_CERTIFIER}), tenant="la_code")
OWN_HR = Access(frozenset({HR_SUBMITTER, HR_CERTIFIER}), tenant="la_code")
ADMINISTRATOR = Access(frozenset({REGIONAL_ADMIN}))

RETURN = "/register/v1/returns/<la_code>/<month>"

ACCESS = {
    f"PUT {RETURN}": SUBMITTER,
    f"GET {RETURN}": OWN_HR,
    f"GET {RETURN}/revisions": OWN_HR,
    f"GET {RETURN}/revisions/<int:number>": OWN_HR,
    f"POST {RETURN}/certification": CERTIFIER,
    f"POST {RETURN}/reversion": CERTIFIER,
    f"POST {RETURN}/withdrawal": CERTIFIER,
    f"POST {RETURN}/reopening": ADMINISTRATOR,
    "PUT /register/v1/windows/<month>": ADMINISTRATOR,
    "GET /register/v1/windows": OPEN,
    "GET /register/v1/completeness": Access(READERS),
    "GET /register/v1/data-items": OPEN,
    "GET /register": OPEN,
    "GET /register/data-items": OPEN,
    "GET /register/completeness": Access(READERS),
}
