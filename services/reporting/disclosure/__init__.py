"""Disclosure control: applied after calculation and before any edge, with no way round it."""

from services.reporting.disclosure.policy import AUDIENCES, CLASSES, Policy, class_of
from services.reporting.disclosure.suppress import Figure, protect

__all__ = ["AUDIENCES", "CLASSES", "Figure", "Policy", "class_of", "protect"]
