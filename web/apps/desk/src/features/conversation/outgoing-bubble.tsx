import { Button } from '@mantine/core';
import { ago, bytes } from '@otklik/i18n';
import { IconClock, IconFile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '~/shared/clock';
import { readDraft, writeDraft } from '~/shared/drafts';
import { useLanguage } from '~/shared/i18n';
import { dropOutgoing, resend, type Outgoing } from '~/shared/outbox';
import { readSigns } from '~/shared/formatting';
import { requestDraft } from '~/shared/draft-request';
import { asShown, asSketches } from '~/shared/keyboards/rows';
import { ShownButtons } from '~/shared/keyboards/shown-buttons';
import { Quote } from './messages/quote';
import bubble from './messages/bubble.module.css';
import { RichText } from './messages/rich-text';
import classes from './thread.module.css';

/** A message that the server has not taken yet. */
export function OutgoingBubble({ outgoing }: { outgoing: Outgoing }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const note = outgoing.message.kind === 'note';
  return (
    <div className={classes.group} data-side="out">
      <div className={classes.bubbles}>
        <div className={bubble.line} data-side="out">
          <div className={bubble.bubble} data-side="out" data-note={note} data-last="true">
            {outgoing.quoted ? <Quote author={outgoing.quoted.author_name} text={outgoing.quoted.text} /> : null}
            {outgoing.uploads.map((file) => (
              <span key={file.id} className={classes.outgoingFile}>
                <IconFile size={16} stroke={1.7} aria-hidden="true" />
                {`${file.name} · ${bytes(file.bytes, language)}`}
              </span>
            ))}
            {outgoing.reads ? <RichText text={outgoing.reads} marks={[]} /> : null}
            {outgoing.message.text ? <RichText {...readSigns(outgoing.message.text)} /> : null}
            {outgoing.message.buttons ? <ShownButtons rows={asShown(outgoing.message.buttons)} /> : null}
            <span className={bubble.foot}>
              <IconClock size={13} stroke={2} aria-hidden="true" />
              {outgoing.state.kind === 'waiting' ? t('outgoing.waiting') : <span className="visually-hidden">{t('delivery.sending')}</span>}
            </span>
          </div>
        </div>
        <Trouble outgoing={outgoing} />
      </div>
    </div>
  );
}

function Trouble({ outgoing }: { outgoing: Outgoing }) {
  const { t } = useTranslation('conversation');
  const { state, client_id: id } = outgoing;
  if (state.kind === 'sending' || state.kind === 'waiting') return null;
  const takeBack = () => {
    const tab = outgoing.message.kind;
    const { quoted, message } = outgoing;
    const reply = quoted && message.reply_to ? { id: message.reply_to, author: quoted.author_name, text: quoted.text } : undefined;
    // What was begun since stands below it.
    const begun = readDraft(outgoing.conversation_id, tab);
    const text = [message.text, begun?.text].filter((one) => one?.trim()).join('\n\n');
    const files = [...outgoing.uploads, ...(begun?.files ?? [])];
    const buttons = [...asSketches(asShown(message.buttons ?? [])), ...(begun?.buttons ?? [])];
    writeDraft(outgoing.conversation_id, tab, { text, files, ...(buttons.length > 0 && { buttons }), ...(message.subject && !begun?.subject && { subject: message.subject }), ...(reply && !begun?.reply && { reply }) });
    requestDraft(outgoing.conversation_id, tab);
    dropOutgoing(id);
  };
  const answered = state.kind === 'answered';
  return (
    <div className={bubble.trouble} data-uncertain={answered} role="alert">
      {answered ? <Answered by={state.by} at={state.at} /> : <span>{state.detail || t('outgoing.refused')}</span>}
      <Button size="compact-xs" onClick={() => resend(id)}>
        {answered ? t('outgoing.sendAnyway') : t('delivery.retry')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={outgoing.message.template ? () => dropOutgoing(id) : takeBack}>
        {t(outgoing.message.template ? 'outgoing.drop' : 'outgoing.takeBack')}
      </Button>
    </div>
  );
}

function Answered({ by, at }: { by: string; at: string }) {
  const { t } = useTranslation('conversation');
  const now = useNow();
  return <span>{t('outgoing.answered', { name: by, ago: ago(new Date(at), new Date(now), useLanguage()) })}</span>;
}
