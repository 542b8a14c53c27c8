import actions from './actions.json';
import app from './app.json';
import composer from './composer.json';
import contact from './contact.json';
import conversation from './conversation.json';
import inbox from './inbox.json';
import session from './session.json';
import settings from './settings.json';

export default { actions, app, composer, contact, conversation, inbox, session, settings };
