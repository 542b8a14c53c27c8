"""Fills a database as years of work would: a million conversations with ten messages each, most of them resolved."""

import time
from typing import LiteralString

import psycopg
from msgspec import Struct
from psycopg import sql

OPERATORS, TEAMS, INBOXES = 40, 8, 6
_STEP = 250_000


class Size(Struct, frozen=True):
    """How much there is."""

    conversations: int
    messages_each: int = 10


_PEOPLE: LiteralString = """
insert into workspace (id, name) overriding system value values (1, 'Большая');
insert into operator (id, workspace_id, email, name, role) overriding system value
    select n, 1, 'o' || n || '@example.test', 'Сотрудник ' || n, 'owner' from generate_series(1, 40) n;
insert into team (id, workspace_id, name) overriding system value
    select n, 1, 'Команда ' || n from generate_series(1, 8) n;
insert into contact_attribute (workspace_id, key, name, kind) values (1, 'city', 'Город', 'text');
insert into inbox (id, workspace_id, channel, name, status, token, hook_secret) overriding system value
    select n, 1, (array['telegram', 'email', 'webchat'])[1 + n % 3], 'Канал ' || n, 'active', 'token-' || n, 's'
    from generate_series(1, 6) n;
"""
_CONTACTS: LiteralString = """
insert into contact (id, workspace_id, name, email, phone, attributes) overriding system value
select n, 1, (array['Вера', 'Пётр', 'Ольга', 'Иван', 'Дарья', 'Maria', 'John'])[1 + n %% 7] || ' ' || md5(n::text),
       'c' || n || '@example.test', '+79' || lpad(n::text, 9, '0'),
       case when n %% 3 = 0 then jsonb_build_object('city', 'Город ' || n %% 20011) else '{}' end
from generate_series(%(first)s::bigint, %(last)s) n
"""
# The triggers that keep this table do not run while a copy is filled.
_FIELDS: LiteralString = """
insert into contact_field (workspace_id, contact_id, key, place, value)
select 1, n, 'city', 1, 'город ' || n %% 20011 from generate_series(%(first)s::bigint, %(last)s) n where n %% 3 = 0
"""
_IDENTITIES: LiteralString = """
insert into identity (id, workspace_id, contact_id, inbox_id, external_id, name) overriding system value
select n, 1, n, 1 + n %% 6, 'x' || n, 'Имя ' || n from generate_series(%(first)s::bigint, %(last)s) n
"""
# One in 300 waits, one in 100 is answered and open, one in 500 sleeps, the others are done.
_CONVERSATIONS: LiteralString = """
insert into conversation (id, workspace_id, contact_id, status, takes_new, inbox_id, identity_id, inbox_ids, team_id,
    assignee_id, last_seq, in_count, failed_count, last_message_at, waiting_since, snoozed_until, resolved_at, preview,
    created_at) overriding system value
select n, 1, 1 + (n - 1) %% %(people)s,
       case when n %% 300 < 4 then 'open' when n %% 500 = 7 then 'snoozed' else 'resolved' end,
       n > %(all)s - %(people)s, 1 + n %% 6, 1 + (n - 1) %% %(people)s, array[1 + n %% 6],
       case when n %% 5 > 0 then 1 + n %% 8 end, case when n %% 3 > 0 then 1 + n %% 40 end,
       %(each)s, (%(each)s + 1) / 2,
       case when n %% 2000 = 3 then 1 else 0 end, at, case when n %% 300 = 0 then at end,
       case when n %% 500 = 7 and n %% 300 >= 4 then at + interval '9 days' end,
       case when n %% 300 >= 4 and n %% 500 <> 7 then at end,
       jsonb_build_object('text', 'Спасибо, всё пришло', 'kind', 'text', 'author', 'contact'), at - interval '2 days'
from (select n, timestamptz '2026-11-20' - (%(all)s - n) * interval '60 seconds' as at
      from generate_series(%(first)s::bigint, %(last)s) n) made
"""
_MESSAGES: LiteralString = """
insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, author_id, author_name, inbox_id,
    identity_id, text, delivery, sent_at, created_at)
select 1, c, seq, 'text', case when seq %% 2 = 1 then 'in' else 'out' end,
       case when seq %% 2 = 1 then 'contact' else 'operator' end, case when seq %% 2 = 0 then 1 + c %% 40 end, 'Вера',
       1 + c %% 6, 1 + (c - 1) %% %(people)s, 'Здравствуйте! Где мой заказ № ' || c * 10 + seq ||
       '? Обещали привезти вчера, а курьера так и не было. Подскажите, пожалуйста, когда ждать.',
       case when seq %% 2 = 0 then 'read' end, at, at
from (select c, seq, timestamptz '2026-11-20' - (%(all)s - c) * interval '60 seconds' as at
      from generate_series(%(first)s::bigint, %(last)s) c, generate_series(1, %(each)s) seq) made
"""


def fill(admin_dsn: str, size: Size) -> float:
    """Fill the tables, indexes of messages last, and return the seconds it took."""
    started = time.perf_counter()
    people = max(1, size.conversations * 6 // 10)
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica; set synchronous_commit = off")
        connection.execute("set maintenance_work_mem = '1GB'")
        connection.execute(_PEOPLE)
        indexes = connection.execute(
            "select indexname, indexdef from pg_indexes where tablename = 'message' and indexname <> 'message_pkey'"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        for statement, count in (
            (_CONTACTS, people), (_FIELDS, people), (_IDENTITIES, people), (_CONVERSATIONS, size.conversations),
            (_MESSAGES, size.conversations),
        ):  # fmt: skip
            for first in range(1, count + 1, _STEP):
                connection.execute(
                    statement,
                    {
                        "first": first, "last": min(count, first + _STEP - 1), "people": people,
                        "all": size.conversations, "each": size.messages_each,
                    },
                )  # fmt: skip
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("vacuum (analyze)")
    return time.perf_counter() - started
