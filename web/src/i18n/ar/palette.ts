/** The same as in English: the command palette. */
export const words = {
  palette: {
    title: 'ابحث أو انتقل',
    placeholder: 'شاشة، أو شخص، أو كلمة من رسالة',
    results: 'النتائج',
    nothing: 'لا شيء يطابق.',
    go: 'افتح',
    do: 'نفّذ',
    chat: 'محادثة',
  },
};
