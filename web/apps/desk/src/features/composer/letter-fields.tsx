import { Menu, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconArrowBackUpDouble, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressLine } from '~/shared/letters/address-line';
import { RECIPIENTS_MAX } from '~/shared/letters/addresses';
import type { LetterState, ReplyMode } from './use-letter';
import classes from './letter.module.css';

const MODES = { reply: IconArrowBackUp, reply_all: IconArrowBackUpDouble } as const;

/** To whom the letter goes: the customer alone or everybody, and whoever the operator adds. */
export default function LetterFields({ letter }: { letter: LetterState }) {
  const { t } = useTranslation('composer');
  const [opened, setOpened] = useState<{ cc: boolean; bcc: boolean }>({ cc: false, bcc: false });
  const { lines, start } = letter;
  const known = start?.reply.to[0];
  const shows = (line: 'cc' | 'bcc') => opened[line] || lines[line].length > 0;
  const none = start !== null && lines.to.length === 0 ? t('letter.nobody') : undefined;
  const fault = letter.tooMany ? t('letter.tooMany', { count: RECIPIENTS_MAX }) : none;
  return (
    <div className={classes.letter}>
      <div className={classes.first}>
        <AddressLine label={t('letter.to')} addresses={lines.to} known={known} error={fault} onChange={(all) => letter.setLine('to', all)} />
        <span className={classes.side}>
          {letter.offersAll ? <ModeSwitch letter={letter} /> : null}
          {(['cc', 'bcc'] as const)
            .filter((line) => !shows(line))
            .map((line) => (
              <UnstyledButton key={line} className={classes.more} onClick={() => setOpened((now) => ({ ...now, [line]: true }))}>
                {t(`letter.${line}`)}
              </UnstyledButton>
            ))}
        </span>
      </div>
      {(['cc', 'bcc'] as const).filter(shows).map((line) => (
        <AddressLine key={line} label={t(`letter.${line}`)} addresses={lines[line]} known={known} focused={opened[line]} onChange={(all) => letter.setLine(line, all)} />
      ))}
    </div>
  );
}

function ModeSwitch({ letter }: { letter: LetterState }) {
  const { t } = useTranslation('composer');
  const label = letter.mode ? t(`letter.mode.${letter.mode}`) : t('letter.mode.own');
  return (
    <Menu position="top-end">
      <Menu.Target>
        <UnstyledButton className={classes.more} aria-label={t('letter.modeNow', { mode: label })}>
          {label}
          <IconChevronDown size={13} stroke={2} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(MODES) as ReplyMode[]).map((mode) => {
          const Glyph = MODES[mode];
          return (
            <Menu.Item key={mode} leftSection={<Glyph size={16} stroke={1.7} aria-hidden="true" />} aria-current={mode === letter.mode} onClick={() => letter.setMode(mode)}>
              {t(`letter.mode.${mode}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
