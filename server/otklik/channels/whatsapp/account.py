"""What WhatsApp says about our own account: templates, quality, names, limits, restrictions."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from otklik.channelkit.inbound import AccountNoted, Severity
from otklik.channelkit.meta.deliveries import Change
from otklik.channelkit.meta.reading import items, moment, part, word

_FIELDS: Final = frozenset({
    "message_template_status_update", "message_template_quality_update", "message_template_components_update",
    "template_category_update", "phone_number_quality_update", "phone_number_name_update", "account_update",
    "account_alerts", "account_review_update", "account_settings_update", "business_capability_update", "security",
    "payment_configuration_update",
})  # fmt: skip
_NAMING = (
    "message_template_name", "message_template_language", "display_phone_number", "event", "decision", "alert_type",
    "new_category", "new_quality_score", "current_limit", "max_daily_conversation_per_phone", "reason",
    "rejection_reason", "alert_description",
)  # fmt: skip
_FATAL = frozenset({
    "DISABLED_UPDATE", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED", "DISABLED", "DELETED", "CRITICAL",
})  # fmt: skip
_HARMLESS = frozenset({
    "APPROVED", "PENDING", "REINSTATED", "UPGRADE", "ONBOARDING", "UNFLAGGED", "VERIFIED_ACCOUNT", "GREEN",
    "PARTNER_ADDED", "PARTNER_APP_INSTALLED", "INFORMATIONAL", "NONE", "UNKNOWN", "",
})  # fmt: skip
_DETAIL_MAX = 300


def read_account(change: Change, at: datetime) -> Iterator[AccountNoted]:
    """Read a change of our account; a field we do not know stays with the delivery, and is noted nowhere."""
    if change.field not in _FIELDS:
        return
    told = [word(change.value, name) for name in _NAMING]
    banned = word(part(change.value, "ban_info"), "waba_ban_state")
    detail = " · ".join(one for one in (*told, banned) if one)[:_DETAIL_MAX]
    when = moment(change.entry, "time", at)
    yield AccountNoted(
        key=f"{change.field}:{_digest(change)}", code=change.field, detail=detail or change.field, at=when,
        severity=_judge(change, banned),
    )  # fmt: skip


def read_errors(change: Change, at: datetime) -> Iterator[AccountNoted]:
    """Read errors that concern no message."""
    for number, error in enumerate(items(change.value, "errors")):
        code = word(error, "code", 20)
        words = (word(error, "title"), word(error, "message"), word(part(error, "error_data"), "details"))
        detail = " · ".join(dict.fromkeys(one for one in words if one))[:_DETAIL_MAX]
        yield AccountNoted(
            key=f"error:{number}:{_digest(change)}", code=f"error:{code}", detail=detail or code or "?", at=at,
            severity=Severity.WARN,
        )  # fmt: skip


def _judge(change: Change, banned: str) -> Severity:
    """A template that was refused is somebody's work; a closed account is everybody's."""
    value = change.value
    words = {word(value, name).upper() for name in ("event", "decision", "new_quality_score", "alert_severity")}
    if change.field.startswith(("message_template", "template")):
        return Severity.INFO if words <= _HARMLESS | {"YELLOW"} else Severity.WARN
    if words & _FATAL or banned.upper() == "DISABLE":
        return Severity.FAIL
    return Severity.INFO if words <= _HARMLESS and not banned else Severity.WARN


def _digest(change: Change) -> str:
    """Tell one change from another: they have no ids."""
    try:
        said = json.dumps([change.account, change.entry.get("time"), change.value], sort_keys=True)
    except RecursionError:
        said = repr([change.account, sorted(change.value)])
    return hashlib.sha256(said.encode()).hexdigest()[:24]
