/** The templates screen. */
export const words = {
  templates: {
    title: 'Templates',
  },
};
