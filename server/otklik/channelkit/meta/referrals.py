"""Where people come from: links with a reference, advertisements, products."""

from typing import Final

from otklik.channelkit.inbound import Entry
from otklik.channelkit.meta.reading import Json, part, word

REF_MAX: Final = 300
_KIND_MAX = 40
_FACTS: Final = ("ref", "source", "type", "ad_id", "referer_uri")
_AD_FACTS: Final = ("ad_title", "photo_url", "video_url", "post_id", "product_id", "flow_id")


def read_referral(referral: Json) -> Entry | None:
    """Read a referral; None where there is nothing to be learnt from it."""
    facts = {name: word(referral, name, 1000) for name in _FACTS}
    facts |= {name: word(part(referral, "ads_context_data"), name, 1000) for name in _AD_FACTS}
    facts["product"] = word(part(referral, "product"), "id")
    ref = facts["ref"] or facts["ad_id"] or facts["product"]
    if not ref:
        return None
    kind = "ad" if facts["ad_id"] or facts["source"].upper() == "ADS" else _name(facts)
    return Entry(kind, ref[:REF_MAX], {name: value for name, value in facts.items() if value and name != "ref"})


def _name(facts: dict[str, str]) -> str:
    if facts["product"] and not facts["ref"]:
        return "product"
    source = facts["source"].lower()
    return "link" if source in ("", "shortlink", "igme") else source[:_KIND_MAX]
