import { Menu } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconMoonStars } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction, useCaps } from '~/shared/actions';
import { useLanguage } from '~/shared/i18n';
import { snoozeChoices } from '~/shared/snooze-times';
import { CustomTime } from '~/shared/when/custom-time';
import classes from './header.module.css';

export function SnoozeMenu({ onSnooze }: { onSnooze: (until: Date) => void }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const label = useTranslation('actions').t('conversation.snooze');
  const caps = useCaps('conversation.snooze');
  const [opened, setOpened] = useState(false);
  useAction('conversation.snooze', () => setOpened(true));
  const choose = (until: Date) => {
    setOpened(false);
    onSnooze(until);
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={300}>
      <Menu.Target>
        <IconAction label={label} icon={IconMoonStars} keys={caps} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('snooze.title')}</Menu.Label>
        {opened
          ? snoozeChoices(new Date()).map((choice) => (
              <Menu.Item key={choice.id} onClick={() => choose(choice.at)} rightSection={<span className={classes.when}>{weekdayTime(choice.at, language)}</span>}>
                {t(`snooze.${choice.id}`)}
              </Menu.Item>
            ))
          : null}
        <Menu.Divider />
        <CustomTime set={t('snooze.set')} onChoose={choose} />
      </Menu.Dropdown>
    </Menu>
  );
}
