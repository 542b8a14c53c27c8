import type { AttributeKind } from '@otklik/api';
import { keys } from '~/shared/keys';

/** Where fields are kept: the doors of the server, the name in the cache, and the kinds there may be, if not all. */
export interface FieldHouse {
  path: string;
  key: readonly string[];
  kinds?: AttributeKind[];
}

export const ofCustomers: FieldHouse = { path: '/contact-attributes', key: keys.attributes };
export const ofConversations: FieldHouse = { path: '/conversation-fields', key: keys.talkFields, kinds: ['text', 'number', 'choice', 'date', 'flag'] };
