-- Row security lets an index serve only conditions whose functions cannot leak a row. `lower` and `like` may,
-- comparisons of stored columns may not: hence columns in lower case, compared byte by byte.

alter table contact
    alter column phone type text collate "C",
    add column name_key text collate "C" generated always as (lower(name)) stored,
    add column email_key text collate "C" generated always as (lower(email)) stored;
drop index contact_name;
drop index contact_email;
create index contact_name on contact (workspace_id, name_key) where name_key <> '';
create index contact_email on contact (workspace_id, email_key) where email_key <> '';

alter table identity
    alter column phone type text collate "C",
    add column name_key text collate "C" generated always as (lower(name)) stored,
    add column username_key text collate "C" generated always as (lower(username)) stored,
    add column email_key text collate "C" generated always as (lower(email)) stored;
drop index identity_email;
create index identity_name on identity (workspace_id, name_key) where name_key <> '';
create index identity_username on identity (workspace_id, username_key) where username_key <> '';
create index identity_email on identity (workspace_id, email_key) where email_key <> '';
