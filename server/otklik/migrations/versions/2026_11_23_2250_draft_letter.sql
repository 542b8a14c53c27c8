-- To whom a reply by e-mail will go, and what stands below it, as far as its author has chosen.

alter table draft add column mail jsonb;
