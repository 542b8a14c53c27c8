-- Templates that a provider keeps for an inbox, as it told of them last, and how the last asking ended.

create table message_template (
    inbox_id bigint not null references inbox on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    name text not null check (name <> ''),
    language text not null,
    body jsonb not null,
    primary key (inbox_id, name, language)
);

create table template_sync (
    inbox_id bigint primary key references inbox on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    tried_at timestamptz not null,
    synced_at timestamptz,
    error text not null default ''
);
