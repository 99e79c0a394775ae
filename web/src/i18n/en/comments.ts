/** The comments screen. */
export const words = {
  comments: {
    title: 'Comments',
  },
};
