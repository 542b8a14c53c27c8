alter table identity add column last_wrote_at timestamptz;
