import '@otklik/ui/forms';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { asProblem, type ConversationStart } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconLayoutGridAdd, IconPaperclip, IconTemplate } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCapabilities, useChannels } from '~/shared/channels';
import { useNow } from '~/shared/clock';
import { useDraft, writeDraft } from '~/shared/drafts';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { Copies } from '~/shared/letters/copies';
import { isAddress } from '~/shared/letters/addresses';
import { faultsOf } from '~/shared/keyboards/rows';
import { problemText } from '~/shared/problem-text';
import { useSession } from '~/shared/session';
import { begun as store, changeBegun, dropBegun, writing, type Begun } from '~/shared/starting';
import { useStore } from '~/shared/store';
import { Counter } from '../counter';
import { largestFile, signsLeft } from '../limits';
import { UploadTray } from '../upload-tray';
import type { Later } from '../use-sending';
import { ByTemplate, needsTemplate } from './by-template';
import { useStart, useStarting } from './api';
import { SendLater } from './send-later';
import { useFirstCanned } from './use-first-canned';
import { useFirstFiles } from './use-files';
import { inboxOf, isAimed, lineOf } from './first-way';
import { Way } from './way';
import { Whom } from './whom';
import { Words } from './words';
import classes from './starting.module.css';

const ButtonEditor = lazy(() => import('~/shared/keyboards/button-editor'));

const NAMED = new Set(['contact_id', 'identity_id', 'inbox_id', 'address', 'name', 'subject', 'text']);

/** Writes to a customer first: whom, by which address, what. Closed without sending, it is there again when opened. */
export default function StartDialog() {
  const { t } = useTranslation('composer');
  const { t: words } = useTranslation('keyboards');
  const [unfolded, setUnfolded] = useState(false);
  const labels = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const begun = useStore(store);
  const { data: start, error: missing } = useStart(begun.contact?.id ?? null);
  useUsualWay(begun, start);
  const capabilities = useWayCapabilities(begun, start);
  const identity = start?.identities.find((one) => one.id === begun.identity);
  const templated = needsTemplate(identity, capabilities, useNow()) ? identity : undefined;
  const letter = capabilities?.subject ?? false;
  const files = useFirstFiles(capabilities);
  const field = useRef<HTMLTextAreaElement>(null);
  const canned = useFirstCanned({ begun, start, letter, files, field });
  const { limits } = useSession();
  const close = () => writing.set(false);
  const open = (id: number) => {
    close();
    void navigate({ to: '/inbox/$view/$id', params: { view: 'mine', id: String(id) } });
  };
  const starting = useStarting(letter, ({ id }) => {
    dropBegun();
    open(id);
  });
  const problem = starting.error ? asProblem(starting.error) : null;
  const running = start?.running ?? runningIn(problem?.body);
  const left = signsLeft(begun.text, capabilities, begun.files.length > 0);
  const refused = files.files.some((one) => one.refusal !== null);
  const said = begun.text.trim() !== '' || begun.files.length > 0;
  const whom = isAimed(begun, start);
  const ready = templated === undefined && whom && said && !refused && !files.busy && running === null && (left === null || left >= 0) && faultsOf(begun.buttons, capabilities).length === 0 && [...begun.cc, ...begun.bcc].every(isAddress);
  const keyboard = (capabilities?.buttons_max ?? 0) > 0 || begun.buttons.length > 0;
  const shown = begun.buttons.length > 0 || (keyboard && unfolded);
  const errorOf = fieldErrors(starting.error);
  const able = () => ready && !starting.isPending && !canned.stops();
  const post = (later: Later | null) => starting.mutate({ said: { ...begun, inbox: inboxOf(begun, start) }, later });
  const send = () => {
    if (able()) post(null);
  };
  const outside = problem && problem.code !== 'already_open' && !(isAboutFields(problem) && problem.fields.every((one) => NAMED.has(one.field)));
  return (
    <Modal opened centered={false} yOffset="6dvh" onClose={close} title={t('start.title')} size={560} closeButtonProps={{ 'aria-label': t('start.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // Enter in the label of a button ends the label and not the letter.
          if (!labels.current?.contains(document.activeElement)) send();
        }}
      >
        <Stack gap="sm">
          <Whom begun={begun} letters={(start?.mailboxes.length ?? 0) > 0} lines={(start?.lines.length ?? 0) > 0} error={errorOf('contact_id')} />
          {start ? <Way begun={begun} start={start} errorOf={errorOf} /> : null}
          {running === null ? null : <Running id={running} begun={begun} onOpen={open} />}
          {letter ? (
            <>
              <div className={classes.copies}>
                <Copies lines={begun} onChange={changeBegun} />
              </div>
              <TextInput label={t('subject')} maxLength={300} autoComplete="off" value={begun.subject} error={errorOf('subject')} onChange={(event) => changeBegun({ subject: event.currentTarget.value })} />
            </>
          ) : null}
          {templated ? <ByTemplate inbox={templated.inbox_id} busy={starting.isPending} onSend={(template) => starting.mutate({ said: begun, later: null, template })} /> : null}
          {templated ? null : <Words text={begun.text} canned={canned} field={field} error={left !== null && left < 0 ? t('start.tooLong', { count: -left }) : errorOf('text')} onSend={send} />}
          {!templated && capabilities?.text_unit === 'sms' ? <Counter text={begun.text} capabilities={capabilities} left={left} /> : null}
          <div className={classes.files}>
            <UploadTray uploads={files} largest={largestFile(limits, capabilities)} most={limits.files_per_message} />
          </div>
          <Suspense fallback={null}>
            {shown ? (
              <div ref={labels}>
                <ButtonEditor inset begin={unfolded} rows={begun.buttons} limits={capabilities} onChange={(buttons) => changeBegun({ buttons })} />
              </div>
            ) : null}
          </Suspense>
          {outside || missing ? (
            <Text size="sm" c="red" role="alert">
              {problemText(problem ?? missing)}
            </Text>
          ) : null}
          <Group justify="space-between" gap="sm">
            <Group gap={2} style={{ visibility: templated ? 'hidden' : undefined }}>
              <IconAction label={t('canned.open')} icon={IconTemplate} onClick={canned.open} />
              <Attach onChosen={files.add} />
              {keyboard && begun.buttons.length === 0 ? <IconAction label={words(unfolded ? 'close' : 'open')} icon={IconLayoutGridAdd} pressed={unfolded} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)} /> : null}
            </Group>
            <Group gap="sm">
              <Button variant="default" onClick={close}>
                {t('start.later')}
              </Button>
              <SendLater disabled={!ready} able={able} onChoose={post} />
              <Button type="submit" loading={starting.isPending} disabled={!ready}>
                {t('send')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Chooses the first address that can be written to, or the one that is known of the person, until somebody chooses. */
function useUsualWay(begun: Begun, start: ConversationStart | undefined): void {
  const contact = begun.contact?.id;
  const settled = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!start || contact === undefined || settled.current === contact) return;
    settled.current = contact;
    if (begun.identity !== null || begun.address) return;
    const identity = start.identities.find((one) => one.reachable)?.id ?? null;
    const line = start.phone && !start.email ? start.lines[0] : undefined;
    changeBegun({ identity, ...(identity === null && (line ? { inbox: line.id, address: start.phone } : { address: start.email })) });
  }, [begun.address, begun.identity, contact, start]);
}

function useWayCapabilities(begun: Begun, start: ConversationStart | undefined) {
  const channels = useChannels();
  const identity = start?.identities.find((one) => one.id === begun.identity);
  const line = lineOf(begun, start);
  const capabilities = useCapabilities(identity?.channel ?? line?.channel, identity?.inbox_id ?? line?.id);
  if (identity ?? line) return capabilities;
  return begun.address && begun.identity === null ? (channels.find((one) => one.capabilities.subject)?.capabilities ?? null) : null;
}

function runningIn(body: Record<string, unknown> | undefined): number | null {
  const id = body?.['conversation_id'];
  return typeof id === 'number' ? id : null;
}

interface RunningProps {
  id: number;
  begun: Begun;
  onOpen: (id: number) => void;
}

/** The person's conversation goes on: what was written here goes on there, behind what stands in its draft. */
function Running({ id, begun, onOpen }: RunningProps) {
  const { t } = useTranslation('composer');
  const draft = useDraft(id, 'reply');
  const take = () => {
    const words = [draft?.text.trim(), begun.text.trim()].filter(Boolean).join('\n\n');
    if (words || begun.files.length > 0 || begun.buttons.length > 0) writeDraft(id, 'reply', { text: words, files: [...(draft?.files ?? []), ...begun.files], buttons: [...(draft?.buttons ?? []), ...begun.buttons] });
    dropBegun();
    onOpen(id);
  };
  return (
    <div className={classes.running} role="status">
      <span>{t('start.running')}</span>
      <Button size="compact-sm" variant="default" onClick={take}>
        {t('start.openRunning')}
      </Button>
    </div>
  );
}

function Attach({ onChosen }: { onChosen: (files: Iterable<File>) => void }) {
  const { t } = useTranslation('composer');
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconAction label={t('attach')} icon={IconPaperclip} onClick={() => field.current?.click()} />
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={t('attach')}
        onChange={({ currentTarget }) => {
          onChosen([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
