import type { GroupName } from '@otklik/api';

/** What lists can be grouped by, as it is offered. */
export const groupNames: GroupName[] = ['status', 'priority', 'assignee', 'team', 'inbox'];
