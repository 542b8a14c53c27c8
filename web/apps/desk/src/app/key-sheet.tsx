import { Modal } from '@mantine/core';
import { KeyCaps } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionIds, actionOf, capsOf, combosOf, useAction, useOwnKeys, useKeyboardLayout, type ActionGroup } from '~/shared/actions';
import { usePreferences } from '~/shared/preferences';
import classes from './key-sheet.module.css';

const groups: ActionGroup[] = ['list', 'conversation', 'message', 'composer', 'go', 'status', 'desk'];

/** What is written in the field, or pressed in a list that stands open: no action of the desk, and not to be changed. */
const fixed = [
  { name: 'canned', caps: [['/'], [';']] },
  { name: 'emoji', caps: [[':']] },
  { name: 'mention', caps: [['@']] },
  { name: 'editLast', caps: [['↑']] },
  { name: 'leaveField', caps: [['Esc']] },
  { name: 'tomorrow', caps: [['Z', 'Z']] },
  { name: 'walkMessages', caps: [['J'], ['K']] },
] as const;

/** Every key of the desk, drawn as the person's own keyboard names them. */
export default function KeySheet() {
  const { t } = useTranslation('actions');
  // It is loaded by the first wish to see it.
  const [opened, setOpened] = useState(true);
  const layout = useKeyboardLayout(opened);
  const own = useOwnKeys();
  const sendKey = usePreferences()[0].send_key;
  useAction('desk.keys', () => setOpened(true));
  const capsFor = (id: (typeof actionIds)[number]) => {
    const caps = combosOf(id, own).map((combo) => capsOf(combo, layout));
    return id === 'composer.send' && sendKey === 'enter' ? [['Enter'], ...caps] : caps;
  };
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
                  <Key key={id} name={t(id)} caps={capsFor(id)} />
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t('sheet.inPlace')}</h3>
          <dl>
            {fixed.map((one) => (
              <Key key={one.name} name={t(`sheet.fixed.${one.name}`)} caps={one.caps} />
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}

function Key({ name, caps }: { name: string; caps: readonly (readonly string[])[] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {caps.map((keys) => (
          <KeyCaps key={keys.join()} keys={[...keys]} />
        ))}
      </dd>
    </div>
  );
}
