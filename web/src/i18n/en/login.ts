/** Logging in. */
export const words = {
  login: {
    title: 'Log in to TickleGram',
    page: 'Log in',
    sub: 'Instagram and Messenger, one inbox.',
    email: 'Email',
    password: 'Password',
    show: 'Show the password',
    hide: 'Hide the password',
    submit: 'Log in',
    busy: 'Logging in',
    wrong: 'Incorrect email or password. Capital letters count in the password only.',
    missing: 'Fill in both fields first.',
    mock: 'Mock mode',
    mockHint: 'No Meta account needed. Try as',
    ready: 'Server ready',
    notReady: 'Server does not answer',
    simulator: 'Open the simulator',
    docs: 'API documentation',
  },
};
