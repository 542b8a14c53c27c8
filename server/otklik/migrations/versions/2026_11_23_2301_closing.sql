-- What a conversation was about: a tree of topics, and the company's own fields asked at closing. As with the fields of
-- customers, the database itself writes every value into a row of its own, by which it is found.

create table topic (
    id bigint generated always as identity primary key,
    workspace_id bigint not null references workspace on delete cascade,
    parent_id bigint references topic on delete cascade,
    name text not null,
    position integer not null,
    archived_at timestamptz
);
create unique index topic_name on topic (workspace_id, coalesce(parent_id, 0), lower(name)) where archived_at is null;
create index topic_parent on topic (parent_id);

create table conversation_attribute (
    id bigint generated always as identity primary key,
    workspace_id bigint not null references workspace on delete cascade,
    key text not null,
    name text not null,
    kind text not null check (kind in ('text', 'number', 'choice', 'date', 'flag')),
    choices text[] not null default '{}',
    required boolean not null default false,
    position integer not null,
    archived_at timestamptz,
    unique (workspace_id, key)
);

alter table workspace add column topic_required boolean not null default false;
alter table team add column topic_required boolean;
alter table conversation
    add column topic_id bigint references topic on delete set null,
    add column fields jsonb not null default '{}';
create index conversation_topic on conversation (topic_id) where topic_id is not null;

-- What is done with a conversation once a reply that waits has left: what it is closed for, or until when it is put off.
alter table held_message add column afterwards jsonb;

create table conversation_field (
    workspace_id bigint not null references workspace on delete cascade,
    conversation_id bigint not null references conversation on delete cascade,
    key text not null,
    place integer not null default 1,
    value text collate "C" not null,
    number double precision,
    primary key (conversation_id, key)
);
create index conversation_field_value on conversation_field (workspace_id, key, value, conversation_id desc);
create index conversation_field_key on conversation_field (workspace_id, key, conversation_id desc);
create index conversation_field_number on conversation_field (workspace_id, key, number) where number is not null;

create function write_conversation_fields() returns trigger language plpgsql as $$
begin
    delete from conversation_field where conversation_id = new.id;
    insert into conversation_field (workspace_id, conversation_id, key, value, number)
    select new.workspace_id, new.id, field.key, left(lower(field.value #>> '{}'), 200),
           case when jsonb_typeof(field.value) = 'number' then (field.value #>> '{}')::double precision end
    from jsonb_each(new.fields) as field
    where jsonb_typeof(field.value) <> 'null';
    return null;
end
$$;

create trigger conversation_fields_changed after update of fields on conversation
    for each row when (new.fields is distinct from old.fields) execute function write_conversation_fields();
