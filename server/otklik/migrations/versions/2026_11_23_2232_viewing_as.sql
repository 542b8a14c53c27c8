-- A session that looks at the desk as another role, or as a person with that person's role and teams. It is kept with the
-- session, so that every tab and socket of it is narrowed alike.

create table session_view (
    session_id bigint primary key references session on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    operator_id bigint not null references operator on delete cascade,
    role text not null,
    role_id bigint references custom_role on delete cascade,
    viewed_id bigint references operator on delete cascade,
    began_at timestamptz not null default now(),
    until timestamptz not null
);
create index session_view_until on session_view (until);
