import { Menu, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconArrowBackUpDouble, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressLine } from '~/shared/letters/address-line';
import { RECIPIENTS_MAX } from '~/shared/letters/addresses';
import type { LetterLine, LetterState, ReplyMode } from './use-letter';
import classes from './letter.module.css';

const MODES = { reply: IconArrowBackUp, reply_all: IconArrowBackUpDouble } as const;
const COPIES = ['cc', 'bcc'] as const;

/** To whom the letter goes: one line until it is looked at, then the customer alone or everybody, and whoever is added. */
export default function LetterFields({ letter }: { letter: LetterState }) {
  const { t } = useTranslation('composer');
  const [open, setOpen] = useState<LetterLine | null>(null);
  const { lines, start } = letter;
  const faulty = letter.wrong && start !== null;
  if (!open && !faulty) {
    const copies = COPIES.filter((line) => lines[line].length > 0);
    return (
      <div className={classes.letter} data-folded="true">
        <UnstyledButton className={classes.summary} onClick={() => setOpen('to')} aria-label={t('letter.change', { to: lines.to.join(', ') })}>
          <Words label={t('letter.to')} addresses={lines.to} />
          {copies.map((line) => (
            <Words key={line} label={t(`letter.${line}`)} addresses={lines[line]} />
          ))}
        </UnstyledButton>
        <span className={classes.side}>
          {letter.offersAll ? <ModeSwitch letter={letter} /> : null}
          {lines.cc.length === 0 ? (
            <UnstyledButton className={classes.more} onClick={() => setOpen('cc')}>
              {t('letter.cc')}
            </UnstyledButton>
          ) : null}
        </span>
      </div>
    );
  }
  return <OpenFields letter={letter} first={open ?? 'to'} onFold={faulty ? null : () => setOpen(null)} />;
}

const NAMED = 2;

/** The first of them, and how many more. */
function Words({ label, addresses }: { label: string; addresses: string[] }) {
  const rest = addresses.length - NAMED;
  return (
    <span className={classes.words} title={addresses.join(', ')}>
      <span className={classes.quiet}>{label}</span> <span className="truncate">{addresses.slice(0, NAMED).join(', ')}</span>
      {rest > 0 ? <span className={classes.quiet}>+{rest}</span> : null}
    </span>
  );
}

interface OpenFieldsProps {
  letter: LetterState;
  /** The line to begin with. */
  first: LetterLine;
  onFold: (() => void) | null;
}

function OpenFields({ letter, first, onFold }: OpenFieldsProps) {
  const { t } = useTranslation('composer');
  const [shown, setShown] = useState<LetterLine[]>([first]);
  const [begun, setBegun] = useState(first);
  const { lines, start } = letter;
  const known = start?.reply.to[0];
  const shows = (line: 'cc' | 'bcc') => shown.includes(line) || lines[line].length > 0;
  const none = start !== null && lines.to.length === 0 ? t('letter.nobody') : undefined;
  const fault = letter.tooMany ? t('letter.tooMany', { count: RECIPIENTS_MAX }) : none;
  return (
    <div className={classes.letter}>
      <div className={classes.first}>
        <AddressLine label={t('letter.to')} addresses={lines.to} known={known} error={fault} focused={begun === 'to'} onChange={(all) => letter.setLine('to', all)} />
        <span className={classes.side}>
          {letter.offersAll ? <ModeSwitch letter={letter} /> : null}
          {COPIES.filter((line) => !shows(line)).map((line) => (
            <UnstyledButton
              key={line}
              className={classes.more}
              onClick={() => {
                setShown((all) => [...all, line]);
                setBegun(line);
              }}
            >
              {t(`letter.${line}`)}
            </UnstyledButton>
          ))}
          {onFold ? (
            <UnstyledButton className={classes.more} aria-label={t('letter.fold')} title={t('letter.fold')} onClick={onFold}>
              <IconChevronDown size={15} stroke={2} aria-hidden="true" className={classes.up} />
            </UnstyledButton>
          ) : null}
        </span>
      </div>
      {COPIES.filter(shows).map((line) => (
        <AddressLine key={line} label={t(`letter.${line}`)} addresses={lines[line]} known={known} focused={begun === line} onChange={(all) => letter.setLine(line, all)} />
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
