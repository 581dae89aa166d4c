"""Who may sign in; what each may do is in every service's access table."""

from typing import Final

AGENCY: Final = "agency"
HR_SUBMITTER: Final = "hr_submitter"
HR_CERTIFIER: Final = "hr_certifier"
DIRECTOR: Final = "director"
CHIEF_EXECUTIVE: Final = "chief_executive"
WORKSTREAM: Final = "workstream"
REGIONAL_ADMIN: Final = "regional_admin"

ROLE_TITLES: Final = {
    AGENCY: "Agency or vendor",
    HR_SUBMITTER: "HR officer who submits returns",
    HR_CERTIFIER: "HR lead who certifies returns",
    DIRECTOR: "Director of children's services",
    CHIEF_EXECUTIVE: "Chief executive",
    WORKSTREAM: "Workforce workstream and DCS Network",
    REGIONAL_ADMIN: "Regional administrator",
}

ALL_ROLES: Final = frozenset(ROLE_TITLES)
READERS: Final = ALL_ROLES - {AGENCY}
"""Roles that read the region's figures (audience T1)."""
AUTHORITY_ROLES: Final = frozenset({HR_SUBMITTER, HR_CERTIFIER, DIRECTOR, CHIEF_EXECUTIVE})
"""Roles that belong to one authority."""
REGIONAL_ROLES: Final = frozenset({WORKSTREAM, REGIONAL_ADMIN})
EXCEPTION_APPROVERS: Final = frozenset({DIRECTOR, CHIEF_EXECUTIVE})
