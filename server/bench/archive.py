"""How long a search takes over years of messages: words as people write them, some in every third message."""

import asyncio
import time
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg

from bench.crowd import Size, fill
from bench.hall import Caller, sign_in
from bench.scene import Server, free_port, fresh_database, fresh_folder
from otklik.infra.postgres import Dsns
from otklik.kit.clock import utc_now
from otklik.kit.secrets import load_or_create_keyring
from otklik.search.repository import FIND_PLACES
from otklik.search.repository_index import INDEX
from otklik.search.windows import Scope, make_windows

_CALLS = 20
_LONG = 50_000
_STEP = 20_000
# 30,000 made-up words, three of four with Russian endings and one with English ones, in 20,000 sentences of 4 to 20;
# the rank of a word is drawn so that a few stand in every third sentence.
_VOCABULARY: LiteralString = """
create unlogged table bench_word as select rank, case when rank % 4 = 3 then
    (array['re','un','pre','over','out','dis','in','mis','sub','up'])[1 + rank / 4 % 10]
    || (array['fund','ship','pay','pack','ord','track','link','mark','form','load','count','turn'])[1 + rank / 40 % 12]
    || (array['al','er','ist','ant','ock','ich','an','ev'])[1 + rank / 480 % 8]
    || (array['ow','ib','um','op','ax','el','is','ut'])[1 + rank / 3840 % 8]
else
    (array['пере','за','вы','до','при','от','раз','под','на','об'])[1 + rank % 10]
    || (array['каз','воз','сыл','став','чет','плат','бор','вод','мер','тор','лом','кид'])[1 + rank / 10 % 12]
    || (array['ун','ер','ист','арь','ок','ич','ан','ев'])[1 + rank / 120 % 8]
    || (array['ан','ев','ин','ор','ил','ус','ад','ец','ым','ох','ют','яр','эл','ыв','иц','еп','аз','уч','ир','ом',
              'ет','оч','уж','ав','ос','ук','ап','ош','ич','ум','юк','яш'])[1 + rank / 960 % 32] end as word
from generate_series(1, 30000) rank;
create unlogged table bench_sentence as select id, string_agg(w.word, ' ') as text
from (select id, 1 + floor(30000 * power(random(), 6))::int as rank
      from generate_series(0, 19999) id, generate_series(1, 4 + id % 17)) drawn
join bench_word w using (rank) group by id;
create unique index on bench_sentence (id);
analyze bench_sentence
"""
# The last message is of this minute: a search looks at the newest day first, and then further back.
_WRITE: LiteralString = """
update message m set text = s.text, sent_at = m.sent_at + (now() - timestamptz '2026-11-20'),
    created_at = m.created_at + (now() - timestamptz '2026-11-20')
from bench_sentence s
where m.id between %(first)s and %(last)s and m.conversation_id > 1 and s.id = m.id * 7919 %% 20000
"""
# A conversation of years: a message every ten minutes for most of a year.
_LONG_THREAD: tuple[LiteralString, ...] = (
    "delete from message where conversation_id = 1",
    """
insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, author_name, inbox_id, text,
    sent_at, created_at)
select 1, 1, n, 'text', case when n %% 2 = 1 then 'in' else 'out' end,
       case when n %% 2 = 1 then 'contact' else 'operator' end, 'Вера', 1,
       'Длинная переписка, строка ' || n || case when n %% 100 = 7 then ' иголка' else '' end, at, at
from (select n, now() - (%(count)s - n) * interval '10 minutes' as at
      from generate_series(1, %(count)s) n) made
    """,
    "update conversation set last_seq = %(count)s where id = 1",
)


def measure(messages: int, *, explain: bool = False) -> dict[str, Any]:
    """Fill a database, index it, call the API one call at a time, and return percentiles in milliseconds."""
    with fresh_folder() as folder, fresh_database(folder) as (dsns, admin):
        size = Size(messages // 10)
        fill(admin, size)
        took = _write_and_index(admin, messages)
        data = folder / "data"
        load_or_create_keyring(data / "keys.json")
        words = _words_by_rank(admin)
        if explain:
            _explain(dsns, words)
        server = Server(data, "web", free_port())
        try:
            server.wait_ready()
            caller = Caller(server.port, asyncio.run(sign_in(dsns)))
            return {"messages": messages, **took, **_call_all(caller, words)}
        finally:
            server.stop()


def _write_and_index(admin: str, messages: int) -> dict[str, Any]:
    """Give every message words, then index all: the table by the task's own statement, its big index last."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica; set synchronous_commit = off")
        connection.execute("set maintenance_work_mem = '1GB'")
        connection.execute(_VOCABULARY)
        connection.execute("drop index message_index_vector")
        for statement in _LONG_THREAD:
            connection.execute(statement, {"count": _LONG})
        started = time.perf_counter()
        top = messages + _LONG
        for first in range(1, top + 1, _STEP):
            connection.execute(_WRITE, {"first": first, "last": first + _STEP - 1})
            connection.execute(INDEX, {"ids": list(range(first, first + _STEP))})
        connection.execute(
            "create index message_index_vector on message_index using gin (vector) with (gin_pending_list_limit = 512)"
        )
        connection.execute("vacuum (analyze) message_index")
        connection.execute("vacuum (analyze) search_word")
        connection.execute("vacuum (analyze) message")
        spent = round(time.perf_counter() - started)
        sizes = connection.execute(
            "select pg_total_relation_size('message_index') / 1e6, pg_relation_size('message_index_vector') / 1e6"
        ).fetchone()
    assert sizes is not None
    return {"write_and_index_s": spent, "index_mb": round(sizes[0]), "gin_mb": round(sizes[1])}


def _words_by_rank(admin: str) -> dict[str, str]:
    with psycopg.connect(admin) as connection:
        rows = connection.execute(
            "select word from search_word join bench_word using (word) order by seen desc, word"
        ).fetchall()
    russian = [row[0] for row in rows if not row[0].isascii()]
    english = [row[0] for row in rows if row[0].isascii() and row[0].isalpha()]
    return {
        "the most common word": russian[0], "a common word": russian[30], "a word of the middle": russian[3000],
        "a rare word": russian[-100], "two common words": f"{russian[0]} {russian[1]}",
        "two words of the middle": f"{russian[2000]} {russian[3000]}",
        "a mistyped word": _swap(russian[500]), "the beginning of a word": russian[500][:5],
        "a common English word": english[5], "two English words": f"{english[5]} {english[500]}",
        "a mistyped English word": _swap(english[200]), "a word nobody wrote": "щщщщщщщщ",
    }  # fmt: skip


def _swap(word: str) -> str:
    return word[:2] + word[3] + word[2] + word[4:]


def _call_all(caller: Caller, words: dict[str, str]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for title, word in words.items():
        path = f"/api/v1/search?kind=messages&q={quote(word)}"
        figures[title] = {**_time(caller, path), "found": caller.get(path)["totals"]["messages"]}
    common = quote(words["the most common word"])
    figures["the most common word of one operator"] = _time(caller, f"/api/v1/search?kind=messages&author=7&q={common}")
    figures["everything at once"] = _time(caller, f"/api/v1/search?kind=all&q={common}")
    figures["in a conversation of 50,000"] = _time(caller, f"/api/v1/conversations/1/search?q={quote('иголка')}")
    figures["the same, every message fits"] = _time(caller, f"/api/v1/conversations/1/search?q={quote('строка')}")
    figures["open a conversation of 50,000"] = _time(
        caller, "/api/v1/conversations/1", "/api/v1/conversations/1/messages?limit=50"
    )
    figures["open in the middle of 50,000"] = _time(
        caller, "/api/v1/conversations/1/messages?before_seq=25000", "/api/v1/conversations/1/messages?after_seq=24999"
    )
    return figures


def _time(caller: Caller, *paths: str) -> dict[str, float]:
    waits, refused = [], 0
    for number in range(_CALLS + 5):
        started = time.perf_counter()
        try:
            for path in paths:
                caller.get(path)
        except AssertionError:  # the server's own limit of time
            refused += 1
        if number >= 5:  # the first calls warm the caches
            waits.append((time.perf_counter() - started) * 1000)
    waits.sort()
    figures = {f"p{share}": round(waits[int(len(waits) * share / 100)], 1) for share in (50, 95)}
    return {**figures, "refused": refused} if refused else figures


def _explain(dsns: Dsns, words: dict[str, str]) -> None:
    """Print the plan of the walk for a common word and for a rare one, as the search's own connections make it."""
    with psycopg.connect(dsns.system, autocommit=True) as connection:
        connection.execute("set enable_seqscan = off; set jit = off")
        for title in ("the most common word", "a rare word"):
            stem = connection.execute("select stem from search_word where word = %s", (words[title],)).fetchone()
            assert stem is not None
            windows = make_windows(Scope(workspace_id=1, words=((stem[0],),)), utc_now())
            params = {
                "workspace": 1, "queries": [one.query for one in windows], "belows": [one.below for one in windows],
                "since": None, "until": None, "limit": 1001, "at": None, "id": None,
            }  # fmt: skip
            plan = connection.execute("explain (analyze, buffers) " + FIND_PLACES, params).fetchall()
            print(f"\n{title}\n" + "\n".join(row[0] for row in plan))  # noqa: T201 - asked for
