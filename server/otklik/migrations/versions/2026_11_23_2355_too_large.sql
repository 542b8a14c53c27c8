-- Until now such files were held where unchecked ones were; it stays so for whoever chose that.
alter table workspace add column open_too_large boolean not null default true;
update workspace set open_too_large = false where hold_unchecked;
