"""The door at the end of a letter: no more of them, without signing in, by a link that only its reader has."""

from html import escape
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.params import Parameter

from otklik.access.cookies import PUBLIC
from otklik.infra.web.words import Language, preferred_language
from otklik.kit.signing import BadSignature
from otklik.notifications.mailing import STOP_PAGE
from otklik.notifications.room import Notifications
from otklik.notifications.service import stop_mail

_TAG = ["Notifications"]
Token = Annotated[str, Parameter(max_length=1000)]
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
}


@get(STOP_PAGE, opt=PUBLIC, security=[{}], tags=_TAG)
async def show_stop(request: Request[Any, Any, Any], token: Token = "") -> Response[str]:
    """Ask whether to send no more letters; looking changes nothing, since mail servers look at links themselves."""
    language = preferred_language(request.headers.get("accept-language", ""))
    words = _WORDS[language]
    form = f'<form method="post" action="{STOP_PAGE}?token={escape(token)}"><button>{words["stop"]}</button></form>'
    return _page(language, words["ask"], form)


@post(STOP_PAGE, opt=PUBLIC, security=[{}], status_code=200, tags=_TAG)
async def stop(request: Request[Any, Any, Any], notifications: Notifications, token: Token = "") -> Response[str]:
    """Send no more letters (RFC 8058 by one click, or the page's own button)."""
    language = preferred_language(request.headers.get("accept-language", ""))
    try:
        workspace_id, _, operator_id = notifications.stopping.read(token).partition(":")
    except BadSignature:
        return _page(language, _WORDS[language]["bad"], "")
    async with notifications.db.workspace(int(workspace_id)) as tx:
        await stop_mail(tx, int(operator_id))
    return _page(language, _WORDS[language]["done"], "")


def _page(language: Language, text: str, form: str) -> Response[str]:
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport"'
        ' content="width=device-width">'
        f"<title>{_WORDS[language]['title']}</title><style>{_STYLE}</style><main><p>{text}</p>{form}</main></html>"
    )
    return Response(body, media_type="text/html; charset=utf-8", headers=_HEADERS)


_STYLE: Final = (
    "body{margin:0;background:#f1f2f5;color:#171b24;font:16px/24px system-ui,sans-serif}"
    "main{max-width:360px;margin:15vh auto;padding:28px;border-radius:16px;background:#fff}"
    "button{padding:8px 16px;border:0;border-radius:8px;background:#4a4fe0;color:#fff;font:inherit;cursor:pointer}"
    "@media(prefers-color-scheme:dark){body{background:#0d0f14;color:#eceef3}main{background:#14171e}}"
)
_WORDS: Final = {
    "ru": {
        "title": "Отклик", "ask": "Больше не присылать вам письма об уведомлениях?", "stop": "Не присылать",
        "done": "Готово: писем больше не будет. Вернуть их можно в настройках уведомлений.",
        "bad": "Ссылка недействительна. Выключите письма в настройках уведомлений.",
    },
    "en": {
        "title": "Otklik", "ask": "Send you no more letters about notifications?", "stop": "Send no more",
        "done": "Done: there will be no more letters. Bring them back in the notification settings.",
        "bad": "This link is not valid. Switch letters off in the notification settings.",
    },
}  # fmt: skip

ROUTES = [show_stop, stop]
