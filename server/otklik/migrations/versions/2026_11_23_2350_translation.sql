-- The service of a company; its key is sealed.
create table translation_service (
    workspace_id bigint primary key references workspace on delete cascade,
    url text not null,
    api_key bytea,
    version int not null default 1,
    changed_at timestamptz not null default now(),
    changed_by text not null default ''
);

-- What a service made of a message, so that it is asked once. `of_text` is the digest of the words it was made of:
-- those of an edited message are asked anew.
create table message_translation (
    message_id bigint not null references message on delete cascade,
    target text not null,
    workspace_id bigint not null references workspace on delete cascade,
    source text not null,
    text text not null,
    of_text bytea not null,
    made_at timestamptz not null default now(),
    primary key (message_id, target)
);
