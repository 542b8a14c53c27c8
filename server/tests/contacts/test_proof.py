"""Who may be merged without asking: only people whom providers vouch for; all others are suggestions."""

import asyncio

from otklik.channelkit.inbound import Proof
from otklik.infra.jobs.runner import JobRunner
from tests.contacts.conftest import Scene, Shop

EMAIL = "vera@example.test"
PHONE = "79991234567"


async def rest(shop: Shop) -> None:
    async with asyncio.timeout(10):
        while (await shop.rows("select count(*) from job where kind = 'messaging.merge_by_proof'"))[0][0]:  # noqa: ASYNC110 - no bell rings at the end of a job
            await asyncio.sleep(0.02)
    assert await shop.rows("select * from job_dead") == []


async def test_a_new_address_that_a_provider_vouches_for_joins_the_person_it_names(scene: Scene) -> None:
    shop = scene.a
    await shop.hear("mail", "one", "раз", email=EMAIL, proof=Proof.PROVIDER)
    await shop.hear("chat", "two", "два", email=EMAIL.upper(), proof=Proof.PROVIDER)
    assert await shop.person("mail", "one") == await shop.person("chat", "two")
    assert await shop.rows("select count(*) from conversation") == [(1,)]


async def test_a_phone_is_the_same_in_any_spelling(scene: Scene) -> None:
    shop = scene.a
    await shop.hear("mail", "one", "раз", phone="8 (999) 123-45-67", proof=Proof.PROVIDER)
    await shop.hear("chat", "two", "два", phone=PHONE, proof=Proof.PROVIDER)
    assert await shop.person("mail", "one") == await shop.person("chat", "two")


async def test_w06_what_a_person_only_says_merges_nobody(scene: Scene, runner: JobRunner) -> None:
    shop = scene.a
    await shop.hear("mail", "vera", "раз", email=EMAIL, phone=PHONE, proof=Proof.PROVIDER)
    for proof in (Proof.SELF, Proof.NONE):
        await shop.hear("chat", f"thief-{proof}", "я Вера", email=EMAIL, phone=PHONE, proof=proof)
        await shop.hear("chat", f"thief-{proof}", "правда", email=EMAIL, phone=PHONE, proof=proof)
    runner.wake()
    await rest(shop)
    assert await shop.rows("select count(*) from contact where merged_into is null") == [(3,)]
    vera, thief = await shop.person("mail", "vera"), await shop.person("chat", "thief-self")
    for asked in (vera, thief):
        found = (await shop.browser.get(f"/api/v1/contacts/{asked}/suggestions")).json()
        assert {vera, thief} - {asked} <= {one["contact"]["id"] for one in found}
        kinds = {evidence["kind"] for one in found for evidence in one["evidence"]}
        assert kinds == {"email", "phone"}
        assert not any(evidence["verified"] for one in found for evidence in one["evidence"])


async def test_a_vouched_phone_of_a_known_person_merges_at_once_into_the_oldest(
    scene: Scene, runner: JobRunner
) -> None:
    shop = scene.a
    first = await shop.hear("mail", "vera", "раз", phone=PHONE, proof=Proof.PROVIDER)
    await shop.hear("chat", "unknown", "два")
    await shop.hear("chat", "unknown", "вот мой номер", phone=f"+{PHONE}", proof=Proof.PROVIDER)
    runner.wake()
    await rest(shop)
    assert await shop.person("chat", "unknown") == await shop.person("mail", "vera")
    assert (await shop.hear("chat", "unknown", "три")).conversation_id == first.conversation_id
    assert await shop.rows("select reason, by_operator from contact_merge") == [("proof", None)]
    assert await shop.rows("select actor_kind from audit where action = 'contact.merged'") == [("system",)]
    await shop.check()


async def test_w06_proof_of_a_phone_does_not_prove_the_email_that_was_claimed_before(
    scene: Scene, runner: JobRunner
) -> None:
    shop = scene.a
    await shop.hear("mail", "vera", "раз", email=EMAIL, proof=Proof.PROVIDER)
    await shop.hear("chat", "thief", "я Вера", email=EMAIL, proof=Proof.SELF)
    await shop.hear("chat", "thief", "вот мой номер", phone=PHONE, proof=Proof.PROVIDER)
    runner.wake()
    await rest(shop)
    thief = await shop.person("chat", "thief")
    assert thief != await shop.person("mail", "vera")
    await shop.hear("mail", "vera-2", "ещё ящик", email=EMAIL, proof=Proof.PROVIDER)
    assert await shop.person("mail", "vera-2") == await shop.person("mail", "vera"), "and not the thief"
    assert await shop.rows("select email, phone, proof from identity where contact_id = %(t)s", t=thief) == [
        ("", f"+{PHONE}", "provider")
    ]
    assert await shop.rows("select email from contact where id = %(t)s", t=thief) == [(EMAIL,)], "as a claim"


async def test_whom_an_operator_has_parted_the_machine_does_not_merge(scene: Scene, runner: JobRunner) -> None:
    shop = scene.a
    await shop.hear("mail", "vera", "раз", phone=PHONE, proof=Proof.PROVIDER)
    await shop.hear("chat", "sister", "два")
    await shop.hear("chat", "sister", "наш номер", phone=PHONE, proof=Proof.PROVIDER)
    runner.wake()
    await rest(shop)
    [(merge_id,)] = await shop.rows("select id from contact_merge")
    await shop.undo(merge_id)
    await shop.hear("chat", "sister", "снова", phone=PHONE, proof=Proof.PROVIDER)
    runner.wake()
    await rest(shop)
    sister = await shop.person("chat", "sister")
    assert sister != await shop.person("mail", "vera")
    [found] = (await shop.browser.get(f"/api/v1/contacts/{sister}/suggestions")).json()
    assert found["evidence"] == [{"kind": "phone", "value": f"+{PHONE}", "verified": True}]


async def test_t04_the_same_address_in_another_company_is_another_person(scene: Scene, runner: JobRunner) -> None:
    await scene.a.hear("mail", "vera", "раз", email=EMAIL, phone=PHONE, proof=Proof.PROVIDER)
    await scene.b.hear("mail", "vera", "раз", email=EMAIL, phone=PHONE, proof=Proof.PROVIDER)
    await scene.b.hear("mail", "vera", "два", email=EMAIL, phone=PHONE, proof=Proof.PROVIDER)
    await scene.b.hear("chat", "vera", "три", email=EMAIL, phone=PHONE, proof=Proof.PROVIDER)
    runner.wake()
    await rest(scene.b)
    ours, theirs = await scene.a.person("mail", "vera"), await scene.b.person("mail", "vera")
    assert ours != theirs
    assert (await scene.a.browser.get(f"/api/v1/contacts/{ours}/suggestions")).json() == []
    owners = await scene.a.rows(
        "select c.workspace_id <> i.workspace_id from identity i join contact c on c.id = contact_id"
    )
    assert {wrong for (wrong,) in owners} == {False}
