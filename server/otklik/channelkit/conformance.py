"""The suite every channel inherits. It computes the grade a channel has earned; a manifest may claim no more.

A channel's tests derive from `Conformance` and give it a `Specimen`: the channel, a provider to talk to, and
deliveries with names. What a provider lacks is exempted in the manifest, by the criterion's name and with a reason;
a criterion whose ability the capabilities claim cannot be exempted, and the firm ones never.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from otklik.channelkit import criteria as _criteria  # noqa: F401 - registers the criteria
from otklik.channelkit.manifest import Grade
from otklik.channelkit.specimen import CRITERIA, Criterion, Peer, Specimen, Trouble, ensure

__all__ = ["CRITERIA", "Conformance", "Criterion", "Peer", "Specimen", "Trouble", "Verdict", "judge"]

REASON_MIN = 15


class Verdict(Struct, frozen=True):
    """The outcome of the whole suite: the grade, if any, and what failed with its reason."""

    earned: int
    failed: Mapping[str, str]


async def judge(make: Callable[[], Awaitable[Specimen]]) -> Verdict:
    """Run every criterion, each on a fresh specimen, and compute the grade."""
    failed: dict[str, str] = {}
    for criterion in CRITERIA:
        specimen = await make()
        if criterion.name in specimen.channel.manifest.exempt and not exemption_fault(criterion, specimen):
            continue
        try:
            await criterion.check(specimen)
        except Exception as error:  # noqa: BLE001 - whatever a check meets, the criterion is not fulfilled
            failed[criterion.name] = f"{type(error).__name__}: {error}"
    lowest = min((one.grade for one in CRITERIA if one.name in failed), default=Grade.GOLD + 1)
    return Verdict(int(lowest) - 1, failed)


def exemption_fault(criterion: Criterion, specimen: Specimen) -> str:
    """Return why an exemption does not count, or nothing."""
    reason = specimen.channel.manifest.exempt.get(criterion.name, "")
    if criterion.lacks is None:
        return f"{criterion.name} cannot be exempted"
    if not criterion.lacks(specimen.channel.manifest.capabilities):
        return f"{criterion.name} is exempted, yet the capabilities claim it"
    return "" if len(reason) >= REASON_MIN else f"the exemption of {criterion.name} needs a reason"


class Parametrizes(Protocol):
    """As much of pytest as is needed here, so that the product does not depend on it."""

    fixturenames: Sequence[str]

    def parametrize(self, argnames: str, argvalues: Sequence[Criterion], *, ids: Sequence[str]) -> None:
        """Run a test once for each value."""
        ...


class Conformance:
    """Derive a test class from this, give it `specimen`, and the channel is examined."""

    async def specimen(self) -> Specimen:
        """Make a fresh specimen."""
        raise NotImplementedError

    def pytest_generate_tests(self, metafunc: Parametrizes) -> None:
        """Make a test of each criterion."""
        if "criterion" in metafunc.fixturenames:
            metafunc.parametrize("criterion", CRITERIA, ids=[criterion.name for criterion in CRITERIA])

    async def test_fulfils(self, criterion: Criterion) -> None:
        """Each criterion of the claimed grade holds, or is exempted with good reason."""
        specimen = await self.specimen()
        manifest = specimen.channel.manifest
        if criterion.name in manifest.exempt:
            fault = exemption_fault(criterion, specimen)
            ensure(not fault, fault)
        elif criterion.grade <= manifest.grade:
            await criterion.check(specimen)

    async def test_claims_no_more_than_it_earns(self) -> None:
        """The grade in the manifest is at most the one that the suite computes."""
        verdict = await judge(self.specimen)
        claimed = (await self.specimen()).channel.manifest.grade
        ensure(claimed <= verdict.earned, f"claims {claimed.name}, earns {verdict.earned}: {verdict.failed}")
