import { type LoadedCommand, loadedCommand } from '../../command-line/command-definition.js';
import { importFiles } from './import-files.js';
import { importText } from './import-text.js';

/** `titans import`. */
export const importCommand: LoadedCommand = loadedCommand(importFiles, importText);
