import { Button, Stack } from '@mantine/core';
import { asProblem, type Session } from '@otklik/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { acceptSession } from '~/shared/session';
import { CodeField } from './code-field';
import classes from './session.module.css';

interface CodeFormProps {
  onSignedIn: (session: Session) => void;
  onStartAgain: () => void;
}

/** The provider has vouched; the code of one's own second factor is still to come. */
export function CodeForm({ onSignedIn, onStartAgain }: CodeFormProps) {
  const { t } = useTranslation('session');
  const [code, setCode] = useState('');
  const give = useMutation({
    mutationFn: () => server.post<Session>('/sso/code', { code }, { quiet: true }),
    onSuccess: (session) => {
      acceptSession(session);
      onSignedIn(session);
    },
  });
  const wrong = give.isError && asProblem(give.error).code === 'bad_code';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <Stack gap={14}>
        <CodeField value={code} wrong={wrong} onChange={setCode} />
        <p className={classes.error} role="alert">
          {give.isError && !wrong ? problemText(give.error) : null}
        </p>
        <Button type="submit" loading={give.isPending} fullWidth>
          {t('signIn')}
        </Button>
        <Button variant="subtle" onClick={onStartAgain} fullWidth>
          {t('startAgain')}
        </Button>
      </Stack>
    </form>
  );
}
