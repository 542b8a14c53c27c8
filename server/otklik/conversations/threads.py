"""Where a letter belongs, by the evidence it carries."""

from collections.abc import Sequence

import msgspec

from otklik.channelkit.inbound import MessageReceived
from otklik.infra.db import Tx

_encoder = msgspec.json.Encoder()


async def find_threads(tx: Tx, letters: Sequence[tuple[int, int, MessageReceived]]) -> dict[int, int]:
    """Return the conversation each letter points to, by its number: our signed token first, then the ids it answers.

    Letters are (number, inbox id, message). Evidence of another inbox or a vanished conversation counts for nothing;
    whether the sender belongs there is checked by the caller (a conversation has one contact).
    """
    if not letters:
        return {}
    rows = await tx.rows(
        """with x as (
               select * from jsonb_to_recordset(%(letters)s) as x(number int, inbox_id bigint, token bigint, ids text[])
           )
           select x.number, coalesce(by_token.id, by_ref.conversation_id)
           from x
           left join conversation by_token on by_token.id = x.token and x.inbox_id = any(by_token.inbox_ids)
           left join lateral (
               select m.conversation_id from message m where m.inbox_id = x.inbox_id and m.external_id = any(x.ids)
               union all
               select m.conversation_id from delivery d join message m on m.id = d.message_id
               where d.inbox_id = x.inbox_id and d.external_id = any(x.ids)
               limit 1
           ) by_ref on true
           where coalesce(by_token.id, by_ref.conversation_id) is not null""",
        {
            "letters": _encoder.encode(
                [
                    {
                        "number": number, "inbox_id": inbox_id, "token": message.thread.conversation_id,
                        "ids": list(message.thread.message_ids),
                    }
                    for number, inbox_id, message in letters
                    if message.thread is not None
                ]
            ).decode()
        },
    )  # fmt: skip
    return dict(rows)
