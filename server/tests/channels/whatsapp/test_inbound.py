"""Every kept delivery, and what the desk makes of it."""

import hashlib
import hmac
import time
from datetime import UTC, datetime

import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Answer, Attachment, Card, Content, Location
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    AccountNoted,
    ButtonPressed,
    ChatStarted,
    ConsentChanged,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    IdentityChanged,
    MessageDeleted,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Proof,
    Quoted,
    ReachChanged,
    ReactionChanged,
    Sender,
    Severity,
)
from otklik.channelkit.meta.signing import answer_handshake, verify
from otklik.channelkit.outbound import SendErrorKind
from otklik.channels.whatsapp.inbound import parse
from tests.channels.whatsapp.wire import (
    APP_SECRET,
    NUMBER,
    PHONE,
    VERA,
    Loose,
    call_of,
    changed,
    fixture_names,
    read_fixture,
    signed,
    wrote,
)

SETTINGS = {"phone_number_id": NUMBER}
PERSON = Sender(external_id=VERA, name="Вера", phone=f"+{PHONE}", proof=Proof.PROVIDER)
NAMED = Sender(external_id=VERA, name="Вера", username="vera_i", phone=f"+{PHONE}", proof=Proof.PROVIDER)
BARE = Sender(external_id=VERA, phone=f"+{PHONE}", proof=Proof.PROVIDER)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def said(number: int, content: Content, **fields: Loose) -> MessageReceived:
    name = f"wamid.IN{number:03}"
    return MessageReceived(
        key=name, sender=PERSON, message_id=name, content=content, sent_at=at(1795341600 + number), **fields
    )


def filed(kind: Kind, ref: str, mime: str, text: str = "", name: str = "") -> Content:
    return Content(kind=kind, text=text, attachments=(Attachment(kind=kind, ref=ref, mime=mime, name=name),))


def reported(status: DeliveryStatus, **fields: Loose) -> DeliveryReported:
    return DeliveryReported(
        key=f"wamid.OUT1:{status}", message_id="wamid.OUT1", status=status, at=at(1795341650), sender=PERSON,
        tag="m:9f1c", **fields,
    )  # fmt: skip


IMAGE = said(0, filed(Kind.IMAGE, "1001", "image/jpeg", "царапина"))
VIDEO = said(1, filed(Kind.VIDEO, "1002", "video/mp4"))
AD = {
    "source_url": "https://fb.me/x", "source_id": "1202", "source_type": "ad", "headline": "Чат с нами",
    "body": "Скидка", "media_type": "image", "image_url": "https://scontent.example/i", "ctwa_clid": "Aff-n8",
}  # fmt: skip

MEANT: dict[str, list[Happening]] = {
    "text_with_code": [
        MessageReceived(
            key="wamid.HBgLTEST1", sender=NAMED, message_id="wamid.HBgLTEST1", sent_at=at(1795341600),
            content=Content(text="Здравствуйте, код Q7K2. Где заказ?"), entry=Entry("code", "Q7K2"),
        )
    ],
    "image": [IMAGE],
    "video": [VIDEO],
    "audio": [said(2, filed(Kind.VOICE, "1003", "audio/ogg; codecs=opus"))],
    "document": [said(3, filed(Kind.DOCUMENT, "1004", "application/pdf", name="счёт.pdf"))],
    "sticker": [said(4, filed(Kind.STICKER, "1005", "image/webp"))],
    "location": [
        said(5, Content(kind=Kind.LOCATION, location=Location(55.7558, 37.6173, "Пункт выдачи", "Тверская, 1")))
    ],
    "contacts": [said(6, Content(kind=Kind.CONTACT, card=Card("Пётр Петров", "+7 916 000-00-00")))],
    "reaction": [ReactionChanged(key="wamid.IN007", sender=PERSON, message_id="wamid.OUT1", emojis=("👍",))],
    "reaction_removed": [ReactionChanged(key="wamid.IN008", sender=PERSON, message_id="wamid.OUT1", emojis=())],
    "button_reply": [
        ButtonPressed(
            key="wamid.IN009", sender=PERSON, message_id="wamid.OUT2", payload="c:81:yes", pressed_at=at(1795341609)
        )
    ],
    "list_reply": [
        ButtonPressed(
            key="wamid.IN010", sender=PERSON, message_id="wamid.OUT2", payload="size:42", pressed_at=at(1795341610)
        )
    ],
    "button": [
        ButtonPressed(
            key="wamid.IN011", sender=PERSON, message_id="wamid.OUT3", payload="c:81:later", pressed_at=at(1795341611)
        )
    ],
    "text_from_ad": [said(12, Content(text="Можно подробнее?"), entry=Entry("ad", "Aff-n8", AD))],
    "text_forwarded": [said(13, Content(text="переслано", forwarded_from="?"))],
    "unsupported": [said(14, Content(kind=Kind.UNSUPPORTED, note="Message type is currently not supported."))],
    "system": [
        IdentityChanged(
            key="wamid.IN015", previous=VERA, at=at(1795341615),
            sender=Sender(external_id="79160000001", phone="+79160000001", proof=Proof.PROVIDER),
        )
    ],
    "status_sent": [reported(DeliveryStatus.SENT)],
    "status_delivered": [reported(DeliveryStatus.DELIVERED)],
    "status_read": [reported(DeliveryStatus.READ)],
    "status_failed": [
        reported(
            DeliveryStatus.FAILED, code="131047", detail="Re-engagement message · More than 24 hours have passed",
            failure=SendErrorKind.WINDOW,
        )
    ],
    "edit": [
        MessageEdited(
            key="wamid.IN019:edit", sender=PERSON, message_id="wamid.IN001", content=Content(text="исправлено"),
            edited_at=at(1795341619),
        )
    ],
    "revoke": [
        MessageDeleted(
            key="wamid.IN019:revoke", sender=PERSON, message_id="wamid.IN001", deleted_at=at(1795341619)
        )
    ],
    "user_preferences": [
        ConsentChanged(key=f"preference:{VERA}:stop:1795341600", sender=PERSON, given=False, at=at(1795341600))
    ],
    "smb_message_echoes": [
        MessageEchoed(
            key="echo:wamid.EC1", message_id="wamid.EC1", sent_at=at(1795341600),
            sender=Sender(external_id=PHONE, phone=f"+{PHONE}", proof=Proof.PROVIDER),
            content=Content(text="ответ с телефона"),
        )
    ],
    "text_without_phone": [
        MessageReceived(
            key="wamid.NOPHONE", sender=Sender(external_id="RU.777", name="Инкогнито", username="inc"),
            message_id="wamid.NOPHONE", content=Content(text="без номера"), sent_at=at(1795341600),
        )
    ],
    "batch": [
        IMAGE,
        MessageReceived(
            key="wamid.B2", sender=PERSON, message_id="wamid.B2", content=Content(text="второе в пачке"),
            sent_at=at(1795341600),
        ),
        VIDEO,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", fixture_names())
def test_a_kept_delivery_means(name: str) -> None:
    assert list(parse(call_of(name), SETTINGS)) == MEANT[name]


def one(value: Loose) -> Loose:
    (found,) = parse(signed(value), SETTINGS)
    return found


def test_another_number_of_the_account_is_not_ours() -> None:
    assert parse(call_of("image"), {"phone_number_id": "999"}) == ()
    assert len(parse(call_of("image"), {})) == 1


def test_a_thousand_messages_with_one_poison_among_them() -> None:
    messages: list[Loose] = [{"type": "text", "text": {"body": f"номер {n}"}} for n in range(1000)]
    messages[500] = {"type": "image", "image": ["\ud800", None], "timestamp": {"no": 1}}
    found = parse(signed(wrote(*messages)), SETTINGS)
    assert len(found) == 1000
    assert isinstance(found[500], MessageReceived)
    assert found[500].content == Content(kind=Kind.UNSUPPORTED, note="image")
    assert isinstance(found[501], MessageReceived)
    assert found[501].content.text == "номер 501"


def test_a_thousand_people_in_one_delivery_are_told_apart() -> None:
    people = [{"profile": {"name": f"Имя {n}"}, "user_id": f"RU.{n}", "wa_id": f"7916{n:07}"} for n in range(1000)]
    messages = [
        {"from_user_id": f"RU.{n}", "id": f"wamid.M{n}", "timestamp": "1", "type": "text", "text": {"body": "да"}}
        for n in range(1000)
    ]
    began = time.perf_counter()
    found = parse(signed(changed("messages", contacts=people, messages=messages)), SETTINGS)
    assert time.perf_counter() - began < 1, "the time grows with the delivery, not with its square"
    assert [(one.sender.name, one.sender.phone) for one in found if isinstance(one, MessageReceived)] == [
        (f"Имя {n}", f"+7916{n:07}") for n in range(1000)
    ]


def test_elements_that_are_nothing_are_passed_over() -> None:
    value = wrote({"type": "text", "text": {"body": "жив"}})
    inner = value["entry"][0]["changes"][0]["value"]
    inner["messages"] = [None, 7, {}, {"id": "x"}, *inner["messages"]]
    value["entry"] += [None, {"changes": 7}, {"id": 1, "changes": [None, {"field": 3, "value": None}]}]
    assert one(value).content.text == "жив"


def test_statuses_of_2025_have_no_contacts_and_a_user_id_may_be_all() -> None:
    status = {"id": "wamid.O", "status": "played", "timestamp": "1795341600", "recipient_id": PHONE}
    report = one(changed("messages", statuses=[status]))
    assert (report.key, report.status, report.sender.external_id) == ("wamid.O:played", DeliveryStatus.READ, PHONE)
    status = {"id": "wamid.O", "status": "read", "timestamp": "1795341600", "recipient_user_id": "RU.777"}
    assert one(changed("messages", statuses=[status])).sender == Sender(external_id="RU.777")
    assert parse(signed(changed("messages", statuses=[{"id": "wamid.O", "status": "warning"}])), SETTINGS) == ()


@pytest.mark.parametrize(("code", "kind"), [(131026, ReachChanged), (131050, ConsentChanged), (131047, None)])
def test_a_failure_may_tell_something_of_the_person(code: int, kind: type[Happening] | None) -> None:
    status = {
        "id": "wamid.O", "status": "failed", "timestamp": "1795341600", "recipient_id": PHONE,
        "errors": [{"code": code, "title": "Undeliverable"}],
    }  # fmt: skip
    report, *more = parse(signed(changed("messages", statuses=[status])), SETTINGS)
    assert isinstance(report, DeliveryReported)
    assert (report.code, report.detail) == (str(code), "Undeliverable")
    assert [type(one) for one in more] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("code", "failure"),
    [(131047, SendErrorKind.WINDOW), (131026, SendErrorKind.GONE), (131049, SendErrorKind.OPTOUT),
     (131053, SendErrorKind.FORMAT), (132015, SendErrorKind.POLICY), (131000, None), (130429, None), (190, None),
     (999_999, None), (10**400, None), ("x", None), (None, None)],
)  # fmt: skip
def test_what_a_reported_failure_means(code: Loose, failure: SendErrorKind | None) -> None:
    status = {"id": "wamid.O", "status": "failed", "timestamp": "1", "errors": [{"code": code, "title": "x"}]}
    report = next(iter(parse(signed(changed("messages", statuses=[status])), SETTINGS)))
    assert isinstance(report, DeliveryReported)
    assert report.failure is failure


@pytest.mark.parametrize(
    ("body", "previous", "now"),
    [
        ({"type": "user_changed_number", "wa_id": "79160000001", "user_id": "RU.2"}, VERA, "RU.2"),
        ({"type": "user_changed_user_id", "user_id": "RU.2"}, VERA, "RU.2"),
        ({"type": "user_changed_number", "wa_id": "79160000001", "user_id": VERA}, PHONE, VERA),
    ],
)
def test_a_person_with_a_new_number_or_id(body: Loose, previous: str, now: str) -> None:
    fact = one(wrote({"type": "system", "system": body}))
    assert isinstance(fact, IdentityChanged)
    assert (fact.previous, fact.sender.external_id, fact.sender.name) == (previous, now, "Вера")


@pytest.mark.parametrize("system", [{"type": "customer_identity_changed", "body": "x"}, {}, None])
def test_other_notices_of_the_messenger_concern_nobody(system: Loose) -> None:
    assert parse(signed(wrote({"type": "system", "system": system})), SETTINGS) == ()


@pytest.mark.parametrize(
    "element",
    [
        {"user_id": {"previous": "RU.1", "current": "RU.2"}, "wa_id": PHONE, "timestamp": "1795341600"},
        {"previous_user_id": "RU.1", "user_id": "RU.2", "wa_id": PHONE},
    ],
)
@pytest.mark.parametrize("name", ["user_id_update", "user_id_updates"])
def test_a_changed_user_id_in_either_shape(name: str, element: Loose) -> None:
    fact = one(changed("user_id_update", **{name: [element]}))
    assert (fact.previous, fact.sender.external_id, fact.sender.phone) == ("RU.1", "RU.2", f"+{PHONE}")


def test_answers_of_a_form() -> None:
    reply = {"name": "flow", "body": "Отправлено", "response_json": '{"flow_token": "x", "city": "Тверь", "age": 7}'}
    fact = one(wrote({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}))
    assert fact.content == Content(text="Отправлено", answers=(Answer("city", "Тверь"), Answer("age", "7")))
    broken = {"type": "nfm_reply", "nfm_reply": {"body": "", "response_json": "{"}}
    assert one(wrote({"type": "interactive", "interactive": broken})).content.kind is Kind.UNSUPPORTED


def test_a_press_that_names_no_message_is_an_answer_in_words() -> None:
    fact = one(wrote({"type": "button", "button": {"payload": "c:1", "text": "Позже"}}))
    assert fact.content == Content(kind=Kind.BUTTON_PRESS, text="Позже", note="c:1")


def test_an_order_is_read_out() -> None:
    goods = [
        {"product_retailer_id": "SKU1", "quantity": 2, "item_price": 990.5, "currency": "RUB"},
        {"product_retailer_id": "SKU2", "quantity": "1", "item_price": "10", "currency": "RUB"},
    ]
    fact = one(wrote({"type": "order", "order": {"catalog_id": "1", "text": "побыстрее", "product_items": goods}}))
    assert fact.content.text == "побыстрее\n2 × SKU1 — 990.5 RUB\n1 × SKU2 — 10 RUB"


def test_the_first_opening_of_a_chat() -> None:
    assert isinstance(one(wrote({"type": "request_welcome"})), ChatStarted)


def test_an_answer_names_what_it_answers() -> None:
    message = {"type": "text", "text": {"body": "да"}, "context": {"from": "74950000000", "id": "wamid.OUT7"}}
    assert one(wrote(message)).quoted == Quoted("wamid.OUT7")


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Код Q7K2", "Q7K2"), ("code: AB12", "AB12"), ("код №A1B2C3 доставка", "A1B2C3"), ("код 123456 из смс", None),
        ("код подъезда", None), ("код ABCDEF", None), ("штрихкод Q7K2", None),
    ],
)  # fmt: skip
def test_a_code_in_the_text(text: str, ref: str | None) -> None:
    entry = one(wrote({"type": "text", "text": {"body": text}})).entry
    assert entry == (Entry("code", ref) if ref else None)


def test_text_that_nothing_can_hold_is_made_holdable() -> None:
    body = "\x00нуль \ud800 \u202eсправа 👨‍👩‍👧 налево"
    assert one(wrote({"type": "text", "text": {"body": body}})).content.text == "нуль \ufffd \u202eсправа 👨‍👩‍👧 налево"


@pytest.mark.parametrize("kind", ["poll", "group_invite", "view_once", ""])
def test_kinds_of_tomorrow_are_shown_as_unsupported(kind: str) -> None:
    message: Loose = {"type": "unsupported", "unsupported": {"type": kind}} if kind else {"type": "hologram"}
    assert one(wrote(message)).content == Content(kind=Kind.UNSUPPORTED, note=kind or "hologram")


def test_what_the_telephone_app_does_beside_writing_is_no_echo() -> None:
    echo = {"from": "74950000000", "to": PHONE, "id": "wamid.E", "type": "revoke", "revoke": {}}
    assert parse(signed(changed("smb_message_echoes", message_echoes=[echo])), SETTINGS) == ()


def test_people_want_news_again() -> None:
    wish = {"wa_id": PHONE, "value": "resume", "category": "marketing_messages", "timestamp": 1795341600}
    assert one(changed("user_preferences", user_preferences=[wish])).given
    wish["value"] = "whatever"
    assert parse(signed(changed("user_preferences", user_preferences=[wish])), SETTINGS) == ()


TEMPLATE = {"message_template_id": 1, "message_template_name": "order_ready", "message_template_language": "ru"}
NOTES: list[tuple[str, Loose, Severity, str]] = [
    ("message_template_status_update", {**TEMPLATE, "event": "APPROVED", "reason": "NONE"}, Severity.INFO, "APPROVED"),
    ("message_template_status_update", {**TEMPLATE, "event": "REJECTED", "reason": "SCAM"}, Severity.WARN, "SCAM"),
    ("message_template_status_update", {**TEMPLATE, "event": "PAUSED"}, Severity.WARN, "order_ready"),
    ("message_template_status_update", {**TEMPLATE, "event": "DISABLED"}, Severity.WARN, "DISABLED"),
    ("message_template_quality_update", {**TEMPLATE, "new_quality_score": "RED"}, Severity.WARN, "RED"),
    ("message_template_quality_update", {**TEMPLATE, "new_quality_score": "GREEN"}, Severity.INFO, "GREEN"),
    ("template_category_update", {**TEMPLATE, "new_category": "MARKETING"}, Severity.INFO, "MARKETING"),
    ("phone_number_quality_update", {"event": "FLAGGED", "current_limit": "TIER_1K"}, Severity.WARN, "TIER_1K"),
    ("phone_number_quality_update", {"event": "UPGRADE", "current_limit": "TIER_10K"}, Severity.INFO, "TIER_10K"),
    ("phone_number_name_update", {"decision": "REJECTED", "rejection_reason": "x"}, Severity.WARN, "REJECTED"),
    ("account_update", {"event": "ACCOUNT_RESTRICTION"}, Severity.WARN, "ACCOUNT_RESTRICTION"),
    ("account_update", {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}, Severity.FAIL,
     "DISABLED_UPDATE"),
    ("account_alerts", {"alert_severity": "CRITICAL", "alert_type": "X", "alert_description": "беда"}, Severity.FAIL,
     "беда"),
    ("account_review_update", {"decision": "APPROVED"}, Severity.INFO, "APPROVED"),
    ("business_capability_update", {"max_daily_conversation_per_phone": 2000}, Severity.INFO, "2000"),
    ("security", {"event": "PIN_CHANGED"}, Severity.WARN, "PIN_CHANGED"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "severity", "words"), NOTES)
def test_what_is_said_of_our_account(field: str, value: Loose, severity: Severity, words: str) -> None:
    note = one({"object": "whatsapp_business_account",
                "entry": [{"id": "1", "time": 1795341600, "changes": [{"field": field, "value": value}]}]})  # fmt: skip
    assert isinstance(note, AccountNoted)
    assert (note.code, note.severity, note.at) == (field, severity, at(1795341600))
    assert words in note.detail


def test_errors_without_a_message_are_noted() -> None:
    note = one(changed("messages", errors=[{"code": 130429, "title": "Rate limit hit"}]))
    assert (note.code, note.detail, note.severity) == ("error:130429", "Rate limit hit", Severity.WARN)


@pytest.mark.parametrize("field", ["history", "smb_app_state_sync", "calls", "group_lifecycle_update", "new_field"])
def test_fields_we_do_not_show_are_kept_with_the_delivery_only(field: str) -> None:
    assert parse(signed(changed(field, messages=[{"id": "x", "from": PHONE, "type": "text"}])), SETTINGS) == ()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"entry": 7}', b"\xff", b"[" * 9000])
def test_what_is_no_delivery(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body), SETTINGS)


# Signature and handshake --------------------------------------------------------------------------------------


def test_the_signature_of_the_study() -> None:
    body = b'{"object":"page","entry":[{"id":"1001","time":1795341600000,"messaging":[]}]}'
    given = "sha256=f6c7537f44fcddd3f888392a8a50d64b181cdacc63b9ccb9acb06dbd826baac6"
    assert given == "sha256=" + hmac.new(b"app-secret", body, hashlib.sha256).hexdigest()
    verify(HookCall(body=body, headers={"x-hub-signature-256": given}), "app-secret", ())


@pytest.mark.parametrize("header", ["", "sha256=", "sha1=abc", "sha256=" + "0" * 64, "sha256=\ud800", "👋"])
@pytest.mark.parametrize("secret", [APP_SECRET, ""])
def test_what_proves_nothing(header: str, secret: str) -> None:
    with pytest.raises(BadSignature):
        verify(HookCall(body=b"{}", headers={"x-hub-signature-256": header}), secret, ("",))


def test_one_byte_more_and_the_signature_is_worthless() -> None:
    call = call_of("image")
    verify(call, APP_SECRET, ())
    with pytest.raises(BadSignature):
        verify(HookCall(body=call.body + b" ", headers=call.headers), APP_SECRET, ())


def ask(query: str) -> HookCall:
    return HookCall(body=b"", query=query, method="GET")


def test_a_handshake_gets_its_challenge_back() -> None:
    call = ask("hub.mode=subscribe&hub.verify_token=our+word&hub.challenge=1158201444")
    verify(call, APP_SECRET, ("", "our word"))
    answer = answer_handshake(call)
    assert answer is not None
    assert (answer.status, answer.body, answer.content_type) == (200, b"1158201444", "text/plain")


@pytest.mark.parametrize(
    "query",
    ["", "hub.mode=subscribe&hub.challenge=1", "hub.mode=subscribe&hub.verify_token=x&hub.challenge=1",
     "hub.mode=unsubscribe&hub.verify_token=word&hub.challenge=1", "hub.verify_token=word&hub.challenge=1"],
)  # fmt: skip
def test_a_handshake_without_our_word_is_refused(query: str) -> None:
    with pytest.raises(BadSignature):
        verify(ask(query), APP_SECRET, ("word", ""))


def test_a_handshake_gets_no_page_back() -> None:
    answer = answer_handshake(ask("hub.mode=subscribe&hub.verify_token=w&hub.challenge=%3Cscript%3E"))
    assert answer is not None
    assert (answer.status, answer.body) == (400, b"")
    assert answer_handshake(HookCall(body=b"{}")) is None


def test_every_fixture_has_its_meaning() -> None:
    assert sorted(MEANT) == fixture_names()
    assert read_fixture("image")["object"] == "whatsapp_business_account"
