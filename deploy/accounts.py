"""The made-up accounts of a demonstration, and the tokens its issuer signs for them.

The signing key is derived from the settings' secret, so every process of one demonstration agrees on it.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from shared.runtime.config import BadSettings, Settings
from shared.runtime.db import utc_now
from shared.vocabulary.region import Region
from shared.vocabulary.roles import AGENCY, AUTHORITY_ROLES, REGIONAL_ADMIN, WORKSTREAM

AUDIENCES = ["rates", "register", "reporting"]
AGENCIES = ("agency-a", "agency-b")
LIFETIME_SECONDS = 900
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Account:
    """`subject` signs in; acting for itself as a machine client it is the client id too."""

    subject: str
    role: str
    tenant: str | None = None


def demonstration_accounts(region: Region) -> dict[str, Account]:
    """Four people an authority, two at the region, two agencies; by subject, such as "hr_submitter.335"."""
    own = [
        Account(f"{role}.{la_code}", role, la_code)
        for la_code in region.la_codes
        for role in sorted(AUTHORITY_ROLES)
    ]
    regional = [Account(REGIONAL_ADMIN, REGIONAL_ADMIN), Account(WORKSTREAM, WORKSTREAM)]
    agencies = [Account(f"{AGENCY}.{name}", AGENCY, name) for name in AGENCIES]
    return {account.subject: account for account in [*own, *regional, *agencies]}


def mint_token(
    settings: Settings,
    role: str,
    la_code: str | None = None,
    agency: str | None = None,
    machine: bool = False,
    lifetime_seconds: int = LIFETIME_SECONDS,
    now: datetime | None = None,
) -> str:
    """A bearer token of a demonstration account; raises BadSettings in production."""
    tenant = la_code or agency
    subject = f"{role}.{tenant}" if tenant else role
    account = Account(subject, role, tenant)
    return sign_token(
        settings, account, subject if machine else "workforce", lifetime_seconds, now or utc_now()
    )


def key_set(settings: Settings) -> dict[str, Any]:
    """The public keys as the issuer's address, or a file named by WORKFORCE_JWKS, serves them."""
    return dict(KeySet([_signing_key(settings)]).as_dict(private=False))


def write_key_set(settings: Settings, path: Path) -> None:
    """Give processes that cannot reach the issuer its keys as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(key_set(settings)), encoding="utf-8")


def client_secret(settings: Settings, subject: str) -> str:
    """The secret with which an account gets tokens by client credentials."""
    return hmac.new(settings.secret.encode(), f"client {subject}".encode(), hashlib.sha256).hexdigest()


def sign_token(
    settings: Settings, account: Account, client_id: str, lifetime_seconds: int, now: datetime
) -> str:
    refuse_production(settings)
    issued = int(now.timestamp())
    claims = {
        "iss": settings.issuer,
        "aud": AUDIENCES,
        "sub": account.subject,
        "client_id": client_id,
        "role": account.role,
        "tenant": account.tenant,
        "iat": issued,
        "exp": issued + lifetime_seconds,
        "jti": secrets.token_hex(16),
    }
    key = _signing_key(settings)
    return jwt.encode({"alg": "ES256", "kid": key.kid, "typ": "at+jwt"}, claims, key)


def _signing_key(settings: Settings) -> ECKey:
    digest = hashlib.sha512(b"demonstration issuer " + settings.secret.encode()).digest()
    private = ec.derive_private_key(int.from_bytes(digest) % (P256_ORDER - 1) + 1, ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = ECKey.import_key(pem)
    key.ensure_kid()
    return key


def refuse_production(settings: Settings) -> None:
    if settings.environment == "production":
        raise BadSettings("the demonstration issuer does not run in production; set WORKFORCE_ISSUER")
