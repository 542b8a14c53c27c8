"""The verbs on providers and links: set up by those who hold every right, since it decides who comes in as whom."""

from typing import Any

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import MASK, tell_changes, write_audit
from otklik.access.permissions import Permission, may_grant, role_key
from otklik.access.roles import get_standing
from otklik.access.service import get_operator
from otklik.access.single_sign_on import close_password, find_by_id, is_password_closed
from otklik.infra.db import Tx
from otklik.kit.errors import NotFound
from otklik.kit.ids import new_token
from otklik.sso import repository
from otklik.sso.cleaning import check_provider
from otklik.sso.errors import (
    LastProvider,
    MayNotUnlink,
    NoSuchProvider,
    OnlyWay,
    OwnLinkFirst,
    ProviderChanged,
    TooManyProviders,
)
from otklik.sso.exchange import secret_place
from otklik.sso.records import GrantRow, ProviderRow
from otklik.sso.room import Sso
from otklik.sso.schemas import (
    PROVIDERS_MAX,
    GroupRole,
    NewProvider,
    OwnLink,
    OwnWays,
    Provider,
    ProviderInput,
    ProvidersOut,
)

_SLUG_BYTES = 9


async def list_providers(tx: Tx, sso: Sso, actor: Actor) -> ProvidersOut:
    """Return the company's providers as they are set up."""
    grants = await repository.list_grants(tx)
    return ProvidersOut(
        items=[_show(row, grants) for row in await repository.list_providers(tx)],
        callback_url=sso.callback,
        password_closed=await is_password_closed(tx),
        editable=may_grant(actor.permissions, frozenset(Permission)),
        limit=PROVIDERS_MAX,
    )


async def create_provider(tx: Tx, sso: Sso, actor: Actor, new: NewProvider) -> Provider:
    """Set a provider up; raises Invalid, NoSuchRole, TooManyProviders."""
    await repository.take_turn(tx)
    values = check_provider(new, plain_allowed=not sso.settings.secure)
    if len(await repository.list_providers(tx)) >= PROVIDERS_MAX:
        raise TooManyProviders(PROVIDERS_MAX)
    slug = new_token(_SLUG_BYTES)
    provider_id = await repository.insert_provider(tx, {**values, "slug": slug, "by": actor.name})
    await _keep_secret(tx, sso, provider_id, new.client_secret)
    await repository.replace_grants(tx, provider_id, await _grants(tx, provider_id, new))
    shown = await get_provider(tx, provider_id)
    await write_audit(tx, actor, "sso_provider.created", ("sso_provider", provider_id), _told(shown))
    return shown


async def change_provider(tx: Tx, sso: Sso, actor: Actor, provider_id: int, given: ProviderInput) -> Provider:
    """Change a provider.

    Raises NoSuchProvider, ProviderChanged, Invalid, NoSuchRole, and LastProvider where switching it off would lock
    everybody but owners out. With another issuer the links end: a subject is somebody only at its issuer.
    """
    await repository.take_turn(tx)
    row = await _get(tx, provider_id)
    if row.version != given.expected_version:
        raise ProviderChanged(row.version)
    values = check_provider(given, plain_allowed=not sso.settings.secure)
    if row.enabled and not given.enabled:
        await _keep_a_way_in(tx, provider_id)
    before = await get_provider(tx, provider_id)
    if values["issuer"] != row.issuer:
        await _keep_a_way_in(tx, provider_id)
        await repository.unlink_all(tx, provider_id)
    await repository.update_provider(tx, provider_id, {**values, "by": actor.name})
    renewed = given.client_secret is not UNSET
    if renewed:
        await _keep_secret(tx, sso, provider_id, str(given.client_secret))
    await repository.replace_grants(tx, provider_id, await _grants(tx, provider_id, given))
    after = await get_provider(tx, provider_id)
    detail = tell_changes(_told(before), _told(after))
    if renewed:
        detail["client_secret"] = {"from": MASK, "to": MASK}
    await write_audit(tx, actor, "sso_provider.changed", ("sso_provider", provider_id), detail)
    return after


async def delete_provider(tx: Tx, actor: Actor, provider_id: int) -> None:
    """Take a provider away with its links and the sessions they opened; raises NoSuchProvider, LastProvider."""
    await repository.take_turn(tx)
    row = await _get(tx, provider_id)
    await _keep_a_way_in(tx, provider_id)
    await repository.delete_provider(tx, provider_id)
    await write_audit(tx, actor, "sso_provider.deleted", ("sso_provider", provider_id), {"name": row.name})


async def get_provider(tx: Tx, provider_id: int) -> Provider:
    """Return a provider as it is set up; raises NoSuchProvider."""
    return _show(await _get(tx, provider_id), await repository.list_grants(tx, provider_id))


async def set_policy(tx: Tx, actor: Actor, *, closed: bool) -> None:
    """Close passwords for everybody but owners, or open them; whoever closes them has come in by a link themselves."""
    await repository.take_turn(tx)
    if closed:
        enabled = {row.id for row in await repository.list_providers(tx) if row.enabled}
        links = await repository.list_identities(tx, actor.id) if actor.operator_id is not None else []
        if not any(link.provider_id in enabled for link in links):
            raise OwnLinkFirst
    await close_password(tx, actor, closed=closed)


async def list_own_ways(tx: Tx, actor: Actor) -> OwnWays:
    """Return how one signs in, and what one may link."""
    found = await find_by_id(tx, actor.id)
    links = {row.provider_id: row for row in await repository.list_identities(tx, actor.id)}
    shown = []
    for row in await repository.list_providers(tx):
        link = links.get(row.id)
        if row.enabled or link is not None:
            shown.append(OwnLink(
                provider_id=row.id, name=row.name, email=link.email if link else None,
                linked_at=link.linked_at if link else None, used_at=link.used_at if link else None,
            ))  # fmt: skip
    return OwnWays(found is not None and found.password_hash is not None, shown)


async def unlink(tx: Tx, actor: Actor, operator_id: int, provider_id: int) -> None:
    """Take a link away with the sessions it opened.

    Raises NotFound, OnlyWay for one's own without a password, MayNotUnlink for somebody with rights the actor lacks.
    """
    operator = await get_operator(tx, operator_id)
    if not may_grant(actor.permissions, operator.permissions):
        raise MayNotUnlink
    found = await find_by_id(tx, operator_id)
    own = operator_id == actor.operator_id
    if own and found is not None and found.password_hash is None:
        raise OnlyWay
    email = await repository.unlink(tx, operator_id, provider_id)
    if email is None:
        raise NotFound("not found")
    await write_audit(tx, actor, "sso.unlinked", ("operator", operator_id), {"email": email})


async def _get(tx: Tx, provider_id: int) -> ProviderRow:
    row = await repository.find_provider(tx, provider_id, lock=True)
    if row is None:
        raise NoSuchProvider
    return row


async def _keep_a_way_in(tx: Tx, provider_id: int) -> None:
    if not await is_password_closed(tx):
        return
    if not any(row.enabled and row.id != provider_id for row in await repository.list_providers(tx)):
        raise LastProvider


async def _keep_secret(tx: Tx, sso: Sso, provider_id: int, secret: str) -> None:
    plain = secret.strip().encode()
    sealed = sso.access.tools.keyring.encrypt(plain, secret_place(tx.workspace_id, provider_id)) if plain else None
    await repository.set_secret(tx, provider_id, sealed)


async def _grants(tx: Tx, provider_id: int, given: NewProvider) -> list[GrantRow]:
    wanted = [(one.group.strip(), one.role) for one in given.group_roles]
    if given.newcomer_role is not None:
        wanted.append(("", given.newcomer_role))
    grants = []
    for group, key in wanted:
        standing = await get_standing(tx, key)
        grants.append(GrantRow(provider_id, group, standing.role, standing.role_id))
    return grants


def _told(shown: Provider) -> dict[str, Any]:
    """Return what the audit tells of a provider."""
    return {
        "name": shown.name, "issuer": shown.issuer, "client_id": shown.client_id, "scopes": shown.scopes,
        "domains": shown.domains, "newcomer_role": shown.newcomer_role, "groups_claim": shown.groups_claim,
        "group_roles": [f"{one.group} → {one.role}" for one in shown.group_roles],
        "trusts_factor": shown.trusts_factor, "signs_out": shown.signs_out, "enabled": shown.enabled,
    }  # fmt: skip


def _show(row: ProviderRow, grants: list[GrantRow]) -> Provider:
    own = [grant for grant in grants if grant.provider_id == row.id]
    newcomers = next((grant for grant in own if not grant.claimed), None)
    return Provider(
        id=row.id, slug=row.slug, name=row.name, issuer=row.issuer, client_id=row.client_id,
        has_secret=row.client_secret is not None, scopes=row.scopes, domains=row.domains,
        newcomer_role=role_key(newcomers.role, newcomers.role_id) if newcomers else None, groups_claim=row.groups_claim,
        group_roles=[GroupRole(one.claimed, role_key(one.role, one.role_id)) for one in own if one.claimed],
        trusts_factor=row.trusts_factor, signs_out=row.signs_out, enabled=row.enabled, version=row.version,
        changed_at=row.changed_at, changed_by=row.changed_by, people=row.people,
    )  # fmt: skip
