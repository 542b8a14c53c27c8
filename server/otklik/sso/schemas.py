"""What this room's endpoints take and give."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from otklik.access.schemas import InvitedRole
from otklik.infra.web.schemas import Input

PROVIDERS_MAX = 10
DOMAINS_MAX = 50
GRANTS_MAX = 50

Name = Annotated[str, Meta(min_length=1, max_length=60)]
Issuer = Annotated[str, Meta(min_length=1, max_length=500)]
ClientId = Annotated[str, Meta(min_length=1, max_length=300)]
Secret = Annotated[str, Meta(max_length=1000)]
Scopes = Annotated[str, Meta(max_length=300)]
Domains = Annotated[list[Annotated[str, Meta(max_length=253)]], Meta(max_length=DOMAINS_MAX)]
Claim = Annotated[str, Meta(max_length=100)]
Group = Annotated[str, Meta(min_length=1, max_length=200)]


class GroupRole(Struct, frozen=True):
    """People of a group get a role; of several that fit the first holds."""

    group: Group
    role: InvitedRole


GroupRoles = Annotated[list[GroupRole], Meta(max_length=GRANTS_MAX)]


class SignInButton(Struct, frozen=True):
    """A provider as the sign-in page offers it."""

    slug: str
    name: str


class SignInWays(Struct, frozen=True):
    """How people sign in here. `password_closed`: only owners do with a password."""

    providers: list[SignInButton]
    password_closed: bool


class BeginInput(Input, frozen=True, kw_only=True):
    """Where to go on in the desk afterwards."""

    return_to: Annotated[str, Meta(max_length=2000)] = "/"


class SignInWay(Struct, frozen=True):
    """The address at the provider to which the browser goes on."""

    url: str


class CodeInput(Input, frozen=True, kw_only=True):
    """A code of the authenticator app, or a recovery code."""

    code: Annotated[str, Meta(max_length=100)]


class Provider(Struct, frozen=True, kw_only=True):
    """A provider as it is set up; its secret is never shown. `people`: how many have a link to it."""

    id: int
    slug: str
    name: str
    issuer: str
    client_id: str
    has_secret: bool
    scopes: str
    domains: list[str]
    newcomer_role: str | None
    groups_claim: str
    group_roles: list[GroupRole]
    trusts_factor: bool
    signs_out: bool
    enabled: bool
    version: int
    changed_at: datetime
    changed_by: str
    people: int


class ProvidersOut(Struct, frozen=True):
    """All providers, and the address to write into their settings. `editable`: whoever asks may change them."""

    items: list[Provider]
    callback_url: str
    password_closed: bool
    editable: bool
    limit: int


class NewProvider(Input, frozen=True, kw_only=True):
    """A provider to be set up. `newcomer_role` None: nobody is made who has no account or invitation."""

    name: Name
    issuer: Issuer
    client_id: ClientId
    client_secret: Secret = ""
    scopes: Scopes = "openid email profile"
    domains: Domains = field(default_factory=list)
    newcomer_role: InvitedRole | None = None
    groups_claim: Claim = ""
    group_roles: GroupRoles = field(default_factory=list)
    trusts_factor: bool = False
    signs_out: bool = False
    enabled: bool = True


class ProviderInput(NewProvider, frozen=True, kw_only=True):
    """A provider as it shall be; a secret that is not given stays. `expected_version` is the one that was looked at."""

    expected_version: Annotated[int, Meta(ge=1)]
    client_secret: Secret | UnsetType = UNSET  # type: ignore[assignment]  # absent means: as it was


class PolicyInput(Input, frozen=True, kw_only=True):
    """Whether passwords are for owners only."""

    password_closed: bool


ProviderCheckName = Literal["description", "endpoints", "pkce", "algorithms", "keys", "secret", "sign_out"]


class ProviderCheck(Struct, frozen=True):
    """One thing that was tried; `detail` is what the provider said."""

    name: ProviderCheckName
    state: Literal["ok", "warn", "fail", "unknown"]
    detail: str = ""


class ProviderReport(Struct, frozen=True):
    """What trying a provider found."""

    checks: list[ProviderCheck]


class OwnLink(Struct, frozen=True, kw_only=True):
    """A provider and whether one's own account is linked to it."""

    provider_id: int
    name: str
    email: str | None
    linked_at: datetime | None
    used_at: datetime | None


class OwnWays(Struct, frozen=True):
    """How one signs in."""

    has_password: bool
    links: list[OwnLink]


class PersonLink(Struct, frozen=True):
    """A colleague's link to a provider."""

    provider_id: int
    name: str
    email: str


class PersonWays(Struct, frozen=True):
    """How a colleague signs in."""

    operator_id: int
    has_password: bool
    providers: list[str]
    links: list[PersonLink]


class ProviderSignOut(Struct, frozen=True):
    """What a provider sends when somebody has signed out there."""

    logout_token: str = ""


class SignedOut(Struct, frozen=True):
    """Where to go on after signing out: the provider's own sign-out, or None."""

    url: str | None
