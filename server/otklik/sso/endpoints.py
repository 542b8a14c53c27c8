"""Doors for people who sign in through a provider: the buttons, the way out, the way back, the code, signing out."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body, Parameter
from litestar.response import Redirect

from otklik.access import service as people
from otklik.access.actor import Actor
from otklik.access.cookies import PUBLIC, session_cookie
from otklik.access.guards import BEFORE_FACTOR, WHILE_VIEWING, check_own_page, operators_only
from otklik.access.schemas import Session
from otklik.access.sessions import LIFE_SECONDS, OpenedSession, Visit, close_session
from otklik.access.single_sign_on import is_password_closed
from otklik.infra.web.client_address import client_address
from otklik.sso import repository
from otklik.sso.arriving import Return, arrive, finish_with_code
from otklik.sso.errors import NothingToProve, NotLetIn, Why
from otklik.sso.leaving import hear_sign_out
from otklik.sso.records import IdentityRow
from otklik.sso.repository_attempts import MINUTES
from otklik.sso.room import CALLBACK, Sso
from otklik.sso.schemas import BeginInput, CodeInput, ProviderSignOut, SignedOut, SignInButton, SignInWay, SignInWays
from otklik.sso.starting import begin_sign_in

_TAG = ["Start and session"]
Slug = Annotated[str, Parameter(max_length=100)]


@get("/api/v1/sso", opt=PUBLIC, security=[{}], tags=_TAG)
async def show_ways(sso: Sso, company: Slug = "") -> SignInWays:
    """Show how people sign in. Where the installation serves several companies, `company` is a provider's mark."""
    async with sso.db.system() as tx:
        beside = await repository.find_by_slug(tx, company) if company else None
        rows = await (
            repository.list_of_the_only_company(tx) if beside is None
            else repository.list_beside(tx, beside.workspace_id)
        )  # fmt: skip
    if not rows:
        return SignInWays([], password_closed=False)
    async with sso.db.workspace(rows[0].workspace_id) as tx:
        closed = await is_password_closed(tx)
    return SignInWays([SignInButton(row.slug, row.name) for row in rows], closed)


@post("/api/v1/sso/{slug:str}/begin", opt=PUBLIC, security=[{}], status_code=200, tags=_TAG)
async def begin(slug: Slug, data: BeginInput, sso: Sso, request: Request[Any, Any, Any]) -> Response[SignInWay]:
    """Begin to sign in: go on to the address; it is good once, in this browser, for ten minutes."""
    visit = visit_of(request, sso)
    begun = await begin_sign_in(sso, slug, data.return_to, visit.address, browser_of(request, sso))
    return Response(SignInWay(begun.url), status_code=200, cookies=[browser_cookie(sso, begun.browser)])


@get(CALLBACK, opt=PUBLIC, security=[{}], tags=_TAG)
async def come_back(sso: Sso, request: Request[Any, Any, Any]) -> Redirect:
    """Come back from the provider: a session is opened, or the sign-in page says why not."""
    try:
        arrived = await arrive(sso, _read_return(request, sso), visit_of(request, sso, own_page=False))
    except NotLetIn as no:
        where = "/settings/account" if no.why in (Why.LINKED, Why.SIGNED_OUT) else "/sign-in"
        return _go(f"{where}?{urlencode({'sso': no.why.value})}")
    return _go(arrived.return_to, () if arrived.opened is None else (_cookie_of(sso, arrived.opened),))


@post("/api/v1/sso/code", opt=PUBLIC, security=[{}], status_code=200, tags=_TAG)
async def give_code(data: CodeInput, sso: Sso, request: Request[Any, Any, Any]) -> Response[Session]:
    """Give the code of the second factor after the provider has vouched for one."""
    browser = browser_of(request, sso)
    if not browser:
        raise NothingToProve
    opened = await finish_with_code(sso, browser, data.code, visit_of(request, sso))
    async with sso.db.workspace(opened.workspace_id) as tx:
        session = await people.show_session(tx, sso.access, opened.operator_id, opened.csrf_token)
    return Response(session, status_code=200, cookies=[_cookie_of(sso, opened)])


@post("/api/v1/sso/{slug:str}/back-channel-logout", opt=PUBLIC, security=[{}], status_code=200, tags=_TAG)
async def hear_back_channel_logout(
    slug: Slug,
    data: Annotated[ProviderSignOut, Body(media_type=RequestEncodingType.URL_ENCODED)],
    sso: Sso,
) -> Response[dict[str, str]]:
    """Hear from a provider that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0)."""
    quiet = {"Cache-Control": "no-store"}
    try:
        await hear_sign_out(sso, slug, data.logout_token)
    except NotLetIn as no:
        said = {"error": "invalid_request", "error_description": f"{no.why.value}: {no.detail}"[:300]}
        return Response(said, status_code=400, headers=quiet)
    return Response({}, status_code=200, headers=quiet)


@post(
    "/api/v1/session/sign-out", guards=[operators_only()], opt=WHILE_VIEWING | BEFORE_FACTOR, status_code=200, tags=_TAG
)
async def sign_out(actor: Actor, sso: Sso) -> Response[SignedOut]:
    """Sign out, and learn where to sign out at the provider as well."""
    link: IdentityRow | None = None
    async with sso.db.workspace(actor.workspace_id) as tx:
        if actor.session_id is not None:
            link = await repository.find_identity_of_session(tx, actor.session_id)
            await close_session(tx, actor.session_id)
        provider = None if link is None else await repository.find_provider(tx, link.provider_id)
    url = None
    if provider is not None:
        url = await _sign_out_at(sso, provider.issuer, provider.client_id)
    return Response(SignedOut(url), status_code=200, cookies=[session_cookie(sso.settings, "", 0)])


async def _sign_out_at(sso: Sso, issuer: str, client_id: str) -> str | None:
    """Return the provider's own sign-out (OpenID Connect RP-Initiated Logout 1.0); None where it has none."""
    try:
        endpoint = (await sso.providers.describe(issuer)).end_session_endpoint
    except NotLetIn:
        return None
    if not endpoint or not sso.providers.may_call(endpoint):
        return None
    query = {"client_id": client_id, "post_logout_redirect_uri": f"{sso.settings.address}/sign-in"}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def browser_of(request: Request[Any, Any, Any], sso: Sso) -> str:
    """Return the cookie of ways begun in this browser, empty when there is none."""
    return request.cookies.get(sso.cookie_name, "")


def browser_cookie(sso: Sso, value: str) -> Cookie:
    """Make the cookie of ways begun in this browser."""
    return Cookie(
        key=sso.cookie_name, value=value, max_age=MINUTES * 60 + 60, path="/", secure=sso.settings.secure,
        httponly=True, samesite="lax",
    )  # fmt: skip


def visit_of(request: Request[Any, Any, Any], sso: Sso, *, own_page: bool = True) -> Visit:
    """Return where somebody signs in from; raises ForeignRequest for another site's page unless that is expected."""
    if own_page:
        check_own_page(request.headers, sso.settings)
    address = client_address(request.scope, sso.settings.trusted_proxies)
    return Visit(address, request.headers.get("user-agent", ""))


def _read_return(request: Request[Any, Any, Any], sso: Sso) -> Return:
    """Return what the provider and the browser bring."""
    given = {name: str(request.query_params.get(name, "")) for name in ("state", "code", "error", "iss")}
    return Return(
        state=given["state"], code=given["code"], error=given["error"], issuer=given["iss"],
        browser=browser_of(request, sso), session=request.cookies.get(sso.settings.cookie_name, ""),
    )  # fmt: skip


def _cookie_of(sso: Sso, opened: OpenedSession) -> Cookie:
    return session_cookie(sso.settings, opened.token, LIFE_SECONDS)


def _go(path: str, cookies: tuple[Cookie, ...] = ()) -> Redirect:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Redirect(path, status_code=303, cookies=list(cookies), headers=headers)


ROUTES = [show_ways, begin, come_back, give_code, hear_back_channel_logout, sign_out]
