/** The conversions screen. */
export const words = {
  conversions: {
    title: 'Conversions',
  },
};
