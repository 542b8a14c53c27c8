-- What a saved view is grouped by (null: nothing), and which facts its rows show (null: the usual ones). The release
-- before this one makes views without either.
alter table saved_view
    add column grouping text check (grouping in ('status', 'priority', 'assignee', 'team', 'inbox')),
    add column columns text[];

-- Whether a group has anything, and its page, is found without walking past the conversations of all others.
create index conversation_assignee_history on conversation (workspace_id, assignee_id, last_message_at desc, id desc);
create index conversation_team_history on conversation (workspace_id, team_id, last_message_at desc, id desc);
create index conversation_inbox_history on conversation (workspace_id, inbox_id, last_message_at desc, id desc);
create index conversation_inbox_waiting on conversation (workspace_id, inbox_id, waiting_since, id)
    where status = 'open' and waiting_since is not null;
create index conversation_inbox_answered on conversation (workspace_id, inbox_id, last_message_at desc, id desc)
    where status = 'open' and waiting_since is null;
