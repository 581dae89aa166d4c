"""What reporting does on request; each function takes a session and never commits."""

from services.reporting.actions.evidence import show_evidence
from services.reporting.actions.figures import (
    Draft,
    draft_release,
    live_figures,
    own_figures,
    parse_quarter,
    released_figures,
)
from services.reporting.actions.pipeline import count_pipeline

__all__ = [
    "Draft",
    "count_pipeline",
    "draft_release",
    "live_figures",
    "own_figures",
    "parse_quarter",
    "released_figures",
    "show_evidence",
]
