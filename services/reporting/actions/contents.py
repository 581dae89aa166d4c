"""What has been published: the latest release of a quarter as one audience has it."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.reporting.models import PUBLISHED, Release, ReleaseContent
from shared.vocabulary.calendar import Quarter

Content = dict[str, Any]


def latest_contents(
    session: Session, quarters: Sequence[Quarter], audiences: Collection[str]
) -> dict[tuple[Quarter, str], Content]:
    """By quarter and audience, the content of the quarter's latest published release, where there is one."""
    newest = (
        select(Release.quarter, func.max(Release.number).label("number"))
        .where(Release.state == PUBLISHED, Release.quarter.in_([str(quarter) for quarter in quarters]))
        .group_by(Release.quarter)
        .subquery()
    )
    rows = session.execute(
        select(Release.quarter, ReleaseContent.audience, ReleaseContent.content)
        .join(ReleaseContent, ReleaseContent.release_id == Release.id)
        .join(newest, (newest.c.quarter == Release.quarter) & (newest.c.number == Release.number))
        .where(ReleaseContent.audience.in_(audiences))
    )
    return {(Quarter.parse(quarter), audience): json.loads(content) for quarter, audience, content in rows}
