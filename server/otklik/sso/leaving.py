"""Somebody has signed out at their provider, which tells us so: what they opened here through it ends."""

import time

from otklik.access.audit import write_audit
from otklik.access.sessions import close_session
from otklik.kit.ids import hash_token
from otklik.sso import repository, repository_leaving
from otklik.sso.errors import NotLetIn, Why
from otklik.sso.judging import Expected, judge_sign_out
from otklik.sso.room import Sso

TOKEN_MAX = 16_384


async def hear_sign_out(sso: Sso, slug: str, token: str) -> int:
    """End the sessions a logout token is about, and return how many; raises NotLetIn for one that does not hold.

    A token counts once: the same again is refused. Nothing is asked of the provider inside a transaction.
    """
    async with sso.db.system() as tx:
        provider = await repository.find_by_slug(tx, slug)
    if provider is None:
        raise NotLetIn(Why.PROVIDER, "no such provider")
    if not token or len(token) > TOKEN_MAX:
        raise NotLetIn(Why.TOKEN, "logout_token")
    issuer = (await sso.providers.describe(provider.issuer)).issuer
    claims = await sso.providers.open_token(provider.issuer, token)
    said = judge_sign_out(claims, Expected(issuer, provider.client_id), time.time())
    async with sso.db.system(provider.workspace_id) as tx:
        if not await repository_leaving.hear(tx, provider.id, hash_token(said.jti)):
            raise NotLetIn(Why.TOKEN, "jti")
        await repository_leaving.drop_waiting(tx, provider.id, said.sub, said.sid)
        ended = await repository_leaving.list_sessions(tx, provider.id, said.sub, said.sid)
        for session_id in ended:
            await close_session(tx, session_id)
        detail = {"provider": provider.name, "count": len(ended)}
        await write_audit(tx, None, "sso.signed_out", ("sso_provider", provider.id), detail)
    return len(ended)
