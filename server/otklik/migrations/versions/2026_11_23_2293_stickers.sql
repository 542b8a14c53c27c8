-- Stickers that came lately are looked through when an operator wants to send one.

create index attachment_sticker on attachment (workspace_id, id desc) where kind = 'sticker' and message_id is not null;
