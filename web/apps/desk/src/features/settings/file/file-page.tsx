import { Button } from '@mantine/core';
import { PageHeader, Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import classes from '../parts.module.css';
import { TakeOver } from './take-over';

/** The company's settings as one file, out and in. */
export default function FilePage() {
  const { t } = useTranslation('blueprint');
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <Section title={t('out')} hint={t('outHint')}>
        <div className={classes.row}>
          <Button variant="default" component="a" href="/api/v1/settings-file" download="otklik-settings.json">
            {t('download')}
          </Button>
        </div>
      </Section>
      <Section title={t('in')} hint={t('inHint')}>
        <TakeOver />
      </Section>
    </>
  );
}
