-- A channel that failed and whose administrators were told so: once for each outage, and once more when it is over.
create table inbox_outage (
    inbox_id bigint primary key references inbox on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    began_at timestamptz not null default now()
);
