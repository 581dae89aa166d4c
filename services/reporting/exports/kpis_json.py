"""The whole content of a release as one JSON document."""

import json
from collections.abc import Mapping
from typing import Any

NAME = "kpis.json"
MEDIA_TYPE = "application/json"


def write(release: Mapping[str, Any]) -> bytes:
    """Keys in order, so that the same content is the same bytes; numbers stay exact decimal text."""
    return (json.dumps(release, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
