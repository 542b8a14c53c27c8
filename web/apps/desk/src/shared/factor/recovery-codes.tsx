import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirstFocus } from './use-first-focus';
import classes from './factor.module.css';

/** The codes, this once: to be copied or saved before going on. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation('account');
  const first = useFirstFocus<HTMLParagraphElement>();
  const [copied, setCopied] = useState(false);
  const text = `${codes.join('\n')}\n`;
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${t('factor.fileTitle')}\n\n${text}`)}`;
  return (
    <div className={classes.steps}>
      <p className={classes.text} ref={first} tabIndex={-1}>
        {t('factor.codesHint')}
      </p>
      <ol className={classes.codes} aria-label={t('factor.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={classes.row}>
        <Button onClick={onDone}>{t('factor.done')}</Button>
        <Button variant="default" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}>
          <span aria-live="polite">{t(copied ? 'factor.copied' : 'factor.copyCodes')}</span>
        </Button>
        <Button variant="default" component="a" href={file} download="otklik-recovery-codes.txt">
          {t('factor.saveCodes')}
        </Button>
      </div>
    </div>
  );
}
