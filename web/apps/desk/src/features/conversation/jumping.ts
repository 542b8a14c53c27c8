/** Going to a message: by the address (#m-7), from a quote, from the find bar. */
import { notifications } from '@mantine/notifications';
import { asProblem } from '@otklik/api';
import { useLocation } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellProblem } from '~/shared/problem-text';
import { goTo } from './stretch';

export interface Target {
  id: number;
  /** Told apart from an earlier jump to the same place. */
  turn: number;
}

export type Jump = (messageId: number, seq?: number) => void;

export const JumpContext = createContext<Jump>(() => undefined);

export function useJump(): Jump {
  return useContext(JumpContext);
}

/** The message gone to last, and the way to go to another; an address waits until the thread is there. */
export function useJumping(id: number, ready: boolean): { target: Target | null; jump: Jump } {
  const { t } = useTranslation('conversation');
  const client = useQueryClient();
  const [target, setTarget] = useState<Target | null>(null);
  const turns = useRef(0);
  const jump = useCallback<Jump>(
    (messageId, seq) => {
      turns.current += 1;
      const turn = turns.current;
      // Who has gone on meanwhile is not called back.
      const still = (act: () => void) => {
        if (turn === turns.current) act();
      };
      goTo(client, id, messageId, seq).then(
        (found) => still(() => (found ? setTarget({ id: messageId, turn }) : notifications.show({ message: t('messageGone') }))),
        (error: unknown) => still(() => (asProblem(error).status === 404 ? notifications.show({ message: t('messageGone') }) : tellProblem(error))),
      );
    },
    [client, id, t],
  );
  // The key tells two visits of one address apart: whoever chooses the same message again is taken there again.
  const place = useLocation({ select: (location) => `${location.hash} ${location.state.__TSR_key ?? ''}` });
  useEffect(() => {
    const asked = /^m-(\d{1,18}) /.exec(place)?.[1];
    if (asked && ready) jump(Number(asked));
  }, [place, ready, jump]);
  return { target, jump };
}
