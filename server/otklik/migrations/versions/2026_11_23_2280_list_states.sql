-- How much we had said when a snoozed conversation came back: until we say more, its row tells that it did.
alter table conversation add column woke_seq integer;

create index conversation_begun on conversation (workspace_id, created_at desc, id desc);
create index conversation_open_begun on conversation (workspace_id, created_at desc, id desc) where status = 'open';
create index conversation_team_unassigned on conversation (workspace_id, team_id)
    where status = 'open' and assignee_id is null;
