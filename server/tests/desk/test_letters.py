from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Mail
from tests.browser import ADDRESS
from tests.desk.scene import Company, Scene

EVIL = (
    "<style>@import 'http://evil.test/x.css'</style><script>alert(1)</script><img src=x onerror=alert(1)>"
    "<a href='javascript:alert(1)'>a</a><form action='http://evil.test'><input></form><base href='http://evil.test'>"
    "<meta http-equiv=refresh content='0;url=http://evil.test'><iframe srcdoc='<script>1</script>'></iframe>"
)


async def _letter(scene: Scene, html: str, company: Company | None = None) -> int:
    written = await scene.write(
        company or scene.a, "ivan@example.test", "текст", inbox_id=scene.a.mail, kind=Kind.MAIL,
        mail=Mail(subject="Тема", sender="ivan@example.test", to=("a@b.test",), html=html, folded="> старое"),
    )  # fmt: skip
    return written.message_id


async def test_a_letter_is_clean_and_in_a_sandbox(scene: Scene) -> None:
    number = await _letter(scene, f"<p>Здравствуйте</p>{EVIL}")
    page = await scene.a.anna_browser.get(f"/api/v1/messages/{number}/html")
    assert page.status_code == 200, page.text
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "sandbox allow-popups" in policy
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert "<p>Здравствуйте</p>" in page.text
    body = page.text.partition("<body>")[2]
    for bad in ("script", "onerror", "javascript:", "evil.test", "<form", "<base", "<meta", "<iframe", "@import"):
        assert bad not in body, bad


async def test_pictures_of_the_letter_show_and_those_from_elsewhere_only_on_demand(scene: Scene) -> None:
    number = await _letter(
        scene, '<img src="cid:logo%40shop"><img src="cid:other"><img src="https://track.test/p.gif?id=1">'
    )
    await scene.do(
        """insert into file (key, workspace_id, sha256, size, mime, name)
           values ('k1', %(w)s, '', 1, 'image/png', 'logo.png')""",
        w=scene.a.id,
    )
    attachment = await scene.sql(
        """insert into attachment (workspace_id, message_id, kind, state, file_key, content_id, inline)
           values (%(w)s, %(m)s, 'image', 'ready', 'k1', '<logo@shop>', true) returning id""",
        w=scene.a.id, m=number,
    )  # fmt: skip
    path = f"/api/v1/messages/{number}/html"
    blocked = await scene.a.anna_browser.get(path)
    own = ADDRESS + scene.links.attachment(scene.a.id, attachment)
    assert f'src="{own}"' in blocked.text
    assert "track.test" not in blocked.text
    assert blocked.headers["x-blocked-images"] == "1"
    assert f"{ADDRESS}/files/" in blocked.headers["content-security-policy"]
    shown = await scene.a.anna_browser.get(f"{path}?images=1")
    assert "https://track.test/p.gif?id=1" in shown.text
    assert "img-src https: http: data:" in shown.headers["content-security-policy"]


async def test_the_html_of_letters_does_not_travel_with_the_list(scene: Scene) -> None:
    number = await _letter(scene, "<p>Большое письмо</p>")
    conversation = await scene.sql("select conversation_id from message where id = %(id)s", id=number)
    listed = await scene.a.anna_browser.get(f"/api/v1/conversations/{conversation}/messages")
    assert "Большое" not in listed.text
    mail = listed.json()["items"][0]["mail"]
    assert mail == {
        "subject": "Тема", "from": "ivan@example.test", "to": ["a@b.test"], "cc": [], "html": True,
        "folded_text": "> старое", "authentic": "unverified", "automatic": None, "bcc": [], "head": False,
        "forwards": None, "signature": None, "refused": {},
    }  # fmt: skip


async def test_a_message_without_html_has_no_page(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    assert (await scene.a.anna_browser.get(f"/api/v1/messages/{written.message_id}/html")).status_code == 404
