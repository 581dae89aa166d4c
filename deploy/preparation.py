"""A service's database made ready: its folder, its newest tables, and the region it belongs to."""

from pathlib import Path

from sqlalchemy.engine import make_url

from deploy.installed import service_module
from shared.runtime.claim import claim_region
from shared.runtime.config import BadSettings, Settings
from shared.runtime.db import Database
from shared.runtime.migrations import upgrade
from shared.vocabulary.region import Region, load_region


def region_of(settings: Settings) -> Region:
    """The region whose file settings name; raises BadSettings when it cannot be read."""
    try:
        return load_region(settings.region_file)
    except (OSError, ValueError) as error:
        raise BadSettings(f"WORKFORCE_REGION_FILE cannot be read: {error}") from error


def prepare_database(settings: Settings) -> None:
    """Migrate and claim for the settings' region; raises BadSettings where another region's data are."""
    service_module(settings.service, "models")
    region = region_of(settings)
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    upgrade(settings.service, settings.database_url)
    db = Database(settings.database_url)
    try:
        claim_region(db, settings.service, region.region_id)
    finally:
        db.close()
