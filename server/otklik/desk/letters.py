"""Letters as pages for a sandboxed frame: cleaned, with their own pictures, those from elsewhere only on demand."""

from urllib.parse import unquote

from litestar import Response

from otklik.desk import repository
from otklik.desk.records import AttachmentLine, Letter
from otklik.infra.db import Tx
from otklik.kit.errors import NotFound
from otklik.kit.html import CleanHtml, clean_html
from otklik.messaging.links import FileLinks

_PAGE = """<!doctype html>
<html{lang}><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<style>
html {{ color-scheme: light; }}
body {{ margin: 0; padding: 8px; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; background: #fff; }}
img {{ max-width: 100%; height: auto; }}
blockquote {{ margin: 0 0 0 8px; padding-left: 8px; border-left: 2px solid #ccc; }}
table {{ max-width: 100%; }}
</style></head><body>{body}</body></html>
"""


async def load_letter(tx: Tx, message_id: int) -> tuple[Letter, list[AttachmentLine]]:
    """Return the HTML of a letter and its files; raises NotFound when it has none."""
    letter = await repository.find_letter(tx, message_id)
    if letter is None:
        raise NotFound("this message has no HTML")
    return letter, await repository.load_attachments(tx, [message_id])


def clean_letter(letter: Letter, pictures: dict[str, str], *, remote: bool) -> CleanHtml:
    """Clean a letter; pictures inside it (by their Content-ID) get addresses, others stay out unless `remote`."""

    def address(source: str) -> str | None:
        scheme, _, rest = source.partition(":")
        if scheme.lower() == "cid":
            return pictures.get(unquote(rest).strip("<> "))
        return source if remote and scheme.lower() in {"http", "https"} else None

    return clean_html(letter.html, address)


def picture_addresses(links: FileLinks, workspace_id: int, files: list[AttachmentLine], base: str) -> dict[str, str]:
    """Return the absolute addresses of a letter's own pictures by Content-ID."""
    return {
        file.content_id.strip("<> "): base + links.attachment(workspace_id, file.id)
        for file in files
        if file.content_id and file.stored
    }


def make_page(cleaned: CleanHtml, base: str, lang: str = "", *, remote: bool) -> Response[str]:
    """Put a cleaned letter on a page that runs nothing and sends nothing."""
    pictures = "https: http: data:" if remote else f"'self' {base}/files/ data:"
    policy = (
        f"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src {pictures}; "
        "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
    return Response(
        _PAGE.format(body=cleaned.html, lang=f' lang="{lang}"' if lang else ""),
        media_type="text/html",
        headers={"Content-Security-Policy": policy, "X-Blocked-Images": str(cleaned.blocked_images)},
    )
