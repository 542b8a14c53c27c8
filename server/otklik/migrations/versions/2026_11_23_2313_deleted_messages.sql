-- What a deleted message said; its files stay in attachment. It goes with the message, and with time.

create table deleted_message (
    message_id bigint primary key references message on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    text text not null,
    content jsonb,
    at timestamptz not null default now()
);
create index deleted_message_at on deleted_message (at);
