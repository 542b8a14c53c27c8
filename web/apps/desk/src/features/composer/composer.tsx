import { Textarea, TextInput } from '@mantine/core';
import type { Conversation } from '@otklik/api';
import { IconUpload } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { focusMain, useAction } from '~/shared/actions';
import { useCaret, writeAndFocus } from '~/shared/caret';
import { useCapabilities } from '~/shared/channels';
import { channelName } from '~/shared/channel-names';
import { findColon } from '~/shared/emoji';
import { useLanguage } from '~/shared/i18n';
import { faultsOf } from '~/shared/keyboards/rows';
import { useSession } from '~/shared/session';
import { CannedField } from './canned-field';
import { inConversation } from './canned-target';
import { CARET_MENU } from './caret-lines';
import { Closed } from './closed';
import { ComposerTabs } from './composer-tabs';
import { ComposerTools } from './composer-tools';
import { HeldBar } from './held-bar';
import { IdentitySwitch } from './identity-switch';
import { insertText } from './insert-text';
import { Counter } from './counter';
import { largestFile, signsLeft, takesVoice } from './limits';
import { OtherText } from './other-text';
import { QuotedMessage } from './quoted-message';
import { SendButton } from './send-button';
import { sends } from './send-key';
import { TranslateButton } from './translate-button';
import { UploadTray } from './upload-tray';
import { useButtonPanel } from './use-button-panel';
import { useCanned } from './use-canned';
import { useCaretMenu } from './use-caret-menu';
import { useComposer } from './use-composer';
import { useEditLast } from './use-edit-last';
import { useFileDrop } from './use-file-drop';
import { useLetter } from './use-letter';
import { useFormatting } from './use-formatting';
import { useMentions } from './use-mentions';
import { useSending } from './use-sending';
import { useTemplateOffer } from './use-templates';
import { useTyping } from './use-typing';
import { useUploads } from './use-uploads';
import { useVoice } from './use-voice';
import { useOpening } from './window';
import { WindowLine } from './window-line';
import classes from './composer.module.css';

const MentionMenu = lazy(() => import('./mention-menu'));
const EmojiMenu = lazy(() => import('./emoji-menu'));
const LetterFields = lazy(() => import('./letter-fields'));
const LetterBelow = lazy(() => import('./letter-below'));
const ButtonEditor = lazy(() => import('~/shared/keyboards/button-editor'));

interface ComposerProps {
  conversation: Conversation;
}

/** Where the style sheet lets a field grow with its text: measuring it by script lays the page out twice. */
const growsByStyle = CSS.supports('field-sizing', 'content');

export default function Composer({ conversation }: ComposerProps) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  const { operator, limits } = useSession();
  const state = useComposer(conversation);
  const note = state.tab === 'note';
  const capabilities = useCapabilities(note ? null : state.identity?.channel, state.identity?.inbox_id);
  const sendKey = capabilities?.subject ? operator.preferences.mail_send_key : operator.preferences.send_key;
  // What was unfolded folds again behind each message.
  const [round, setRound] = useState(0);
  const letter = useLetter(conversation, capabilities?.subject ? state.identity : null);
  const uploads = useUploads(conversation.id, state.tab, capabilities);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const typing = useTyping(conversation.id, state.text);
  const dragging = useFileDrop(uploads.add);
  const left = note ? null : signsLeft(state.text, capabilities, uploads.files.length > 0);
  const opening = useOpening(note ? null : state.identity, capabilities);
  const closed = !note && (conversation.identities.length === 0 || state.identity?.reachable === false || opening.stands === 'shut');
  const mentions = useMentions(state, field);
  const emoji = useCaretMenu(state, field, findColon);
  const menus = [mentions, emoji];
  useCaret(field, () => {
    canned.onSelect();
    for (const menu of menus) menu.onSelect();
  });
  const open = menus.find((menu) => menu.trigger);
  const voice = useVoice(`${conversation.id} ${state.tab}`, uploads.addVoice);
  const composed = useSending(conversation, state, uploads, mentions, { stopped: closed || (left !== null && left < 0) || letter?.wrong === true || faultsOf(state.buttons, capabilities).length > 0, mail: letter?.chosen, onSend: () => setRound((last) => last + 1) });
  const canned = useCanned({ target: inConversation(conversation.id), state, uploads, field });
  const sending = canned.guard(composed);
  const keyboard = useButtonPanel(state, capabilities, `${conversation.id} ${round}`);
  const templates = useTemplateOffer(conversation, state, capabilities);
  const formatting = useFormatting(state, field, capabilities, note);

  const openTab = (tab: 'reply' | 'note') => {
    writeAndFocus(field, () => state.setTab(tab));
  };
  useAction('composer.reply', () => openTab('reply'));
  useAction('composer.note', () => openTab('note'));
  useAction('composer.toggle', () => openTab(note ? 'reply' : 'note'));
  useAction('composer.attach', () => picker.current?.click());
  useAction('list.open', () => field.current?.focus());

  const editLast = useEditLast(conversation.id);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (menus.some((menu) => menu.onKeyDown(event)) || canned.onKeyDown(event) || formatting.onKeyDown(event)) return;
    if (event.key === 'Escape') {
      focusMain();
      event.preventDefault();
    }
    if (event.key === 'ArrowUp' && state.text === '' && uploads.files.length === 0 && !note) {
      editLast();
      event.preventDefault();
      return;
    }
    const { key, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event;
    if (!sends({ key, shiftKey, ctrlKey, metaKey, altKey, isComposing: nativeEvent.isComposing }, sendKey)) return;
    event.preventDefault();
    sending.send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    uploads.add(event.clipboardData.files);
  };
  const channel = state.identity ? channelName(state.identity.channel, language) : '';

  return (
    <section className={classes.composer} data-note={note} aria-label={t('title')}>
      <div className={classes.head}>
        <ComposerTabs tab={state.tab} onTab={openTab} />
        {note ? null : <IdentitySwitch identities={conversation.identities} chosen={state.identity} onChoose={state.setIdentity} />}
      </div>
      {note ? null : <QuotedMessage conversation={conversation.id} />}
      <HeldBar conversation={conversation.id} empty={state.text === ''} />
      {closed ? (
        <Closed identity={state.identity} opening={opening} onTemplate={templates?.open ?? null} onNote={() => openTab('note')} />
      ) : (
        <>
          <WindowLine opening={opening} />
          {letter ? (
            <>
              <Suspense fallback={<div className={classes.letterWaits} />}>
                <LetterFields key={`${conversation.id} ${round}`} letter={letter} />
              </Suspense>
              <TextInput className={classes.subject ?? ''} variant="unstyled" value={state.subject} onChange={(event) => state.setSubject(event.currentTarget.value)} placeholder={t('subject')} aria-label={t('subject')} />
            </>
          ) : null}
          <CannedField canned={canned}>
            <Suspense fallback={null}>
              {mentions.trigger ? <MentionMenu mentions={mentions} query={mentions.trigger.query} /> : null}
              {emoji.trigger ? <EmojiMenu menu={emoji} query={emoji.trigger.query} /> : null}
            </Suspense>
            <Textarea
              ref={field}
              classNames={{ input: classes.input ?? '' }}
              variant="unstyled"
              autosize={!growsByStyle}
              minRows={2}
              maxRows={12}
              value={state.text}
              onChange={(event) => {
                state.setText(event.currentTarget.value);
                if (!note) typing(event.currentTarget.value);
              }}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={() => {
                canned.close();
                for (const menu of menus) menu.close();
              }}
              placeholder={note ? t('notePlaceholder') : t('replyPlaceholder', { channel })}
              aria-label={note ? t('noteField') : t('replyField')}
              {...canned.aria}
              {...(open?.active && { 'aria-controls': CARET_MENU, 'aria-activedescendant': open.active, 'aria-autocomplete': 'list' })}
            />
          </CannedField>
          <Suspense fallback={null}>{letter ? <LetterBelow key={`${conversation.id} ${round}`} letter={letter} /> : null}</Suspense>
          <OtherText conversation={conversation.id} tab={state.tab} />
          <Suspense fallback={null}>{keyboard.open ? <ButtonEditor rows={state.buttons} limits={capabilities} begin={keyboard.begins} onChange={state.setButtons} /> : null}</Suspense>
          <UploadTray uploads={uploads} largest={largestFile(limits, capabilities)} most={limits.files_per_message} />
          <ComposerTools formatting={formatting} keyboard={keyboard} note={note} uploads={uploads} picker={picker} voice={voice.possible && takesVoice(capabilities) ? voice : null} onCanned={canned.open} onEmoji={(sign) => insertText(state, field, sign)} onSticker={!note && capabilities?.kinds_out.includes('sticker') ? composed.sendSticker : null} onTemplate={templates?.open ?? null} more={note ? null : <TranslateButton conversation={conversation} text={state.text} />}>
            <Counter text={state.text} capabilities={note ? null : capabilities} left={left} />
            <SendButton conversation={conversation} note={note} mine={conversation.assignee?.id === operator.id} sending={sending} sendKey={sendKey} />
          </ComposerTools>
        </>
      )}
      {templates?.dialog}
      {dragging ? (
        <div className={classes.drop}>
          <IconUpload size={22} stroke={1.7} aria-hidden="true" />
          {t(note ? 'dropOnNote' : 'dropHere')}
        </div>
      ) : null}
    </section>
  );
}
