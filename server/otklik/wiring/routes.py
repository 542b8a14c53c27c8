"""Which rooms answer which addresses of the API, and what their endpoints may ask for."""

from collections.abc import Mapping, Sequence

from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from otklik.access.endpoints import ROUTES as ACCESS
from otklik.access.endpoints_people import ROUTES as PEOPLE
from otklik.access.guards import access_dependencies
from otklik.contacts.endpoints import ROUTES as CONTACTS
from otklik.contacts.endpoints import contact_dependencies
from otklik.demo.endpoints import ROUTES as DEMO
from otklik.desk.endpoints import ROUTES as DESK
from otklik.desk.endpoints_drafts import ROUTES as DRAFTS
from otklik.desk.endpoints_files import ROUTES as FILES
from otklik.desk.endpoints_messages import ROUTES as MESSAGES
from otklik.desk.room import desk_dependencies
from otklik.inboxes.endpoints import ROUTES as INBOXES
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.messaging.endpoints import ROUTES as REPAIR
from otklik.messaging.endpoints import repair_dependencies
from otklik.sandbox.endpoints import ROUTES as SANDBOX
from otklik.sandbox.endpoints import sandbox_dependencies
from otklik.teams.endpoints import ROUTES as TEAMS
from otklik.visitor.endpoints import ROUTES as VISITORS

ROUTES: Sequence[ControllerRouterHandler] = (
    *ACCESS,
    *PEOPLE,
    *TEAMS,
    *INBOXES,
    *DESK,
    *MESSAGES,
    *FILES,
    *DRAFTS,
    *CONTACTS,
    *VISITORS,
    *DEMO,
    *REPAIR,
    *SANDBOX,
)


def make_dependencies() -> Mapping[str, Provide]:
    """Return what endpoints may ask for by name."""
    return {
        **access_dependencies(),
        **inbox_dependencies(),
        **desk_dependencies(),
        **contact_dependencies(),
        **repair_dependencies(),
        **sandbox_dependencies(),
    }
