"""Parts of a service, looked up by name: an image holds one service, a command may be asked about another."""

from importlib import import_module
from types import ModuleType

from shared.runtime.config import BadSettings


def service_module(service: str, name: str) -> ModuleType:
    """`services.<service>.<name>`; BadSettings when the service, or what it needs, is not installed."""
    try:
        return import_module(f"services.{service}.{name}")
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if f"services.{service}".startswith(missing):
            raise BadSettings(f"the service {service} is not installed here") from error
        if missing.startswith("services."):
            raise BadSettings(f"the service {service} has no {name} here") from error
        raise BadSettings(
            f"the service {service} needs {missing}: install workforce-suite[{service}]"
        ) from error


def has_module(service: str, name: str) -> bool:
    """Whether the service is here and has that part."""
    try:
        service_module(service, name)
    except BadSettings:
        return False
    return True
