-- The last pages of a visitor, the newest first: url, title, at.

alter table visitor_session add column pages jsonb not null default '[]';
