import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './findings.module.css';

export interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail' | 'unknown';
  words: ReactNode;
  /** What the other side said itself. */
  detail?: string | null;
}

const signs = { ok: IconCircleCheck, warn: IconAlertTriangle, fail: IconCircleX, unknown: IconHelpCircle } as const;

/** What a test of something outside found, step by step. */
export function Findings({ of }: { of: Finding[] }) {
  const { t } = useTranslation('settings');
  return (
    <ul className={classes.findings} aria-label={t('findings.name')}>
      {of.map(({ name, state, words, detail }) => {
        const Sign = signs[state];
        return (
          <li key={name}>
            <Sign size={18} data-state={state} aria-hidden="true" />
            <span>
              <span className="visually-hidden">{t(`findings.${state}`)} </span>
              {words}
              {detail ? <span className={classes.detail}>{detail}</span> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
