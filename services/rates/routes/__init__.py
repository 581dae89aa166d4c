"""The protocol's API."""

from services.rates.routes.batches import batches
from services.rates.routes.caps import caps
from services.rates.routes.checks import checks
from services.rates.routes.exceptions import exceptions
from services.rates.routes.feed import feed
from services.rates.routes.job_maps import job_maps
from services.rates.routes.protocols import protocols
from services.rates.routes.statutory_inputs import statutory_inputs

BLUEPRINTS = (batches, caps, checks, exceptions, feed, job_maps, protocols, statutory_inputs)
