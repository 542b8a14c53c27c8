-- The values of customers' own fields stand in contact.attributes; here they can be found. Row security lets an index serve
-- comparisons of texts, not of JSON, so every value has a row of its own, in small letters and cut at 200 characters. The
-- database writes them itself: fields are set by operators, visitors, merges and their undoing, imports, and whoever comes
-- next must not be able to forget. A message that comes in touches no field and pays nothing.

create table contact_field (
    workspace_id bigint not null references workspace on delete cascade,
    contact_id bigint not null references contact on delete cascade,
    key text not null,
    place integer not null,
    value text collate "C" not null,
    number double precision,
    primary key (contact_id, key, place)
);

create function write_contact_fields() returns trigger language plpgsql as $$
begin
    delete from contact_field where contact_id = new.id;
    insert into contact_field (workspace_id, contact_id, key, place, value, number)
    select new.workspace_id, new.id, field.key, one.place, left(lower(one.value #>> '{}'), 200),
           case when jsonb_typeof(one.value) = 'number' then
               case when abs((one.value #>> '{}')::numeric) < 1e300 then (one.value #>> '{}')::double precision end end
    from jsonb_each(new.attributes) as field
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof(field.value) = 'array' then field.value else jsonb_build_array(field.value) end
    ) with ordinality as one(value, place)
    where jsonb_typeof(one.value) <> 'null';
    return null;
end
$$;

create trigger contact_fields_begun after insert on contact
    for each row when (new.attributes <> '{}') execute function write_contact_fields();
create trigger contact_fields_changed after update of attributes on contact
    for each row when (new.attributes is distinct from old.attributes) execute function write_contact_fields();

insert into contact_field (workspace_id, contact_id, key, place, value, number)
select c.workspace_id, c.id, field.key, one.place, left(lower(one.value #>> '{}'), 200),
       case when jsonb_typeof(one.value) = 'number' then
               case when abs((one.value #>> '{}')::numeric) < 1e300 then (one.value #>> '{}')::double precision end end
from contact c
cross join lateral jsonb_each(c.attributes) as field
cross join lateral jsonb_array_elements(
    case when jsonb_typeof(field.value) = 'array' then field.value else jsonb_build_array(field.value) end
) with ordinality as one(value, place)
where c.attributes <> '{}' and jsonb_typeof(one.value) <> 'null';

create index contact_field_value on contact_field (workspace_id, key, value, contact_id desc);
create index contact_field_key on contact_field (workspace_id, key, contact_id desc) where place = 1;
create index contact_field_number on contact_field (workspace_id, key, number) where number is not null;

create index rating_conversation on rating (conversation_id, id desc);
