-- What somebody has to do about a conversation or one message of it, by when, and who; told of once when it is due.

create table todo (
    id bigint generated always as identity primary key,
    workspace_id bigint not null references workspace on delete cascade,
    conversation_id bigint not null references conversation on delete cascade,
    message_id bigint references message on delete set null,
    title text not null,
    due_at timestamptz,
    operator_id bigint references operator on delete cascade,
    author_id bigint references operator on delete set null,
    author_name text not null default '',
    created_at timestamptz not null default now(),
    done_at timestamptz,
    done_by text not null default '',
    told_at timestamptz,
    -- The conversations it came from by merging, the last one last: undoing a merge gives it back.
    came_from bigint[] not null default '{}',
    version integer not null default 1
);
create index todo_conversation on todo (conversation_id, id);
create index todo_open on todo (workspace_id, operator_id, due_at, id) where done_at is null;
create index todo_done on todo (workspace_id, operator_id, done_at desc) where done_at is not null;
