-- A website chat has at most one logo; its stored file goes when another takes its place.

create table chat_logo (
    inbox_id bigint primary key references inbox on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    file_key text not null references file (key)
);
create index chat_logo_file on chat_logo (file_key);
