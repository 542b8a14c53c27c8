-- What each inbox received, stored and showed, minute by minute. `calls`, `messages`, `announced`, `requests` and `refusals`
-- are counted from the rows that exist and only ever set; the others are counted at the doors and only ever added to.

create table inbox_minute (
    workspace_id bigint not null references workspace on delete cascade,
    inbox_id bigint not null references inbox on delete cascade,
    minute timestamptz not null,
    calls integer not null default 0,
    messages integer not null default 0,
    announced integer not null default 0,
    requests integer not null default 0,
    refusals integer not null default 0,
    arrived integer not null default 0,
    repeated integer not null default 0,
    ignored integer not null default 0,
    unstored integer not null default 0,
    delays integer not null default 0,
    delay_ms bigint not null default 0,
    delay_max_ms bigint not null default 0,
    primary key (inbox_id, minute)
);
create index inbox_minute_age on inbox_minute using brin (minute);

-- How far the tables had grown at a moment: rows of transactions begun later have higher numbers. Of no workspace.
create table ledger_mark (
    at timestamptz primary key,
    hook_call bigint not null,
    message bigint not null,
    event bigint not null,
    channel_log bigint not null
);
alter table ledger_mark enable row level security;
create policy machinery on ledger_mark to otklik_system using (true) with check (true);
grant select, insert, delete on ledger_mark to otklik_system;

-- An installation that has messages already begins its ledger now.
insert into ledger_mark (at, hook_call, message, event, channel_log)
select now() - interval '10 minutes', coalesce((select max(id) from hook_call), 0), coalesce((select max(id) from message), 0),
       coalesce((select max(id) from event), 0), coalesce((select max(id) from channel_log), 0)
where exists (select from message);

create index channel_log_refused on channel_log (inbox_id, id desc) where not ok;
