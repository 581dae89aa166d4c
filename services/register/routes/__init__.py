"""The register's API."""

from services.register.routes.region import region
from services.register.routes.returns import returns
from services.register.routes.signing import signing

BLUEPRINTS = (returns, signing, region)
