import { numbered } from '@otklik/i18n';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import CloseDialog from '~/shared/closing/close-dialog';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import type { Closing } from '~/shared/labels';
import { MacroChoice } from '~/shared/macro-choice/macro-choice';
import { useStore } from '~/shared/store';
import SnoozeDialog from '~/shared/when/snooze-dialog';
import { asked, carryOut, type Asked } from './asking';
import { askNeeds, type BulkAction, type BulkTarget } from './run';

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
  switch (what) {
    case 'close':
      return <CloseMany target={target} onClose={close} onChoose={(closing) => act({ verb: 'resolve', ...closing })} />;
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

/** Opens at once; what the strictest rule among them demands comes a moment later, or the server says it afterwards. */
function CloseMany({ target, onClose, onChoose }: { target: BulkTarget; onClose: () => void; onChoose: (closing: Closing) => void }) {
  const needs = useQuery({ queryKey: [...keys.closingNeeds, target], queryFn: () => askNeeds(target), staleTime: 0, gcTime: 0, retry: false }).data;
  // Of everything in a list nobody knows the number.
  const count = target.list ? undefined : target.ids.length;
  return <CloseDialog needs={needs} count={count === 1 ? undefined : count} onClose={onClose} onChoose={onChoose} />;
}

function MacroDialog({ ids, onClose, onChoose }: { ids: number[]; onClose: () => void; onChoose: (macro: number) => void }) {
  const { t } = useTranslation(['filters', 'macros']);
  const language = useLanguage();
  const [first = 0] = ids;
  const hint = t('bulk.macroSample', { number: numbered(first, language) });
  return <MacroChoice title={t('macros:title')} sample={{ id: first, amongMany: true }} hint={hint} running={false} onRun={(macro) => onChoose(macro.id)} onClose={onClose} />;
}
