export { ContactCard } from './contact-card';
export { followContacts } from './live';
