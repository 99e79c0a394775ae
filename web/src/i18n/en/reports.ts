/** The reports screen. */
export const words = {
  reports: {
    title: 'Reports',
  },
};
