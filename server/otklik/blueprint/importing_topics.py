"""Taking over the tree of topics: each is known by its path, and one that is archived comes back."""

from otklik.blueprint.job import Job
from otklik.blueprint.names import fold_path, paths_of
from otklik.kit.errors import FieldError, Invalid
from otklik.labels import topics
from otklik.labels.schemas_topics import NewTopic, TopicInput

_NOT_THERE = FieldError("below", "no_such_name", "names something that is not there")


async def take_topics(job: Job) -> None:
    """Make topics below those named, which are here or stand before them in the file."""
    rows = await topics.list_topics(job.tx)
    by_id = {row.id: row for row in rows}
    # Of the same path the one in use is meant: the archived ones stand last, so they are laid first.
    known = {fold_path(path): by_id[number] for number, path in reversed(paths_of(rows).items())}
    for number, part in enumerate(job.file.topics):
        with job.at("topics", number):
            path = [*part.below, part.name]
            row, above = known.get(fold_path(path)), known.get(fold_path(part.below))
            if part.below and (above is None or above.archived):
                raise Invalid("wrong", errors=(_NOT_THERE,))
            before = None if row is None else {"archived": row.archived}
            differs = job.note("topics", " › ".join(path), before, {"archived": False})
            if row is None:
                new = NewTopic(name=part.name, parent_id=None if above is None else above.id)
                row = await topics.create_topic(job.tx, job.actor, new)
            elif differs:
                row = await topics.change_topic(job.tx, job.actor, row.id, TopicInput(archived=False))
            known[fold_path(path)] = row
