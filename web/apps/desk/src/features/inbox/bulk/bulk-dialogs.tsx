import { numbered } from '@otklik/i18n';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import CloseDialog from '~/shared/closing/close-dialog';
import { useLanguage } from '~/shared/i18n';
import { MacroChoice } from '~/shared/macro-choice/macro-choice';
import { useStore } from '~/shared/store';
import SnoozeDialog from '~/shared/when/snooze-dialog';
import { asked, carryOut, type Asked } from './asking';
import type { BulkAction } from './run';

const MergeMany = lazy(() => import('./merge-many'));
const PickDialog = lazy(() => import('./pick-dialog'));

/** What is asked before rows are changed: why, until when, to whom. */
export default function BulkDialogs() {
  const question = useStore(asked);
  return <Suspense fallback={null}>{question ? <Dialog question={question} /> : null}</Suspense>;
}

function Dialog({ question }: { question: Asked }) {
  const { what, target } = question;
  const close = () => asked.set(null);
  const act = (action: BulkAction) => {
    close();
    carryOut(target, action);
  };
  // Of everything in a list nobody knows the number.
  const count = target.list ? undefined : target.ids.length;
  switch (what) {
    case 'close':
      return <CloseDialog count={count === 1 ? undefined : count} onClose={close} onChoose={(closing) => act({ verb: 'resolve', ...closing })} />;
    case 'snooze':
      return <SnoozeDialog onClose={close} onChoose={(nap) => act({ verb: 'snooze', ...nap })} />;
    case 'macro':
      return <MacroDialog ids={target.ids} onClose={close} onChoose={(id) => act({ verb: 'macro', macro_id: id })} />;
    case 'merge':
      return <MergeMany target={target} onClose={close} />;
    default:
      return <PickDialog key={what} what={what} onClose={close} onChoose={act} />;
  }
}

function MacroDialog({ ids, onClose, onChoose }: { ids: number[]; onClose: () => void; onChoose: (macro: number) => void }) {
  const { t } = useTranslation(['filters', 'macros']);
  const language = useLanguage();
  const [first = 0] = ids;
  const hint = t('bulk.macroSample', { number: numbered(first, language) });
  return <MacroChoice title={t('macros:title')} sample={{ id: first, amongMany: true }} hint={hint} running={false} onRun={(macro) => onChoose(macro.id)} onClose={onClose} />;
}
