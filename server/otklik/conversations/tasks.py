"""Jobs of conversations: waking what was put away, telling of tasks that are due, forgetting tags that were deleted."""

from datetime import datetime

from otklik.conversations import repository_sorting, todo, verbs
from otklik.conversations.records import SYSTEM
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.clock import utc_now

_FORGOTTEN_AT_ONCE = 200
_ROUNDS = 10


async def wake_conversation(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `verbs.WAKE_JOB`: wake at the time that was asked for last; an alarm that rings early waits again."""
    until = datetime.fromisoformat(job.payload["until"])
    left = (until - utc_now()).total_seconds()
    if left > 0:
        return Again(left)
    async with context.database.workspace(job.workspace_id) as tx:
        await verbs.wake(tx, int(job.payload["conversation_id"]), until, SYSTEM)
    return None


async def remind_of_task(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `REMIND_JOB`: tell of a task at the time it had when the job was made; an early ring waits again."""
    due_at = datetime.fromisoformat(job.payload["due_at"])
    left = (due_at - utc_now()).total_seconds()
    if left > 0:
        return Again(left)
    async with context.database.workspace(job.workspace_id) as tx:
        await todo.remind(tx, int(job.payload["task_id"]), due_at)
    return None


async def forget_tag(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `FORGET_TAG_JOB`: take the tag out of a few conversations at a time, leaving those in use for later."""
    tag_id = int(job.payload["tag_id"])
    for _ in range(_ROUNDS):
        async with context.database.workspace(job.workspace_id) as tx:
            if not await repository_sorting.forget_tag(tx, tag_id, _FORGOTTEN_AT_ONCE):
                return Again(1) if await repository_sorting.is_tag_used(tx, tag_id) else None
    return Again(0)
