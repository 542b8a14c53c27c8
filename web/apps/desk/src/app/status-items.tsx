import { Menu } from '@mantine/core';
import type { BreakReason, Presence } from '@otklik/api';
import { clockTime } from '@otklik/i18n';
import { PresenceDot } from '@otklik/ui';
import { IconCheck, IconClockPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useBreakReasons } from '~/shared/break-reasons';
import { useNow } from '~/shared/clock';
import { useLanguage } from '~/shared/i18n';
import { useSession } from '~/shared/session';
import { useChooseStatus, type StatusWish } from './choose-status';
import classes from './status-items.module.css';

const plain: Presence[] = ['online', 'busy', 'away', 'offline'];
const MINUTE = 60_000;
const USUAL_MINUTES = 15;

/** The statuses to choose from, in the menu of one's own picture. */
export default function StatusItems() {
  const { t } = useTranslation('app');
  const { operator } = useSession();
  const choose = useChooseStatus();
  const reasons = useBreakReasons();
  return (
    <>
      {plain.map((presence) => (
        <Menu.Item key={presence} leftSection={<Dot presence={presence} />} rightSection={presence === operator.presence ? <Chosen /> : null} onClick={() => choose({ presence })} aria-current={presence === operator.presence}>
          {t(`presence.${presence}`)}
          {presence === 'busy' ? <span className={classes.hint}>{t('presence.busyHint')}</span> : null}
        </Menu.Item>
      ))}
      {reasons ? <Breaks reasons={reasons} onChoose={choose} /> : null}
    </>
  );
}

/** Each reason with the time it would last until; a break that goes on can be made longer. */
function Breaks({ reasons, onChoose }: { reasons: BreakReason[]; onChoose: (wish: StatusWish) => void }) {
  const { t } = useTranslation('app');
  const language = useLanguage();
  const { operator, workspace } = useSession();
  const now = useNow(MINUTE);
  const until = (minutes: number) => t('presence.until', { time: clockTime(new Date(now + minutes * MINUTE), language, workspace.time_zone) });
  const listed = reasons.length > 0 ? reasons : [{ id: undefined, name: t('presence.break'), minutes: null }];
  const current = reasons.find((one) => one.name === operator.presence_reason);
  const isChosen = (name: string) => operator.presence === 'break' && (reasons.length === 0 || operator.presence_reason === name);
  const longer = () => {
    const end = Math.max(now, Date.parse(operator.presence_until ?? '') || now) + USUAL_MINUTES * MINUTE;
    onChoose({ presence: 'break', ...(current && { reason_id: current.id }), until: new Date(end).toISOString() });
  };
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('presence.breaks')}</Menu.Label>
      {listed.map(({ id, name, minutes }) => (
        <Menu.Item
          key={id ?? 0}
          leftSection={<Dot presence="break" />}
          rightSection={isChosen(name) ? <Chosen /> : <span className={classes.time}>{until(minutes ?? USUAL_MINUTES)}</span>}
          aria-current={isChosen(name)}
          onClick={() => onChoose({ presence: 'break', ...(id !== undefined && { reason_id: id }) })}
        >
          {name}
        </Menu.Item>
      ))}
      {operator.presence === 'break' && (current || reasons.length === 0) ? (
        <Menu.Item leftSection={<IconClockPlus size={16} stroke={1.7} />} onClick={longer}>
          {t('presence.longer')}
        </Menu.Item>
      ) : null}
    </>
  );
}

/** As wide as the icons of the menu, so that the words stand in one line. */
function Dot({ presence }: { presence: Presence }) {
  return (
    <span className={classes.dot}>
      <PresenceDot presence={presence} label="" />
    </span>
  );
}

function Chosen() {
  return <IconCheck size={16} stroke={1.8} aria-hidden="true" />;
}
