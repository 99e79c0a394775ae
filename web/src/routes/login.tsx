import { LoginPage } from '@/features/login/LoginPage';

export function LoginRoute() {
  return <LoginPage />;
}
