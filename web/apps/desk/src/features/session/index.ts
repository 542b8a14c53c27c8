import { lazy } from 'react';

export { LanguageSwitch } from './language-switch';
export { Wordmark } from './wordmark';

/** Whoever is signed in needs neither. */
export const SignInPage = lazy(() => import('./sign-in-page'));
export const ReloginDialog = lazy(() => import('./relogin-dialog'));
