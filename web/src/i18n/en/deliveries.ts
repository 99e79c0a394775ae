/** The deliveries screen. */
export const words = {
  deliveries: {
    title: 'Deliveries',
  },
};
