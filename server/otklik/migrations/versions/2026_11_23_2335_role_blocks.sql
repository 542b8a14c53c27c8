-- Blocks of the customer's card that the desk does not show to whoever has the role. They narrow the screen only: the
-- data itself is given and refused by the rights.
alter table custom_role add column hidden_blocks text[] not null default '{}';
