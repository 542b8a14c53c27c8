"""The verbs on operators and the workspace. Every change is announced and audited in its own transaction."""

import re
from collections.abc import Sequence
from zoneinfo import available_timezones

import msgspec
from msgspec import UNSET, Struct

from otklik.access import repository, repository_keys
from otklik.access.actor import Actor
from otklik.access.audit import tell_changes, write_audit
from otklik.access.config import Access, PhotoLink, no_photo
from otklik.access.errors import BadCredentials, CannotGrant, EmailTaken, LastOwner, OwnRole, ProveAgain
from otklik.access.events import OperatorChanged, RightsChanged, WorkspaceChanged, WorkspaceCreated
from otklik.access.passwords import check_new_password
from otklik.access.permissions import Permission, Role, may_grant, needs_factor
from otklik.access.records import LockedOperator, NewOperator, OperatorRow, Progress, SignInRow, Standing, WorkspaceRow
from otklik.access.roles import get_standing, take_turn
from otklik.access.schemas import (
    Limits,
    Onboarding,
    OnboardingStep,
    Operator,
    OperatorInput,
    Preferences,
    PreferencesInput,
    Session,
    Workspace,
    WorkspaceInput,
)
from otklik.access.sessions import close_sessions_of
from otklik.infra.db import Database, Tx
from otklik.infra.stream import find_place
from otklik.kit.errors import FieldError, Forbidden, Invalid, NotFound, RateLimited
from otklik.kit.pagination import IdCursor, Page, decode_cursor, make_page
from otklik.kit.text import clean_name

_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,190}")
_LONGEST_EMAIL = 254
_BIGGEST_ID = 2**63 - 1
_APART = frozenset({"team_ids", "role"})


def clean_email(text: str) -> str:
    """Return an e-mail address in the form it is stored; raises Invalid naming the field `email`."""
    email = text.strip().lower()
    if len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise wrong_field("email", "bad_email", "is not an e-mail address")
    return email


def clean_required_name(text: str, field: str = "name") -> str:
    """Return a visible name; raises Invalid naming the field when nothing visible is left."""
    name = clean_name(text)
    if not name:
        raise wrong_field(field, "empty", "must not be empty")
    return name


def check_time_zone(name: str) -> str:
    """Return the name of a time zone; raises Invalid naming the field `time_zone`."""
    if name not in available_timezones():
        raise wrong_field("time_zone", "bad_time_zone", "is not a time zone")
    return name


def wrong_field(field: str, code: str, message: str) -> Invalid:
    """Make the refusal of one wrong field."""
    return Invalid("some fields are wrong", errors=(FieldError(field, code, message),))


async def get_operator(tx: Tx, operator_id: int) -> OperatorRow:
    """Return an operator of this workspace; raises NotFound."""
    row = await repository.find_operator(tx, operator_id)
    if row is None:
        raise NotFound("not found")
    return row


async def list_operators(tx: Tx, cursor: str | None, limit: int) -> Page[OperatorRow]:
    """Return operators in the order they joined, disabled ones included."""
    after = decode_cursor(cursor, IdCursor).id if cursor else 0
    rows = await repository.list_operators(tx, after, limit + 1)
    return make_page(rows, limit, lambda row: IdCursor(row.id))


async def operators_by_id(tx: Tx, ids: Sequence[int], photo: PhotoLink = no_photo) -> list[Operator]:
    """Return those of the operators that exist, as the desk shows them; for pushes."""
    return [show_operator(row, photo) for row in await repository.some_operators(tx, ids)]


async def create_operator(tx: Tx, new: NewOperator) -> int:
    """Add an operator to this transaction's workspace; raises EmailTaken."""
    operator_id = await repository.insert_operator(tx, new)
    if operator_id is None:
        raise EmailTaken
    await announce_operator(tx, operator_id)
    return operator_id


async def change_operator(tx: Tx, actor: Actor, operator_id: int, changes: OperatorInput) -> OperatorRow:
    """Change an operator. Rights are judged again under the row locks of every owner, the actor and the target.

    Refuses: one's own role or access, rights the actor does not hold, the last active owner. With another role
    people sign in anew; what their role may do changes under an open desk.
    """
    await take_turn(tx)
    role = None if changes.role is UNSET else await get_standing(tx, changes.role)
    ids = [operator_id] if actor.operator_id is None else [operator_id, actor.operator_id]
    locked = await repository.lock_operators(tx, ids)
    target = locked.get(operator_id)
    if target is None:
        raise NotFound("not found")
    _judge(_held(actor, locked), actor, target, changes, role)
    _keep_an_owner(locked, target, changes, role)
    before = await get_operator(tx, operator_id)
    given = _given(changes) | ({} if role is None else {"role": role.role, "role_id": role.role_id})
    if changes.name is not UNSET:
        given["name"] = clean_required_name(changes.name)
    await repository.update_operator(tx, operator_id, given)
    if changes.team_ids is not UNSET:
        await set_teams(tx, operator_id, changes.team_ids)
    if changes.disabled is True or (role is not None and role.key != before.key):
        await close_sessions_of(tx, operator_id)
    after = await get_operator(tx, operator_id)
    await _note_change(tx, actor, before, after)
    return after


async def set_teams(tx: Tx, operator_id: int, team_ids: Sequence[int]) -> None:
    """Make an operator a member of exactly these teams; raises NotFound if any is not of this workspace."""
    await check_teams(tx, team_ids)
    await repository.set_teams(tx, operator_id, team_ids)


async def check_teams(tx: Tx, team_ids: Sequence[int]) -> None:
    """Raise NotFound if any of the ids is no team of this workspace."""
    if team_ids and len(await repository.known_teams(tx, _storable(team_ids))) != len(set(team_ids)):
        raise NotFound("not found")


async def check_operators(tx: Tx, operator_ids: Sequence[int]) -> None:
    """Raise NotFound if any of the ids is no operator of this workspace."""
    if operator_ids and len(await repository.known_operators(tx, _storable(operator_ids))) != len(set(operator_ids)):
        raise NotFound("not found")


async def change_preferences(tx: Tx, operator_id: int, changes: PreferencesInput) -> OperatorRow:
    """Change how the desk looks for an operator."""
    await repository.set_preferences(tx, operator_id, _given(changes))
    await announce_operator(tx, operator_id)
    return await get_operator(tx, operator_id)


async def change_password(access: Access, actor: Actor, current: str, new: str) -> None:
    """Change one's own password; ends every other session. Raises BadCredentials for a wrong present password."""
    found = await prove_password(access, actor, current)
    check_new_password(new, found.email)
    password_hash = await access.passwords.hash(new)
    async with access.db.workspace(actor.workspace_id) as tx:
        await reset_password(tx, actor.id, password_hash, actor=actor, keep=actor.session_id)


async def prove_password(access: Access, actor: Actor, password: str) -> SignInRow:
    """Check the password of somebody who is signed in; raises BadCredentials, and RateLimited for guessing.

    Who has none must have come through a provider within the last minutes; raises ProveAgain.
    """
    wait = access.limits.per_pair.take(f"change {actor.key}")
    if wait:
        raise RateLimited("too many attempts", retry_after=wait)
    async with access.db.workspace(actor.workspace_id) as tx:
        found = await repository_keys.credentials_by_id(tx, actor.id)
    if found is not None and found.password_hash is None:
        if not actor.just_vouched:
            raise ProveAgain
        return found
    if found is None or not await access.passwords.verify(password, found.password_hash):
        raise BadCredentials
    access.limits.per_pair.refill(f"change {actor.key}")
    return found


async def reset_password(
    tx: Tx, operator_id: int, password_hash: str, *, actor: Actor | None = None, keep: int | None = None
) -> None:
    """Store a new password's hash and end the operator's sessions; `actor` None is the command line."""
    await repository.set_password(tx, operator_id, password_hash)
    await close_sessions_of(tx, operator_id, keep=keep)
    await write_audit(tx, actor, "operator.password_changed", ("operator", operator_id))


async def reserve_workspace(db: Database) -> int:
    """Return the id of a workspace to be made in a transaction of its own, `db.system(id)`."""
    async with db.system() as tx:
        return await repository.next_workspace_id(tx)


async def create_workspace(tx: Tx, name: str, locale: str, time_zone: str) -> None:
    """Make this transaction's workspace; the id comes from `reserve_workspace`."""
    await repository.insert_workspace(tx, clean_required_name(name, "company"), locale, check_time_zone(time_zone))
    await tx.announce(WorkspaceCreated(workspace_id=tx.workspace_id, data={"locale": locale}))


async def get_workspace(tx: Tx) -> Workspace:
    """Return this transaction's workspace as the desk shows it."""
    row, progress = await repository.find_workspace(tx), await repository.find_progress(tx)
    if row is None or progress is None:
        raise NotFound("not found")
    return show_workspace(row, progress)


async def is_reason_required(tx: Tx) -> bool:
    """Whether nothing is closed without a reason in this workspace."""
    row = await repository.find_workspace(tx)
    return row is not None and row.reason_required


async def is_topic_required(tx: Tx) -> bool:
    """Whether nothing is closed without a topic in this workspace, unless its team has a rule of its own."""
    row = await repository.find_workspace(tx)
    return row is not None and row.topic_required


async def change_workspace(tx: Tx, actor: Actor, changes: WorkspaceInput) -> Workspace:
    """Change settings of the workspace."""
    given = _given(changes)
    dismissed = given.pop("onboarding_dismissed", None)
    if "name" in given:
        given["name"] = clean_required_name(str(given["name"]))
    if "time_zone" in given:
        check_time_zone(str(given["time_zone"]))
    if given.get("two_factor", "off") != "off":
        await _check_own_factor(tx, actor)
    onboarding = {} if dismissed is None else {"dismissed": dismissed}
    before = await _shown_settings(tx)
    await repository.update_workspace(tx, given, onboarding)
    await tx.announce(WorkspaceChanged(workspace_id=tx.workspace_id))
    if "two_factor" in given:
        await tx.announce(RightsChanged(workspace_id=tx.workspace_id))
    changed = tell_changes(before, await _shown_settings(tx))
    if changed:
        await write_audit(tx, actor, "workspace.changed", ("workspace", tx.workspace_id), changed)
    return await get_workspace(tx)


async def _shown_settings(tx: Tx) -> dict[str, object]:
    """Return the settings as the audit tells of them."""
    row = await repository.find_workspace(tx)
    if row is None:
        raise NotFound("not found")
    settings = msgspec.structs.asdict(row)
    return {name: value for name, value in settings.items() if name != "onboarding"} | {
        "dismissed": row.onboarding.get("dismissed") is True
    }


async def _check_own_factor(tx: Tx, actor: Actor) -> None:
    """Refuse to ask of others what one has not set up: whoever asks knows the way."""
    own = None if actor.operator_id is None else await get_operator(tx, actor.operator_id)
    if own is not None and not own.has_factor:
        raise wrong_field("two_factor", "own_factor_first", "needs your own second factor first")


async def show_session(
    tx: Tx, access: Access, operator_id: int, csrf_token: str, actor: Actor | None = None
) -> Session:
    """Return everything the desk needs to start; an `actor` may hold fewer rights, while looking as another role."""
    row, workspace = await get_operator(tx, operator_id), await get_workspace(tx)
    settings = access.settings
    due = not row.has_factor and needs_factor(workspace.two_factor, row.permissions)
    if actor is not None:
        due = actor.factor_due
    return Session(
        operator=show_operator(row, access.tools.photo_link),
        workspace=workspace,
        permissions=[] if due else sorted(row.permissions if actor is None else actor.permissions),
        viewing=None if actor is None else actor.viewing,
        hidden_blocks=list((row.hidden_blocks or ()) if actor is None else actor.hidden_blocks),
        factor_due=due,
        csrf_token=csrf_token,
        cursor=str(await find_place(tx)),
        undo_seconds=settings.undo_seconds,
        limits=Limits(
            file_bytes=settings.file_max_bytes,
            files_per_message=settings.files_per_message,
            text_max=settings.text_max,
        ),
        channels=access.tools.channels,
    )


def show_operator(row: OperatorRow, photo: PhotoLink) -> Operator:
    """Turn a row into what the desk shows; `photo` makes the address of the photo."""
    return Operator(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.key,
        role_name=row.role_name,
        avatar_url=photo(row.workspace_id, row.id, row.avatar_key),
        presence=row.presence,  # type: ignore[arg-type]  # the table's check holds the choices
        presence_since=row.presence_since,
        presence_reason=row.presence_reason,
        presence_until=row.presence_until,
        presence_auto=row.presence_auto,
        capacity=row.capacity,
        sees_conversations=Permission.CONVERSATIONS_VIEW in row.permissions,
        team_ids=row.team_ids,
        open_conversations=row.open_conversations,
        disabled=row.disabled,
        preferences=msgspec.convert(row.preferences, Preferences),
    )


def show_workspace(row: WorkspaceRow, progress: Progress) -> Workspace:
    """Turn a row into what the desk shows."""
    steps = [
        OnboardingStep("channel", progress.channel),
        OnboardingStep("test_message", progress.test_message),
        OnboardingStep("invite", progress.invite),
    ]
    return Workspace(
        id=row.id,
        name=row.name,
        locale="en" if row.locale == "en" else "ru",
        time_zone=row.time_zone,
        demo=row.demo,
        reopen_minutes=row.reopen_minutes,
        reason_required=row.reason_required,
        topic_required=row.topic_required,
        away_minutes=row.away_minutes,
        missed_offers=row.missed_offers,
        transfer_note_required=row.transfer_note_required,
        transfer_accept_seconds=row.transfer_accept_seconds,
        hold_unchecked=row.hold_unchecked,
        open_too_large=row.open_too_large,
        two_factor=row.two_factor,  # type: ignore[arg-type]  # the table's check holds the choices
        onboarding=Onboarding(steps, dismissed=row.onboarding.get("dismissed") is True),
    )


def _held(actor: Actor, locked: dict[int, LockedOperator]) -> frozenset[Permission]:
    if actor.operator_id is None:
        return actor.permissions
    now = locked.get(actor.operator_id)
    if now is None or now.disabled:
        raise Forbidden("you may not do this")
    return now.permissions


def _judge(
    held: frozenset[Permission], actor: Actor, target: LockedOperator, changes: OperatorInput, role: Standing | None
) -> None:
    if Permission.OPERATORS_MANAGE not in held:
        raise Forbidden("you may not do this")
    if changes.role is UNSET and changes.disabled is UNSET:
        return
    if target.id == actor.operator_id:
        raise OwnRole
    if not may_grant(held, target.permissions):
        raise CannotGrant
    if role is not None and not may_grant(held, role.permissions):
        raise CannotGrant


def _keep_an_owner(
    locked: dict[int, LockedOperator], target: LockedOperator, changes: OperatorInput, new: Standing | None
) -> None:
    role = target.role if new is None else new.role
    disabled = target.disabled if changes.disabled is UNSET else changes.disabled
    others = [row for row in locked.values() if row.id != target.id and row.role == Role.OWNER and not row.disabled]
    was_owner = target.role == Role.OWNER and not target.disabled
    if was_owner and not others and (role != Role.OWNER or disabled):
        raise LastOwner


async def _note_change(tx: Tx, actor: Actor, before: OperatorRow, after: OperatorRow) -> None:
    names = ("name", "disabled", "team_ids", "capacity")
    changed = {name: (getattr(before, name), getattr(after, name)) for name in names}
    detail = {name: {"from": old, "to": new} for name, (old, new) in changed.items() if old != new}
    if before.key != after.key:
        detail["role"] = {"from": before.said, "to": after.said}
    if detail:
        await announce_operator(tx, after.id)
    if {"role", "team_ids"} & detail.keys():
        await tx.announce(RightsChanged(workspace_id=tx.workspace_id, data={"subject_id": after.id}))
    if detail:
        await write_audit(tx, actor, "operator.changed", ("operator", after.id), detail)


async def announce_operator(tx: Tx, operator_id: int) -> None:
    """Tell the desks that an operator changed."""
    await tx.announce(OperatorChanged(workspace_id=tx.workspace_id, data={"operator_id": operator_id}))


def _given(changes: Struct) -> dict[str, object]:
    values = {name: getattr(changes, name) for name in changes.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET and name not in _APART}


def _storable(ids: Sequence[int]) -> list[int]:
    return [each for each in ids if 0 < each <= _BIGGEST_ID]
