"""What has been published: the latest release of a quarter as one audience has it."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.reporting.models import PUBLISHED, Release, ReleaseContent
from shared.vocabulary.calendar import Quarter

Content = dict[str, Any]


def latest_contents(session: Session, quarters: Sequence[Quarter], audience: str) -> dict[Quarter, Content]:
    """The content of each quarter's latest published release, for those that have one; one query."""
    newest = (
        select(Release.quarter, func.max(Release.number).label("number"))
        .where(Release.state == PUBLISHED, Release.quarter.in_([str(quarter) for quarter in quarters]))
        .group_by(Release.quarter)
        .subquery()
    )
    rows = session.execute(
        select(Release.quarter, ReleaseContent.content)
        .join(ReleaseContent, ReleaseContent.release_id == Release.id)
        .join(newest, (newest.c.quarter == Release.quarter) & (newest.c.number == Release.number))
        .where(ReleaseContent.audience == audience)
    )
    return {Quarter.parse(quarter): json.loads(content) for quarter, content in rows}
