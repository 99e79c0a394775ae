import { words as core } from './core';

export const words = { ...core };
