"""Taking over the company's own roles: nobody brings in rights they do not hold themselves."""

from otklik.access import roles
from otklik.access.permissions import Permission, complete
from otklik.access.schemas import NewRole, RoleInput
from otklik.blueprint.job import Job
from otklik.blueprint.names import fold
from otklik.kit.text import clean_text


async def take_roles(job: Job) -> None:
    """Make and change roles by their names; who has one keeps it."""
    if not job.file.roles:
        return
    known = {fold(one.name): one for one in (await roles.list_roles(job.tx, job.actor)).items if one.name}
    for number, part in enumerate(job.file.roles):
        with job.at("roles", number, "permissions"):
            row, needed = known.get(fold(part.name)), complete(part.permissions)
            after = {
                "description": clean_text(part.description).strip(),
                "permissions": [one for one in Permission if one in needed],
                "hidden_blocks": sorted(set(part.hidden_blocks)),
            }
            before = None if row is None else {name: getattr(row, name) for name in after}
            differs = job.note("roles", part.name, before, after)
            if row is None:
                row = await roles.create_role(job.tx, job.actor, NewRole(name=part.name, **after))  # type: ignore[arg-type]
            elif differs:
                changes = RoleInput(expected_version=row.version or 1, **after)  # type: ignore[arg-type]
                row = await roles.change_role(job.tx, job.actor, row.role, changes)
            known[fold(part.name)] = row
