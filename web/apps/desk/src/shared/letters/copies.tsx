import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressLine } from './address-line';
import classes from './address-line.module.css';

const LINES = ['cc', 'bcc'] as const;
type Line = (typeof LINES)[number];

interface CopiesProps {
  lines: Record<Line, string[]>;
  errorOf?: (line: Line) => string | undefined;
  onChange: (part: Partial<Record<Line, string[]>>) => void;
}

/** Who gets a copy of a letter: each line stands there once somebody is in it, or it was asked for. */
export function Copies({ lines, errorOf, onChange }: CopiesProps) {
  const { t } = useTranslation('composer');
  const [shown, setShown] = useState<Line[]>([]);
  const shows = (line: Line) => shown.includes(line) || lines[line].length > 0;
  const offered = LINES.filter((line) => !shows(line));
  return (
    <>
      {LINES.filter(shows).map((line) => (
        <AddressLine key={line} label={t(`letter.${line}`)} addresses={lines[line]} focused={shown.at(-1) === line && lines[line].length === 0} error={errorOf?.(line)} onChange={(all) => onChange({ [line]: all })} />
      ))}
      {offered.length > 0 ? (
        <div className={classes.offered}>
          {offered.map((line) => (
            <UnstyledButton key={line} className={classes.more} onClick={() => setShown((all) => [...all, line])}>
              {t(`letter.${line}`)}
            </UnstyledButton>
          ))}
        </div>
      ) : null}
    </>
  );
}
