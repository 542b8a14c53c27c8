import { lazy } from 'react';

export { followContacts } from './live';

/** The card comes after the thread: reading can begin without it. */
export const ContactCard = lazy(() => import('./contact-card'));
