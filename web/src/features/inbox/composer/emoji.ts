/** The characters that answers to customers really use; a phone's keyboard and the system's picker have the rest. */
export const EMOJI = [
  ...['😊', '😀', '😄', '😂', '🙂', '😉', '😍', '🥰', '😘', '🤗', '🤔', '😅', '😌', '😢', '😭', '😮'],
  ...['🙏', '👍', '👎', '👏', '🙌', '💪', '👋', '🤝', '👌', '✌️', '🤞', '👀', '💜', '❤️', '💛', '💚'],
  ...['🎉', '🎁', '🎂', '✨', '⭐', '🔥', '💯', '✅', '❌', '⚠️', '❓', '❗', '💡', '📌', '📎', '📷'],
  ...['📦', '🚚', '🛒', '🛍️', '💳', '💶', '🏷️', '🧾', '📅', '⏰', '📍', '📞', '✉️', '🔗', '🏠', '🌍'],
] as const;

/** Reactions that every app shows. Instagram takes the heart only. */
export const REACTIONS = ['❤️', '😂', '😮', '😢', '😠', '👍'] as const;
