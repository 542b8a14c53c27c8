"""Which rooms answer which addresses of the API."""

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from otklik.access.endpoints import ROUTES as ACCESS
from otklik.access.endpoints_people import ROUTES as PEOPLE
from otklik.contacts.endpoints import ROUTES as CONTACTS
from otklik.demo.endpoints import ROUTES as DEMO
from otklik.desk.endpoints import ROUTES as DESK
from otklik.desk.endpoints_files import ROUTES as FILES
from otklik.desk.endpoints_messages import ROUTES as MESSAGES
from otklik.inboxes.endpoints import ROUTES as INBOXES
from otklik.messaging.endpoints import ROUTES as REPAIR
from otklik.sandbox.endpoints import ROUTES as SANDBOX
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
    *CONTACTS,
    *VISITORS,
    *DEMO,
    *REPAIR,
    *SANDBOX,
)
