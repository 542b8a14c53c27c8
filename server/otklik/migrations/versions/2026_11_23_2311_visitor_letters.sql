-- An answer in a website chat goes as a letter once; an address that wants none gets none from this chat.

create table visitor_letter (
    message_id bigint primary key references message on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    letter_id bigint not null references message on delete cascade
);
create index visitor_letter_letter on visitor_letter (letter_id);

create table visitor_letter_stop (
    inbox_id bigint not null references inbox on delete cascade,
    address text not null,
    workspace_id bigint not null references workspace on delete cascade,
    at timestamptz not null default now(),
    primary key (inbox_id, address)
);
