-- What the keepers of channels were told of the end of a channel's access: the fewest days before which end.
create table inbox_expiry_told (
    inbox_id bigint primary key references inbox on delete cascade,
    workspace_id bigint not null references workspace on delete cascade,
    expires_at timestamptz not null,
    days smallint not null
);
