-- A visitor asks to be called back: the words are a message, the promise is a task; here stands that the two were made once.

create table callback_wish (
    session_id bigint not null references visitor_session on delete cascade,
    client_id uuid not null,
    workspace_id bigint not null references workspace on delete cascade,
    task_id bigint references todo on delete set null,
    asked_at timestamptz not null default now(),
    primary key (session_id, client_id)
);
create index callback_wish_task on callback_wish (task_id);
