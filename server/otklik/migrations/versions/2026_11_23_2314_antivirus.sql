-- unreachable: the antivirus did not answer, and is asked again; too_large: it takes no file of that size.

alter table file
    add column scan text not null default 'unchecked'
        check (scan in ('unchecked', 'clean', 'infected', 'unreachable', 'too_large')),
    add column scan_said text not null default '';
create index file_unscanned on file (created_at) where scan in ('unchecked', 'unreachable');
alter table workspace add column hold_unchecked boolean not null default false;

-- One row while the installation has an antivirus: how it is.
create table scanner (
    only_one boolean primary key default true check (only_one),
    works boolean not null,
    said text not null default '',
    seen_at timestamptz not null default now()
);
grant select on scanner to otklik_app;
grant select, insert, update, delete on scanner to otklik_system;
alter table scanner enable row level security;
create policy machinery on scanner to otklik_system using (true) with check (true);
create policy everybody on scanner for select to otklik_app using (true);
