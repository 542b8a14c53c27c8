export { LanguageSwitch } from './language-switch';
export { ReloginDialog } from './relogin-dialog';
export { SignInPage } from './sign-in-page';
export { Wordmark } from './wordmark';
