"""Every query on providers and whom they know."""

from collections.abc import Mapping, Sequence
from typing import Any

from otklik.infra.db import Tx
from otklik.sso.records import GrantRow, IdentityRow, PersonRow, ProviderRow

_PROVIDER = """
select p.id, p.workspace_id, p.slug, p.name, p.issuer, p.client_id, p.client_secret, p.scopes, p.domains,
       p.groups_claim, p.trusts_factor, p.signs_out, p.enabled, p.version, p.changed_at, p.changed_by,
       (select count(*) from sso_identity i where i.provider_id = p.id) as people
from sso_provider p
"""
_LIST = _PROVIDER + " where p.workspace_id = %(workspace)s order by p.id"
_FIND = _PROVIDER + " where p.workspace_id = %(workspace)s and p.id = %(id)s"
_LOCK = _FIND + " for update of p"
_BY_SLUG = _PROVIDER + " where p.slug = %(slug)s and p.enabled"
_ONLY_COMPANY = "select min(id) from workspace having count(*) = 1"
_BESIDE = _PROVIDER + " where p.enabled and p.workspace_id = %(workspace)s order by p.id"
_TURN = "select 1 from pg_advisory_xact_lock(hashtextextended('sso:' || %(workspace)s, 0))"
_INSERT = """
insert into sso_provider (workspace_id, slug, name, issuer, client_id, scopes, domains, groups_claim, trusts_factor,
                          signs_out, enabled, changed_by)
values (%(workspace)s, %(slug)s, %(name)s, %(issuer)s, %(client_id)s, %(scopes)s, %(domains)s, %(groups_claim)s,
        %(trusts_factor)s, %(signs_out)s, %(enabled)s, %(by)s)
returning id
"""
_UPDATE = """
update sso_provider set
    name = %(name)s, issuer = %(issuer)s, client_id = %(client_id)s, scopes = %(scopes)s, domains = %(domains)s,
    groups_claim = %(groups_claim)s, trusts_factor = %(trusts_factor)s, signs_out = %(signs_out)s,
    enabled = %(enabled)s, version = version + 1, changed_at = now(), changed_by = %(by)s
where workspace_id = %(workspace)s and id = %(id)s
"""
_SEAL = """
update sso_provider set client_secret = %(secret)s where workspace_id = %(workspace)s and id = %(id)s
"""
_DELETE = "delete from sso_provider where workspace_id = %(workspace)s and id = %(id)s"
_GRANTS = """
select provider_id, claimed, role, role_id from sso_grant
where workspace_id = %(workspace)s and (%(provider)s::bigint is null or provider_id = %(provider)s)
order by provider_id, position
"""
_DROP_GRANTS = "delete from sso_grant where workspace_id = %(workspace)s and provider_id = %(provider)s"
_ADD_GRANT = """
insert into sso_grant (provider_id, position, workspace_id, claimed, role, role_id)
values (%(provider)s, %(position)s, %(workspace)s, %(claimed)s, %(role)s, %(role_id)s)
"""
_IDENTITY = """
select i.id, i.provider_id, i.operator_id, p.name as provider, p.slug, i.email, i.linked_at, i.used_at
from sso_identity i join sso_provider p on p.id = i.provider_id
where i.workspace_id = %(workspace)s
"""
_OF_OPERATOR = _IDENTITY + " and i.operator_id = %(operator)s order by i.id"
_BY_SUBJECT = _IDENTITY + " and i.provider_id = %(provider)s and i.subject = %(subject)s"
_BY_ID = _IDENTITY + " and i.id = %(id)s and p.enabled"
_OF_SESSION = """
select i.id, i.provider_id, i.operator_id, p.name as provider, p.slug, i.email, i.linked_at, i.used_at
from session s join sso_identity i on i.id = s.sso_identity_id join sso_provider p on p.id = i.provider_id
where s.workspace_id = %(workspace)s and s.id = %(session)s and p.signs_out
"""
_LINK = """
insert into sso_identity (workspace_id, provider_id, operator_id, subject, email)
values (%(workspace)s, %(provider)s, %(operator)s, %(subject)s, %(email)s)
on conflict do nothing
returning id
"""
_USED = """
update sso_identity set used_at = now(), email = %(email)s where workspace_id = %(workspace)s and id = %(id)s
"""
_UNLINK = """
delete from sso_identity
where workspace_id = %(workspace)s and operator_id = %(operator)s and provider_id = %(provider)s
returning email
"""
_UNLINK_ALL = "delete from sso_identity where workspace_id = %(workspace)s and provider_id = %(provider)s"
_PEOPLE = """
select o.id as operator_id, o.password_hash is not null as has_password,
       coalesce((select jsonb_agg(jsonb_build_object('provider_id', p.id, 'name', p.name, 'email', i.email)
                                  order by p.id)
                 from sso_identity i join sso_provider p on p.id = i.provider_id
                 where i.operator_id = o.id), '[]') as links
from operator o where o.workspace_id = %(workspace)s order by o.id
"""


async def take_turn(tx: Tx) -> None:
    """Let one change of this company's providers go after the other."""
    await tx.execute(_TURN, {"workspace": tx.workspace_id})


async def list_providers(tx: Tx) -> list[ProviderRow]:
    """Return the company's providers, the oldest first."""
    return await tx.fetch(ProviderRow, _LIST, {"workspace": tx.workspace_id})


async def list_beside(tx: Tx, workspace_id: int) -> list[ProviderRow]:
    """Return the enabled providers of a company."""
    return await tx.fetch(ProviderRow, _BESIDE, {"workspace": workspace_id})


async def find_provider(tx: Tx, provider_id: int, *, lock: bool = False) -> ProviderRow | None:
    """Return a provider of this company."""
    return await tx.find(ProviderRow, _LOCK if lock else _FIND, {"workspace": tx.workspace_id, "id": provider_id})


async def find_by_slug(tx: Tx, slug: str) -> ProviderRow | None:
    """Return the enabled provider of this address, of any company."""
    return await tx.find(ProviderRow, _BY_SLUG, {"slug": slug})


async def list_of_the_only_company(tx: Tx) -> list[ProviderRow]:
    """Return the enabled providers where the installation serves one company; none where it serves several."""
    only = await tx.value(_ONLY_COMPANY)
    return [] if only is None else await list_beside(tx, only)


async def insert_provider(tx: Tx, values: Mapping[str, Any]) -> int:
    """Insert a provider and return its id."""
    provider_id: int = await tx.value(_INSERT, {**values, "workspace": tx.workspace_id})
    return provider_id


async def update_provider(tx: Tx, provider_id: int, values: Mapping[str, Any]) -> None:
    """Change a provider; its version grows."""
    await tx.execute(_UPDATE, {**values, "workspace": tx.workspace_id, "id": provider_id})


async def set_secret(tx: Tx, provider_id: int, sealed: bytes | None) -> None:
    """Keep a sealed secret, or none."""
    await tx.execute(_SEAL, {"workspace": tx.workspace_id, "id": provider_id, "secret": sealed})


async def delete_provider(tx: Tx, provider_id: int) -> None:
    """Delete a provider with all links and the sessions they opened."""
    await tx.execute(_DELETE, {"workspace": tx.workspace_id, "id": provider_id})


async def list_grants(tx: Tx, provider_id: int | None = None) -> list[GrantRow]:
    """Return who gets which role, of one provider or of all, in order."""
    return await tx.fetch(GrantRow, _GRANTS, {"workspace": tx.workspace_id, "provider": provider_id})


async def replace_grants(tx: Tx, provider_id: int, grants: Sequence[GrantRow]) -> None:
    """Keep these grants and no others."""
    common = {"workspace": tx.workspace_id, "provider": provider_id}
    await tx.execute(_DROP_GRANTS, common)
    for position, grant in enumerate(grants):
        given = {"position": position, "claimed": grant.claimed, "role": grant.role, "role_id": grant.role_id}
        await tx.execute(_ADD_GRANT, {**common, **given})


async def list_identities(tx: Tx, operator_id: int) -> list[IdentityRow]:
    """Return whom an operator is at providers."""
    return await tx.fetch(IdentityRow, _OF_OPERATOR, {"workspace": tx.workspace_id, "operator": operator_id})


async def find_identity(tx: Tx, provider_id: int, subject: str) -> IdentityRow | None:
    """Return who somebody of a provider is here."""
    params = {"workspace": tx.workspace_id, "provider": provider_id, "subject": subject}
    return await tx.find(IdentityRow, _BY_SUBJECT, params)


async def find_identity_by_id(tx: Tx, identity_id: int) -> IdentityRow | None:
    """Return a link to an enabled provider."""
    return await tx.find(IdentityRow, _BY_ID, {"workspace": tx.workspace_id, "id": identity_id})


async def find_identity_of_session(tx: Tx, session_id: int) -> IdentityRow | None:
    """Return the link that opened a session, where its provider is asked to sign people out."""
    return await tx.find(IdentityRow, _OF_SESSION, {"workspace": tx.workspace_id, "session": session_id})


async def link(tx: Tx, provider_id: int, operator_id: int, subject: str, email: str) -> int | None:
    """Link an operator and return the link; None when either has another one at this provider."""
    params = {
        "workspace": tx.workspace_id, "provider": provider_id, "operator": operator_id, "subject": subject,
        "email": email,
    }  # fmt: skip
    identity_id: int | None = await tx.value(_LINK, params)
    return identity_id


async def note_used(tx: Tx, identity_id: int, email: str) -> None:
    """Note that somebody came in by a link, and the address they have at the provider now."""
    await tx.execute(_USED, {"workspace": tx.workspace_id, "id": identity_id, "email": email})


async def unlink(tx: Tx, operator_id: int, provider_id: int) -> str | None:
    """Take a link away with the sessions it opened; returns the address it was for."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "provider": provider_id}
    email: str | None = await tx.value(_UNLINK, params)
    return email


async def unlink_all(tx: Tx, provider_id: int) -> None:
    """Take all links to a provider away with the sessions they opened."""
    await tx.execute(_UNLINK_ALL, {"workspace": tx.workspace_id, "provider": provider_id})


async def list_people(tx: Tx) -> list[PersonRow]:
    """Return how each colleague signs in."""
    return await tx.fetch(PersonRow, _PEOPLE, {"workspace": tx.workspace_id})
