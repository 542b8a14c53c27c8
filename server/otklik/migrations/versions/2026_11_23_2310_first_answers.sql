-- The newest first answers of an inbox, for the wait that a visitor is told.

create index conversation_first_answer on conversation (inbox_id, first_response_at desc)
    where first_response_at is not null;
