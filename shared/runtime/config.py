"""Settings of one service, read once from the environment; nothing else reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
DEMONSTRATION_REGION = HERE / "deploy" / "seed" / "west_midlands.json"
DEMONSTRATION_KEY = "demonstration-only-key-never-use-it-in-production"
DEMONSTRATION_ISSUER = "http://127.0.0.1:8000/identity"


class BadSettings(Exception):  # noqa: N818 (a verdict for a person)
    """Start-up refuses; the message names the variable and what it wants."""


@dataclass(frozen=True)
class Settings:
    """`environment` is `demonstration`, `test` or `production`; production refuses demonstration secrets.

    `courier` is `sql_log` (the embedded event log, a SQLite file named by `log_url`) or `kafka`.
    `kafka_prefix` stands before topics and groups where several suites share a broker.
    `jwks` is the address or file of the issuer's key set. `secret` keys digests and sessions.
    """

    service: str
    database_url: str
    region_file: Path = DEMONSTRATION_REGION
    environment: str = "demonstration"
    courier: str = "sql_log"
    log_url: str = "sqlite:///var/log.sqlite"
    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_session_timeout_ms: int = 45_000
    kafka_prefix: str = ""
    issuer: str = DEMONSTRATION_ISSUER
    jwks: str = f"{DEMONSTRATION_ISSUER}/jwks"
    secret: str = DEMONSTRATION_KEY
    archive: Path = Path("var/archive")
    rate_limits: bool = True
    trusted_proxies: int = 0
    crash_point: str = ""

    @classmethod
    def from_env(cls, service: str, env: Mapping[str, str]) -> "Settings":
        """Read `WORKFORCE_*`. A service's own database is `WORKFORCE_<SERVICE>_DATABASE_URL`.

        That one and WORKFORCE_SECRET may come in a file: `<name>_FILE` names it.

        Raises BadSettings in production where a demonstration default would be used.
        """
        data = Path(env.get("WORKFORCE_DATA", "var"))
        issuer = env.get("WORKFORCE_ISSUER", DEMONSTRATION_ISSUER)
        settings = cls(
            service=service,
            database_url=_told(
                env, f"WORKFORCE_{service.upper()}_DATABASE_URL", f"sqlite:///{data / (service + '.sqlite')}"
            ),
            region_file=Path(env.get("WORKFORCE_REGION_FILE", str(DEMONSTRATION_REGION))),
            environment=env.get("WORKFORCE_ENVIRONMENT", "demonstration"),
            courier=env.get("WORKFORCE_COURIER", "sql_log"),
            log_url=env.get("WORKFORCE_LOG_URL", f"sqlite:///{data / 'log.sqlite'}"),
            kafka_bootstrap=env.get("WORKFORCE_KAFKA_BOOTSTRAP", "127.0.0.1:9092"),
            kafka_session_timeout_ms=int(env.get("WORKFORCE_KAFKA_SESSION_TIMEOUT_MS", "45000")),
            kafka_prefix=env.get("WORKFORCE_KAFKA_PREFIX", ""),
            issuer=issuer,
            jwks=env.get("WORKFORCE_JWKS", f"{issuer}/jwks"),
            secret=_told(env, "WORKFORCE_SECRET", DEMONSTRATION_KEY),
            archive=Path(env.get("WORKFORCE_ARCHIVE", str(data / "archive"))),
            rate_limits=env.get("WORKFORCE_RATE_LIMITS", "on") != "off",
            trusted_proxies=int(env.get("WORKFORCE_TRUSTED_PROXIES", "0")),
            crash_point=env.get("WORKFORCE_CRASH_POINT", ""),
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Raise BadSettings naming the variable that is missing or unsafe."""
        if self.environment not in ("demonstration", "test", "production"):
            raise BadSettings("WORKFORCE_ENVIRONMENT must be demonstration, test or production")
        if self.courier not in ("sql_log", "kafka"):
            raise BadSettings("WORKFORCE_COURIER must be sql_log or kafka")
        if self.environment != "production":
            return
        if self.secret == DEMONSTRATION_KEY or len(self.secret) < 32:
            raise BadSettings("WORKFORCE_SECRET (or WORKFORCE_SECRET_FILE) must hold 32 characters or more")
        if self.database_url.startswith("sqlite") or self.courier != "kafka":
            raise BadSettings("production needs PostgreSQL (WORKFORCE_<SERVICE>_DATABASE_URL) and Kafka")
        if self.issuer == DEMONSTRATION_ISSUER:
            raise BadSettings("WORKFORCE_ISSUER must name the region's own identity provider")
        if self.crash_point:
            raise BadSettings("WORKFORCE_CRASH_POINT is for fault tests only")


def _told(env: Mapping[str, str], name: str, otherwise: str) -> str:
    """The variable, or what the file holds that `<name>_FILE` names, as secrets come to a container."""
    if f"{name}_FILE" in env:
        return Path(env[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    return env.get(name, otherwise)
