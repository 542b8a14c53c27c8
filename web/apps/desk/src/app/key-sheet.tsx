import { Modal } from '@mantine/core';
import { KeyCaps } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionIds, actionOf, capsOf, combosOf, useAction, useOwnKeys, useKeyboardLayout, type ActionGroup } from '~/shared/actions';
import classes from './key-sheet.module.css';

const groups: ActionGroup[] = ['list', 'conversation', 'composer', 'go', 'status', 'desk'];

/** Every key of the desk, drawn as the person's own keyboard names them. */
export default function KeySheet() {
  const { t } = useTranslation('actions');
  // It is loaded by the first wish to see it.
  const [opened, setOpened] = useState(true);
  const layout = useKeyboardLayout(opened);
  const own = useOwnKeys();
  useAction('desk.keys', () => setOpened(true));
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={t('sheet.title')} size="lg" closeButtonProps={{ 'aria-label': t('sheet.close') }}>
      <div className={classes.sheet}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`group.${group}`)}</h3>
            <dl>
              {actionIds
                .filter((id) => actionOf(id).group === group && combosOf(id, own).length > 0)
                .map((id) => (
                  <div key={id}>
                    <dt>{t(id)}</dt>
                    <dd>
                      <KeyCaps keys={capsOf(combosOf(id, own)[0] ?? '', layout)} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
