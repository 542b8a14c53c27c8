"""The way back: the state is used up, the person learned, and let in, or linked, or told why not.

An account is found by the link alone. A link is made by somebody who is signed in here, or for an address that the
provider has verified, of a domain the company names; a person without an account joins by an invitation to that
address, or as the company says of newcomers.
"""

from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from otklik.access import invitations, roles
from otklik.access.audit import Doer, write_audit
from otklik.access.errors import BadCredentials, CodeNeeded
from otklik.access.factor_check import check_factor
from otklik.access.permissions import Role, role_key
from otklik.access.records import NewOperator, SignInRow, Standing
from otklik.access.service import create_operator
from otklik.access.sessions import OpenedSession, Visit, Vouched, open_session, resolve_session
from otklik.access.single_sign_on import find_by_address, find_by_id, give_role
from otklik.infra.db import Tx
from otklik.kit.addresses import network_of
from otklik.kit.errors import Unauthorized
from otklik.kit.ids import hash_token, new_token
from otklik.sso import repository, repository_attempts
from otklik.sso.errors import NothingToProve, NotLetIn, Why
from otklik.sso.exchange import Coming, learn_person
from otklik.sso.judging import is_welcome
from otklik.sso.records import AttemptRow, GrantRow, Person, ProviderRow
from otklik.sso.room import Sso
from otklik.sso.starting import derive

_LONGEST: Final = 4096


class Return(Struct, frozen=True, kw_only=True):
    """What a browser comes back with: of the provider, and its own cookies."""

    state: str
    code: str
    error: str
    issuer: str
    browser: str
    session: str


class Arrived(Struct, frozen=True):
    """Where to go on; `opened` when a session was opened."""

    return_to: str
    opened: OpenedSession | None = None


async def arrive(sso: Sso, back: Return, visit: Visit) -> Arrived:
    """Finish what was begun in this browser; raises NotLetIn, and the audit tells why."""
    if sso.per_network.take(network_of(visit.address) or "unknown"):
        raise NotLetIn(Why.BUSY)
    attempt, provider = await _take(sso, back)
    try:
        person = await _learn(sso, provider, back)
        if attempt.session_id is not None:
            return await _link(sso, provider, attempt, person, back.session)
        return await _sign_in(sso, provider, attempt, person, back.browser, visit)
    except NotLetIn as no:
        async with sso.db.system(provider.workspace_id) as tx:
            detail = {"provider": provider.name, "why": no.why.value, "detail": no.detail[:300]}
            await write_audit(tx, None, "sso.refused", ("sso_provider", provider.id), detail)
        raise


async def finish_with_code(sso: Sso, browser: str, code: str, visit: Visit) -> OpenedSession:
    """Let in who gives the code of their second factor after the provider vouched for them.

    Raises NothingToProve, CodeNeeded, BadCode, RateLimited.
    """
    async with sso.db.system() as tx:
        pending = await repository_attempts.find_pending(tx, hash_token(browser))
    if pending is None or pending.identity_id is None:
        raise NothingToProve
    async with sso.db.system(pending.workspace_id) as tx:
        identity = await repository.find_identity_by_id(tx, pending.identity_id)
        found = None if identity is None else await find_by_id(tx, identity.operator_id)
    if identity is None or found is None or found.disabled:
        raise NothingToProve
    await check_factor(sso.access, found, code)
    async with sso.db.system(pending.workspace_id) as tx:
        if not await repository_attempts.drop_pending(tx, hash_token(browser)):
            raise NothingToProve
        return await open_session(
            tx, found.id, visit, Vouched(identity.id, identity.provider, factor_met=False, sid=pending.sid)
        )


async def _take(sso: Sso, back: Return) -> tuple[AttemptRow, ProviderRow]:
    if not back.state or not back.browser or max(len(back.state), len(back.browser), len(back.code)) > _LONGEST:
        raise NotLetIn(Why.STATE)
    async with sso.db.system() as tx:
        attempt = await repository_attempts.take_attempt(tx, hash_token(back.state), hash_token(back.browser))
    if attempt is None:
        raise NotLetIn(Why.STATE)
    async with sso.db.system(attempt.workspace_id) as tx:
        provider = await repository.find_provider(tx, attempt.provider_id)
    if provider is None or not provider.enabled:
        raise NotLetIn(Why.STATE)
    return attempt, provider


async def _learn(sso: Sso, provider: ProviderRow, back: Return) -> Person:
    if back.error:
        raise NotLetIn(Why.DENIED if back.error == "access_denied" else Why.PROVIDER, back.error[:100])
    if back.issuer and back.issuer != (await sso.providers.describe(provider.issuer)).issuer:
        raise NotLetIn(Why.TOKEN, "iss of the answer")
    if not back.code:
        raise NotLetIn(Why.PROVIDER, "it brings no code")
    verifier, nonce = (derive(back.browser, back.state, purpose) for purpose in ("verifier", "nonce"))
    person = await learn_person(sso, provider, Coming(back.code, verifier, nonce))
    if provider.domains and not is_welcome(person, provider.domains):
        raise NotLetIn(Why.ADDRESS, person.email or "no address")
    return person


async def _link(sso: Sso, provider: ProviderRow, attempt: AttemptRow, person: Person, session: str) -> Arrived:
    try:
        actor, _ = await resolve_session(sso.db, session)
    except Unauthorized:
        raise NotLetIn(Why.SIGNED_OUT) from None
    if actor.session_id != attempt.session_id or actor.viewing is not None:
        raise NotLetIn(Why.SIGNED_OUT)
    async with sso.db.system(provider.workspace_id) as tx:
        known = await repository.find_identity(tx, provider.id, person.subject)
        if known is None:
            if await repository.link(tx, provider.id, actor.id, person.subject, person.email) is None:
                raise NotLetIn(Why.LINKED)
            detail = {"provider": provider.name, "email": person.email}
            await write_audit(tx, actor, "sso.linked", ("operator", actor.id), detail)
        elif known.operator_id != actor.id:
            raise NotLetIn(Why.LINKED)
    return Arrived(attempt.return_to)


async def _sign_in(  # noqa: PLR0913, PLR0917 - what a sign-in is made of
    sso: Sso, provider: ProviderRow, attempt: AttemptRow, person: Person, browser: str, visit: Visit
) -> Arrived:
    async with sso.db.system(provider.workspace_id) as tx:
        await roles.take_turn(tx)
        grants = await repository.list_grants(tx, provider.id)
        identity_id, found = await _find_or_join(tx, provider, grants, person)
        await repository.note_used(tx, identity_id, person.email)
        granted = _by_group(grants, person.groups)
        if granted is not None:
            await give_role(tx, found.id, await _standing(tx, granted), provider.name)
    vouched = Vouched(identity_id, provider.name, factor_met=provider.trusts_factor, sid=person.sid)
    if not provider.trusts_factor and await _needs_code(sso, found):
        await _let_wait(sso, attempt, vouched, browser)
        return Arrived(f"/sign-in?{urlencode({'sso': 'code', 'next': attempt.return_to})}")
    async with sso.db.system(provider.workspace_id) as tx:
        try:
            return Arrived(attempt.return_to, await open_session(tx, found.id, visit, vouched))
        except BadCredentials:
            raise NotLetIn(Why.NO_ACCESS, person.email) from None


async def _needs_code(sso: Sso, found: SignInRow) -> bool:
    try:
        await check_factor(sso.access, found, "")
    except CodeNeeded:
        return True
    return False


async def _let_wait(sso: Sso, attempt: AttemptRow, vouched: Vouched, browser: str) -> None:
    async with sso.db.system(attempt.workspace_id) as tx:
        await repository_attempts.drop_pending(tx, hash_token(browser))
        await repository_attempts.add_attempt(tx, {
            "state": hash_token(new_token()), "browser": hash_token(browser), "provider": attempt.provider_id,
            "return_to": attempt.return_to, "identity": vouched.identity_id, "sid": vouched.sid,
        })  # fmt: skip


async def _find_or_join(tx: Tx, provider: ProviderRow, grants: list[GrantRow], person: Person) -> tuple[int, SignInRow]:
    """Return the link and the operator it is for; raises NotLetIn."""
    known = await repository.find_identity(tx, provider.id, person.subject)
    if known is not None:
        return known.id, await _active(tx, known.operator_id, person)
    if not is_welcome(person, provider.domains):
        raise NotLetIn(Why.NO_ACCESS, person.email)
    found = await find_by_address(tx, person.email)
    if found is not None and found.workspace_id != tx.workspace_id:
        raise NotLetIn(Why.NO_ACCESS, person.email)
    operator_id = await _join(tx, grants, person) if found is None else found.id
    active = await _active(tx, operator_id, person)
    identity_id = await repository.link(tx, provider.id, operator_id, person.subject, person.email)
    if identity_id is None:
        raise NotLetIn(Why.LINKED, person.email)
    doer = Doer(kind="operator", id=operator_id, name=active.name)
    detail = {"provider": provider.name, "email": person.email}
    await write_audit(tx, doer, "sso.linked", ("operator", operator_id), detail)
    return identity_id, active


async def _active(tx: Tx, operator_id: int, person: Person) -> SignInRow:
    found = await find_by_id(tx, operator_id)
    if found is None or found.disabled:
        raise NotLetIn(Why.NO_ACCESS, person.email)
    return found


async def _join(tx: Tx, grants: list[GrantRow], person: Person) -> int:
    """Make an account: as invited, or as the company says of newcomers; raises NotLetIn where it says nothing."""
    name = person.name or person.email.partition("@")[0]
    invited = await invitations.take_invitation_to(tx, person.email, name)
    if invited is not None:
        return invited
    granted = _by_group(grants, person.groups) or next((one for one in grants if not one.claimed), None)
    if granted is None:
        raise NotLetIn(Why.NO_ACCESS, person.email)
    standing = await _standing(tx, granted)
    new = NewOperator(email=person.email, name=name, role=Role(standing.role), role_id=standing.role_id)
    operator_id = await create_operator(tx, new)
    detail = {"email": person.email, "role": standing.said}
    await write_audit(tx, None, "sso.joined", ("operator", operator_id), detail)
    return operator_id


def _by_group(grants: list[GrantRow], groups: frozenset[str]) -> GrantRow | None:
    return next((grant for grant in grants if grant.claimed and grant.claimed in groups), None)


async def _standing(tx: Tx, granted: GrantRow) -> Standing:
    return await roles.get_standing(tx, role_key(granted.role, granted.role_id))
