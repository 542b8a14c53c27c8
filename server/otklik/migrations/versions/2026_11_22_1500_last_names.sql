-- People are looked for by their last name at least as often as by their first.

alter table contact
    add column last_key text collate "C" generated always as
        (case when strpos(name, ' ') > 0 then lower(substring(name from '[^ ]+$')) else '' end) stored;
create index contact_last_name on contact (workspace_id, last_key) where last_key <> '';
