"""What VK tells of a person when it is asked: a delivery holds only their number."""

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import ChannelContext, FetchedFile
from otklik.channelkit.inbound import Sender
from otklik.channels.vk.client import Done, Silence, VkClient
from otklik.channels.vk.uploads import note
from otklik.kit.text import clean_name

_FIELDS = "photo_200,screen_name"
_PHOTO_MAX_BYTES = 5 * 1024 * 1024
_OK = 200


class Profile(Struct, frozen=True):
    """A person as VK shows them."""

    id: int
    first_name: str = ""
    last_name: str = ""
    screen_name: str = ""
    photo_200: str = ""
    deactivated: str = ""


async def ask_profile(client: VkClient, context: ChannelContext, person: str) -> Profile | None:
    """Ask about a person; None when VK does not say."""
    outcome = await client.call("users.get", {"user_ids": person, "fields": _FIELDS})
    note(context, "users.get", outcome)
    if not isinstance(outcome, Done):
        return None
    try:
        found = msgspec.json.decode(outcome.result, type=list[Profile])
    except msgspec.MsgspecError:
        return None
    return found[0] if found else None


def describe(profile: Profile) -> Sender:
    """Return the person in the words of the desk."""
    return Sender(
        external_id=str(profile.id), name=clean_name(f"{profile.first_name} {profile.last_name}"),
        username=clean_name(profile.screen_name, 64),
    )  # fmt: skip


async def fetch_picture(client: VkClient, context: ChannelContext, person: str) -> FetchedFile | None:
    """Return the photo of a person; None when there is none or VK does not give it."""
    profile = await ask_profile(client, context, person)
    if profile is None or not profile.photo_200 or profile.deactivated:
        return None
    answer = await client.download(profile.photo_200, _PHOTO_MAX_BYTES)
    ok = not isinstance(answer, Silence) and answer.status == _OK
    context.log.note("photo", ok=ok)
    if isinstance(answer, Silence) or not ok:
        return None
    mime = answer.headers.get("content-type", "").partition(";")[0].strip()
    return FetchedFile(data=answer.body, name="photo", mime=mime or "image/jpeg")
