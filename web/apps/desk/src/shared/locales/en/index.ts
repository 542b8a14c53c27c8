import actions from './actions.json';
import admin from './admin.json';
import app from './app.json';
import canned from './canned.json';
import channels from './channels.json';
import composer from './composer.json';
import contact from './contact.json';
import conversation from './conversation.json';
import filters from './filters.json';
import health from './health.json';
import inbox from './inbox.json';
import macros from './macros.json';
import sandbox from './sandbox.json';
import search from './search.json';
import session from './session.json';
import settings from './settings.json';
import setup from './setup.json';

export default { actions, admin, app, canned, channels, composer, contact, conversation, filters, health, inbox, macros, sandbox, search, session, settings, setup };
