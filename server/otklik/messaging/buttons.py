"""Pressed buttons: the provider wants to hear that we noticed."""

from otklik.channelkit.channel import AnswersButtons
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.messaging.directory import Directory


class ButtonAnswerer:
    """Handles the jobs that stop the spinner on a pressed button."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def answer(self, job: TakenJob, _: JobContext) -> None:
        """Answer a press, where the channel can."""
        inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
        if inbox is not None and isinstance(inbox.channel, AnswersButtons):
            await inbox.channel.answer_button(str(job.payload["answer_ref"]), self._directory.context(inbox))
