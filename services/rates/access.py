"""Who may use which route; what is not listed is refused."""

from shared.runtime.access import OPEN, Access
from shared.vocabulary.roles import (
    AGENCY,
    ALL_ROLES,
    EXCEPTION_APPROVERS,
    HR_SUBMITTER,
    READERS,
    REGIONAL_ADMIN,
    WORKSTREAM,
)

ADMINISTRATOR = Access(frozenset({REGIONAL_ADMIN}))
SUBMITTER = Access(frozenset({HR_SUBMITTER}), tenant="la_code")

SUBSCRIBERS = Access(frozenset({AGENCY, WORKSTREAM, REGIONAL_ADMIN}))
BATCHES = Access(frozenset({AGENCY, HR_SUBMITTER, WORKSTREAM, REGIONAL_ADMIN}))

PROTOCOL = "/rates/v1/protocols/<version>"

ACCESS = {
    "GET /rates/v1/caps": OPEN,
    "GET /rates/v1/caps.csv": OPEN,
    "POST /rates/v1/checks": OPEN,
    "GET /rates/v1/checks/<reference>": OPEN,
    "GET /rates/v1/protocols": OPEN,
    "POST /rates/v1/protocols": ADMINISTRATOR,
    f"GET {PROTOCOL}": OPEN,
    f"PUT {PROTOCOL}": ADMINISTRATOR,
    f"DELETE {PROTOCOL}": ADMINISTRATOR,
    f"GET {PROTOCOL}/validation": ADMINISTRATOR,
    f"GET {PROTOCOL}/comparison": OPEN,
    f"POST {PROTOCOL}/publication": ADMINISTRATOR,
    f"GET {PROTOCOL}/affected-checks": ADMINISTRATOR,
    "POST /rates/v1/check-batches": BATCHES,
    "POST /rates/v1/rechecks": BATCHES,
    "GET /rates/v1/changes": OPEN,
    "GET /rates/v1/subscriptions": SUBSCRIBERS,
    "POST /rates/v1/subscriptions": SUBSCRIBERS,
    "DELETE /rates/v1/subscriptions/<id_>": SUBSCRIBERS,
    "GET /rates/v1/exceptions": Access(READERS),
    "GET /rates/v1/exceptions.csv": Access(READERS),
    "POST /rates/v1/exceptions": Access(frozenset({HR_SUBMITTER})),
    "GET /rates/v1/exceptions/<id_>": Access(READERS),
    "POST /rates/v1/exceptions/<id_>/decisions": Access(EXCEPTION_APPROVERS),
    "POST /rates/v1/exceptions/<id_>/withdrawal": Access(frozenset({HR_SUBMITTER})),
    "GET /rates/v1/job-maps/<la_code>": Access(ALL_ROLES),
    "PUT /rates/v1/job-maps/<la_code>": SUBMITTER,
    "GET /rates/v1/statutory-inputs": OPEN,
    "POST /rates/v1/statutory-inputs": ADMINISTRATOR,
    "GET /rates": OPEN,
    "POST /rates": OPEN,
    "GET /rates/checks/<reference>": OPEN,
    "GET /rates/caps": OPEN,
    "GET /rates/exceptions": Access(READERS),
    "GET /rates/exceptions.csv": Access(READERS),
    "GET /rates/exceptions/new": Access(frozenset({HR_SUBMITTER})),
    "POST /rates/exceptions/new": Access(frozenset({HR_SUBMITTER})),
    "GET /rates/exceptions/<id_>": Access(READERS),
    "POST /rates/exceptions/<id_>/decision": Access(EXCEPTION_APPROVERS),
    "POST /rates/exceptions/<id_>/withdrawal": Access(frozenset({HR_SUBMITTER})),
    "GET /rates/protocols": ADMINISTRATOR,
    "GET /rates/protocols/new": ADMINISTRATOR,
    "POST /rates/protocols/new": ADMINISTRATOR,
    "GET /rates/protocols/<version>": OPEN,
    "GET /rates/protocols/<version>/edit": ADMINISTRATOR,
    "POST /rates/protocols/<version>/edit": ADMINISTRATOR,
    "GET /rates/protocols/<version>/review": ADMINISTRATOR,
    "POST /rates/protocols/<version>/publication": ADMINISTRATOR,
    "POST /rates/protocols/<version>/discard": ADMINISTRATOR,
}
