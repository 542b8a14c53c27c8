-- Messages that were pinned over their conversation. A pin belongs to the message and goes where that goes, so merging
-- and splitting conversations need know nothing of it.

create table message_pin (
    message_id bigint primary key references message on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    operator_id bigint,
    operator_name text not null default '',
    pinned_at timestamptz not null default now()
);
create index message_pin_workspace on message_pin (workspace_id);
