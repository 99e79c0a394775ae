/** The insights screen. */
export const words = {
  insights: {
    title: 'Insights',
  },
};
