import { Http } from '@otklik/api';

/** The one line to the server. */
export const server = new Http();
