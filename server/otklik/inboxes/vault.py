"""Where the secrets of inboxes rest: sealed for their own row, opened only to act for the inbox."""

from collections.abc import Mapping
from typing import Any

import structlog

from otklik.channelkit.registry import Registry
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.settings import Parts, with_defaults
from otklik.kit.secrets import Keyring, Place, Unreadable

log = structlog.get_logger(__name__)

_LONG_ENOUGH = 12


class Vault:
    """Seals and opens the settings of inboxes."""

    def __init__(self, registry: Registry, keyring: Keyring, address: str) -> None:
        self._registry = registry
        self._keyring = keyring
        self._address = address

    def seal(self, workspace_id: int, token: str, secrets: Mapping[str, str]) -> bytes:
        """Seal secrets for the inbox with this hook token."""
        return self._keyring.encrypt_json(dict(secrets), _place(workspace_id, token))

    def split(self, record: InboxRecord) -> Parts:
        """Open a record into its public and secret settings.

        Secrets that do not open (their key was lost) count as absent, which stops this inbox and no other.
        """
        if record.secrets is None:
            return Parts(record.settings, {})
        place = _place(record.workspace_id, record.token)
        try:
            return Parts(record.settings, self._keyring.decrypt_json(record.secrets, place, dict[str, str]))
        except Unreadable:
            log.error("inboxes.secrets_unreadable", inbox=record.id)  # noqa: TRY400 - the trace says nothing more
            return Parts(record.settings, {})

    def open_settings(self, record: InboxRecord) -> dict[str, Any]:
        """Return the settings as the channel gets them: defaults, public ones and secrets in clear.

        Beside the manifest's fields they hold `hook_secret` and `domain_id`, for channels whose pure half signs
        something.
        """
        manifest = self._registry.get(record.channel).manifest
        return {**with_defaults(manifest, self.split(record)), **self.reserved(record.hook_secret)}

    def reserved(self, hook_secret: str) -> dict[str, str]:
        """Return the settings that come from us and not from a form."""
        return {"hook_secret": hook_secret, "domain_id": self._address}

    def fingerprints(self, record: InboxRecord) -> dict[str, str]:
        """Return the last four characters of each stored secret, and nothing of a short one."""
        secrets = self.split(record).secrets
        return {name: secret[-4:] if len(secret) >= _LONG_ENOUGH else "" for name, secret in secrets.items()}


def _place(workspace_id: int, token: str) -> Place:
    return Place(workspace_id, "inbox", token, "secrets")
