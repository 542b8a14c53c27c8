import { Button, Group, Modal, TextInput } from '@mantine/core';
import type { Conversation, Macro } from '@otklik/api';
import { EmptyState, Skeleton } from '@otklik/ui';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { findMacros, macroRequest, useMacros } from '~/shared/macros';
import { problemText } from '~/shared/problem-text';
import { MacroSteps } from './macro-steps';
import { useMacroPreview, useRunMacro } from './macro-running';
import classes from './macro.module.css';

interface MacroDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

/** Macros by name left, what the chosen one will do here right; Enter runs it. */
export default function MacroDialog({ conversation, onClose }: MacroDialogProps) {
  const { t } = useTranslation('macros');
  const all = useMacros();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<number | null>(() => macroRequest.get());
  useEffect(() => macroRequest.set(null), []);
  const found = findMacros(all, query);
  const macro = found.find((one) => one.id === chosen) ?? found[0] ?? null;
  const run = useRunMacro(conversation, onClose);
  const move = (by: number) => setChosen(found[(found.findIndex((one) => one.id === macro?.id) + by + found.length) % found.length]?.id ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && macro && !run.isPending) run.mutate(macro);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} title={t('title')} size={760} closeButtonProps={{ 'aria-label': t('close') }}>
      {all.length === 0 ? (
        <EmptyState
          drawing="talk"
          title={t('none')}
          hint={t('noneHint')}
          action={
            <Link to="/settings/$section" params={{ section: 'macros' }}>
              {t('toSettings')}
            </Link>
          }
        />
      ) : (
        <>
          <TextInput data-autofocus role="combobox" aria-expanded="true" aria-controls="macro-list" aria-activedescendant={macro ? `macro-${macro.id}` : undefined} aria-label={t('find')} placeholder={t('find')} value={query} maxLength={100} onKeyDown={onKeyDown} onChange={(event) => setQuery(event.currentTarget.value)} />
          <div className={classes.panes}>
            <div className={classes.list} id="macro-list" role="listbox" aria-label={t('title')}>
              {found.map((one) => (
                <button key={one.id} id={`macro-${one.id}`} type="button" role="option" tabIndex={-1} aria-selected={one === macro} className={classes.macro} onClick={() => setChosen(one.id)} onDoubleClick={() => run.mutate(one)}>
                  <span className="truncate">{one.name}</span>
                </button>
              ))}
              {found.length === 0 ? <p className={classes.why}>{t('nothingFound')}</p> : null}
            </div>
            {macro ? <Preview key={macro.id} conversation={conversation} macro={macro} /> : null}
          </div>
          <Group justify="flex-end" mt="md" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button disabled={!macro} loading={run.isPending} onClick={() => macro && run.mutate(macro)}>
              {t('run')}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}

function Preview({ conversation, macro }: { conversation: Conversation; macro: Macro }) {
  const { t } = useTranslation('macros');
  const preview = useMacroPreview(conversation, macro);
  return (
    <section className={classes.preview} aria-label={t('preview')}>
      {preview.isError ? <p role="alert">{problemText(preview.error)}</p> : preview.data ? <MacroSteps steps={preview.data.steps} /> : <Skeleton height={72} />}
    </section>
  );
}
