import { Button, Switch } from '@mantine/core';
import { PageHeader, Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionIds, actionOf, useKeyboardLayout, useOwnKeys, withKey, type ActionGroup, type ActionId } from '~/shared/actions';
import { usePreferences } from '~/shared/preferences';
import { KeyRow } from './key-row';
import classes from './keys.module.css';

const groups: ActionGroup[] = ['list', 'conversation', 'message', 'composer', 'go', 'status', 'desk'];

/** Every key of the desk, and a way to choose another or none. */
export default function KeysPage() {
  const { t } = useTranslation('settings');
  const actions = useTranslation('actions').t;
  const [preferences, change] = usePreferences();
  const own = useOwnKeys();
  const layout = useKeyboardLayout(true);
  const [editing, setEditing] = useState<ActionId | null>(null);
  const choose = (id: ActionId, combo: string | null, rival: ActionId | null) => {
    const freed = rival ? withKey(own, rival, '') : own;
    change({ keys: withKey(freed, id, combo) });
    setEditing(null);
  };
  return (
    <>
      <PageHeader title={t('keys.title')} hint={t('keys.hint')} />
      <Section title={t('keys.general')}>
        <Switch checked={preferences.shortcuts_enabled} onChange={(event) => change({ shortcuts_enabled: event.currentTarget.checked })} label={t('profile.shortcuts')} description={t('profile.shortcutsHint')} />
      </Section>
      {groups.map((group) => (
        <Section key={group} title={actions(`group.${group}`)}>
          <ul className={classes.keys}>
            {actionIds
              .filter((id) => actionOf(id).group === group && !actionOf(id).fixed)
              .map((id) => (
                <KeyRow key={id} id={id} own={own} layout={layout} editing={editing === id} onEdit={(on) => setEditing(on ? id : null)} onChoose={choose} />
              ))}
          </ul>
        </Section>
      ))}
      <Button variant="default" disabled={Object.keys(own).length === 0} onClick={() => change({ keys: {} })}>
        {t('keys.resetAll')}
      </Button>
    </>
  );
}
