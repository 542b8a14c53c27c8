-- Search reads tables of its own, which a periodic task fills after the commit: the road of a message pays nothing.

-- Russian words and English ones by their stems; no word is so common that it cannot be looked for.
create text search dictionary otklik_russian (template = snowball, language = russian);
create text search dictionary otklik_english (template = snowball, language = english);
create text search configuration otklik (copy = simple);
alter text search configuration otklik alter mapping for word, hword, hword_part with otklik_russian;
alter text search configuration otklik alter mapping for asciiword, asciihword, hword_asciipart with otklik_english;

-- Only letters and digits, in lower case, ё as е: then the parser sees words and numbers, never hosts, paths or signs.
create function search_clean(text) returns text language sql immutable parallel safe as
$$ select translate(lower(regexp_replace($1, '[^[:alnum:]]+', ' ', 'g')), 'ё', 'е') $$;

-- One row for each message that can be found. `vector` holds the stems of its text, those of its files with '@f.' in
-- front, and marks to choose by: the workspace's day and month, the inbox, the author. A mark begins with '@', which no
-- word has. There is no index by time on purpose: the planner would walk it and test every message.
create table message_index (
    message_id bigint primary key,
    workspace_id bigint not null,
    conversation_id bigint not null,
    at timestamptz not null,
    vector tsvector not null
) with (autovacuum_vacuum_insert_scale_factor = 0.05);
create index message_index_vector on message_index using gin (vector) with (gin_pending_list_limit = 512);
create index message_index_conversation on message_index (conversation_id);

-- The words of a workspace, to complete and to correct what is typed.
create table search_word (
    workspace_id bigint not null,
    word text collate "C" not null,
    stem text collate "C" not null,
    seen integer not null,
    primary key (workspace_id, word)
) with (fillfactor = 80);
create index search_word_stem on search_word (workspace_id, stem);

-- Where the task stands: in the event log, and in the messages that were there before it (none when `below` is 0).
create table search_progress (
    id smallint primary key check (id = 1),
    xid xid8 not null,
    event_id bigint not null,
    below bigint not null
);
alter table search_progress enable row level security;
create policy machinery on search_progress to otklik_system using (true) with check (true);
grant select, insert, update, delete on search_progress to otklik_system;

-- Typing errors are mended by likeness of letters. A server without the extension searches without mending.
do $$
begin
    if exists (select from pg_available_extensions where name = 'pg_trgm') then
        create extension if not exists pg_trgm;
        create index search_word_likeness on search_word using gin ((word collate "default") gin_trgm_ops);
    end if;
exception
    when insufficient_privilege then
        raise notice 'pg_trgm may not be created: typing errors in searches are not mended';
end
$$;
