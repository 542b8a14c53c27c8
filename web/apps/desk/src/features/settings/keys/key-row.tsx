import { Button } from '@mantine/core';
import { IconAction, KeyCaps } from '@otklik/ui';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capsOf, combosOf, rivalOf, type ActionId, type OwnKeys } from '~/shared/actions';
import { useRecording } from './use-recording';
import classes from './keys.module.css';

interface KeyRowProps {
  id: ActionId;
  own: OwnKeys;
  layout: ReadonlyMap<string, string> | undefined;
  editing: boolean;
  onEdit: (on: boolean) => void;
  /** Null goes back to the usual key; a rival loses its own. */
  onChoose: (id: ActionId, combo: string | null, rival: ActionId | null) => void;
}

export function KeyRow({ id, own, layout, editing, onEdit, onChoose }: KeyRowProps) {
  const { t } = useTranslation('settings');
  const name = useTranslation('actions').t(id);
  const combos = combosOf(id, own);
  return (
    <li className={classes.row}>
      <span className={classes.name}>{name}</span>
      {editing ? (
        <Recorder id={id} own={own} layout={layout} onStop={() => onEdit(false)} onChoose={(combo, rival) => onChoose(id, combo, rival)} />
      ) : (
        <>
          {id in own ? <IconAction size={24} label={t('keys.reset', { name })} icon={IconArrowBackUp} onClick={() => onChoose(id, null, null)} /> : null}
          <button type="button" className={classes.caps} onClick={() => onEdit(true)}>
            <span className="visually-hidden">{t('keys.change', { name })}</span>
            {combos.length === 0 ? <span className={classes.none}>{t('keys.none')}</span> : combos.map((combo) => <KeyCaps key={combo} keys={capsOf(combo, layout)} />)}
          </button>
        </>
      )}
    </li>
  );
}

interface RecorderProps {
  id: ActionId;
  own: OwnKeys;
  layout: ReadonlyMap<string, string> | undefined;
  onStop: () => void;
  onChoose: (combo: string, rival: ActionId | null) => void;
}

/** Waits for the keys; what belongs to another action is only taken from it when asked to. */
function Recorder({ id, own, layout, onStop, onChoose }: RecorderProps) {
  const { t } = useTranslation('settings');
  const actions = useTranslation('actions').t;
  const [clash, setClash] = useState<{ combo: string; rival: ActionId } | null>(null);
  const settle = (combo: string) => {
    const rival = combo ? rivalOf(id, combo, own) : null;
    if (rival) setClash({ combo, rival });
    else onChoose(combo, null);
  };
  if (!clash) return <Listening layout={layout} onRecorded={settle} onStop={onStop} />;
  return (
    <span className={classes.rival} role="alert">
      {t('keys.taken', { name: actions(clash.rival) })}
      <Button size="compact-sm" onClick={() => onChoose(clash.combo, clash.rival)}>
        {t('keys.take')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setClash(null)}>
        {t('keys.another')}
      </Button>
    </span>
  );
}

interface ListeningProps {
  layout: ReadonlyMap<string, string> | undefined;
  onRecorded: (combo: string) => void;
  onStop: () => void;
}

function Listening({ layout, onRecorded, onStop }: ListeningProps) {
  const { t } = useTranslation('settings');
  const { combo, onKeyDown } = useRecording(onRecorded, onStop);
  return (
    <button type="button" className={classes.caps} data-recording="" ref={focusIt} onKeyDown={onKeyDown} onBlur={onStop}>
      {combo ? <KeyCaps keys={capsOf(combo, layout)} /> : t('keys.press')}
    </button>
  );
}

function focusIt(field: HTMLElement | null): void {
  field?.focus();
}
