"""Which rooms answer which addresses of the API, and what their endpoints may ask for."""

from collections.abc import Mapping, Sequence

from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from otklik.access.endpoints import ROUTES as ACCESS
from otklik.access.endpoints_account import ROUTES as ACCOUNT
from otklik.access.endpoints_factors import ROUTES as FACTORS
from otklik.access.endpoints_people import ROUTES as PEOPLE
from otklik.access.endpoints_roles import ROUTES as ROLES
from otklik.access.endpoints_viewing import ROUTES as VIEWING
from otklik.access.guards import access_dependencies
from otklik.blueprint.endpoints import ROUTES as BLUEPRINT
from otklik.canned_responses.endpoints import ROUTES as CANNED
from otklik.canned_responses.room import canned_dependencies
from otklik.contacts.endpoints import ROUTES as CONTACTS
from otklik.contacts.endpoints import contact_dependencies
from otklik.contacts.endpoints_attributes import ROUTES as ATTRIBUTES
from otklik.contacts.endpoints_card import ROUTES as CARD
from otklik.contacts.endpoints_imports import ROUTES as IMPORTS
from otklik.conversations.endpoints_fields import ROUTES as CONVERSATION_FIELDS
from otklik.demo.endpoints import ROUTES as DEMO
from otklik.desk.endpoints import ROUTES as DESK
from otklik.desk.endpoints_bulk import ROUTES as BULK
from otklik.desk.endpoints_calls import ROUTES as CALLS
from otklik.desk.endpoints_card import ROUTES as GATHERED
from otklik.desk.endpoints_drafts import ROUTES as DRAFTS
from otklik.desk.endpoints_files import ROUTES as FILES
from otklik.desk.endpoints_following import ROUTES as FOLLOWING
from otklik.desk.endpoints_held import ROUTES as HELD
from otklik.desk.endpoints_letters import ROUTES as LETTERS
from otklik.desk.endpoints_linking import ROUTES as LINKING
from otklik.desk.endpoints_macros import ROUTES as MACRO_RUNS
from otklik.desk.endpoints_maps import ROUTES as MAPS
from otklik.desk.endpoints_messages import ROUTES as MESSAGES
from otklik.desk.endpoints_pins import ROUTES as PINS
from otklik.desk.endpoints_sorting import ROUTES as SORTING
from otklik.desk.endpoints_starting import ROUTES as STARTING
from otklik.desk.endpoints_stickers import ROUTES as STICKERS
from otklik.desk.endpoints_todo import ROUTES as TODO
from otklik.desk.endpoints_transfers import ROUTES as TRANSFERS
from otklik.desk.endpoints_translating import ROUTES as TRANSLATING
from otklik.desk.endpoints_views import ROUTES as VIEWS
from otklik.desk.room import desk_dependencies
from otklik.inboxes.endpoints import ROUTES as INBOXES
from otklik.inboxes.endpoints import inbox_dependencies
from otklik.labels.endpoints import ROUTES as LABELS
from otklik.labels.endpoints_topics import ROUTES as TOPICS
from otklik.macros.endpoints import ROUTES as MACROS
from otklik.messaging.endpoints import ROUTES as REPAIR
from otklik.messaging.endpoints import repair_dependencies
from otklik.monitors.endpoints import ROUTES as MONITORS
from otklik.notifications.endpoints import ROUTES as NOTIFICATIONS
from otklik.notifications.endpoints_mail import ROUTES as STOP_MAIL
from otklik.notifications.room import notification_dependencies
from otklik.presence.endpoints import ROUTES as PRESENCE
from otklik.sandbox.endpoints import ROUTES as SANDBOX
from otklik.sandbox.endpoints import sandbox_dependencies
from otklik.search.endpoints import ROUTES as SEARCH
from otklik.search.room import search_dependencies
from otklik.sso.endpoints import ROUTES as SSO
from otklik.sso.endpoints_providers import ROUTES as SSO_PROVIDERS
from otklik.sso.room import sso_dependencies
from otklik.system.endpoints import ROUTES as SYSTEM
from otklik.system.room import system_dependencies
from otklik.teams.endpoints import ROUTES as TEAMS
from otklik.templates.endpoints import ROUTES as TEMPLATES
from otklik.translation.endpoints import ROUTES as TRANSLATION
from otklik.translation.room import translation_dependencies
from otklik.visitor.endpoints import ROUTES as VISITORS
from otklik.visitor.endpoints_calls import ROUTES as VISITOR_CALLS
from otklik.visitor.endpoints_forms import ROUTES as FORMS
from otklik.visitor.endpoints_greetings import ROUTES as GREETINGS
from otklik.visitor.endpoints_keys import ROUTES as VISITOR_KEYS
from otklik.visitor.endpoints_logos import ROUTES as LOGOS

ROUTES: Sequence[ControllerRouterHandler] = (
    *ACCESS,
    *ACCOUNT,
    *FACTORS,
    *SSO,
    *SSO_PROVIDERS,
    *PEOPLE,
    *ROLES,
    *VIEWING,
    *TEAMS,
    *PRESENCE,
    *INBOXES,
    *TEMPLATES,
    *DESK,
    *MESSAGES,
    *FOLLOWING,
    *PINS,
    *STICKERS,
    *LETTERS,
    *STARTING,
    *SORTING,
    *VIEWS,
    *BULK,
    *FILES,
    *DRAFTS,
    *TRANSFERS,
    *CALLS,
    *VISITOR_CALLS,
    *TRANSLATION,
    *TRANSLATING,
    *HELD,
    *CONTACTS,
    *IMPORTS,
    *LABELS,
    *TOPICS,
    *CONVERSATION_FIELDS,
    *TODO,
    *LINKING,
    *ATTRIBUTES,
    *CARD,
    *GATHERED,
    *VISITORS,
    *FORMS,
    *VISITOR_KEYS,
    *LOGOS,
    *GREETINGS,
    *DEMO,
    *REPAIR,
    *SANDBOX,
    *SEARCH,
    *CANNED,
    *MACROS,
    *MACRO_RUNS,
    *MAPS,
    *NOTIFICATIONS,
    *STOP_MAIL,
    *MONITORS,
    *SYSTEM,
    *BLUEPRINT,
)


def make_dependencies() -> Mapping[str, Provide]:
    """Return what endpoints may ask for by name."""
    return {
        **access_dependencies(),
        **sso_dependencies(),
        **inbox_dependencies(),
        **desk_dependencies(),
        **translation_dependencies(),
        **contact_dependencies(),
        **repair_dependencies(),
        **sandbox_dependencies(),
        **search_dependencies(),
        **canned_dependencies(),
        **notification_dependencies(),
        **system_dependencies(),
    }
