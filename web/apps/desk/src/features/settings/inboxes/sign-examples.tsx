import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../copy-field';
import classes from '../parts.module.css';
import { examplesFor } from './sign-snippets';

/** How a site's server signs a token, without any library. */
export function SignExamples({ kid }: { kid: string }) {
  const { t } = useTranslation('channels');
  const examples = examplesFor(kid);
  return (
    <details className={classes.advanced}>
      <summary>{t('keys.examples')}</summary>
      <Tabs defaultValue={examples[0]?.name ?? null} keepMounted={false}>
        <Tabs.List>
          {examples.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {examples.map(({ name, code }) => (
          <Tabs.Panel key={name} value={name} pt={12}>
            <pre className={classes.snippet}>{code}</pre>
            <CopyButton value={code} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </details>
  );
}
