/** The settings screen. */
export const words = {
  settings: {
    title: 'Settings',
  },
};
