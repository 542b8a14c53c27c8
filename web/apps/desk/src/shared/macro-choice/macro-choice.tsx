import { Button, Group, Modal, TextInput } from '@mantine/core';
import type { Macro, MacroPreview } from '@otklik/api';
import { EmptyState, Skeleton } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { findMacros, macroRequest, useMacros } from '~/shared/macros';
import { problemText } from '~/shared/problem-text';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { MacroSteps } from './macro-steps';
import classes from './macro.module.css';

interface MacroChoiceProps {
  title: string;
  /** Where the preview is made. */
  sample: Sample;
  /** What is to be known of the preview, as that it shows one of many. */
  hint?: string | undefined;
  running: boolean;
  onRun: (macro: Macro) => void;
  onClose: () => void;
}

export interface Sample {
  id: number;
  /** The preview is made anew when the conversation moves on. */
  version?: number;
  /** One of many in which the macro will run. */
  amongMany?: boolean;
}

/** Macros by name left, what the chosen one will do here right; Enter runs it. */
export function MacroChoice({ title, sample, hint, running, onRun, onClose }: MacroChoiceProps) {
  const { t } = useTranslation('macros');
  const all = useMacros();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<number | null>(() => macroRequest.get());
  useEffect(() => macroRequest.set(null), []);
  const found = findMacros(all, query);
  const macro = found.find((one) => one.id === chosen) ?? found[0] ?? null;
  const move = (by: number) => setChosen(found[(found.findIndex((one) => one.id === macro?.id) + by + found.length) % found.length]?.id ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && macro && !running) onRun(macro);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={760} closeButtonProps={{ 'aria-label': t('close') }}>
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
                <button key={one.id} id={`macro-${one.id}`} type="button" role="option" tabIndex={-1} aria-selected={one === macro} className={classes.macro} onClick={() => setChosen(one.id)} onDoubleClick={() => onRun(one)}>
                  <span className="truncate">{one.name}</span>
                </button>
              ))}
              {found.length === 0 ? <p className={classes.why}>{t('nothingFound')}</p> : null}
            </div>
            {macro ? <Preview key={macro.id} sample={sample} hint={hint} macro={macro} /> : null}
          </div>
          <Group justify="flex-end" mt="md" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button disabled={!macro} loading={running} onClick={() => macro && onRun(macro)}>
              {t('run')}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}

function Preview({ sample, hint, macro }: { sample: Sample; hint: string | undefined; macro: Macro }) {
  const { t } = useTranslation('macros');
  const preview = useMacroPreview(sample, macro);
  return (
    <section className={classes.preview} aria-label={t('preview')}>
      {hint ? <p className={classes.why}>{hint}</p> : null}
      {preview.isError ? <p role="alert">{problemText(preview.error)}</p> : preview.data ? <MacroSteps steps={preview.data.steps} /> : <Skeleton height={72} />}
    </section>
  );
}

/** What a macro would do now: asked anew each time, for the conversation moves on. */
function useMacroPreview(sample: Sample, macro: Macro) {
  return useQuery({
    queryKey: [...keys.macros, 'preview', sample, macro.id, macro.version],
    queryFn: ({ signal }) => server.get<MacroPreview>(`/conversations/${sample.id}/macros/${macro.id}`, sample.amongMany ? { among_many: true } : undefined, signal),
    gcTime: 0,
  });
}
