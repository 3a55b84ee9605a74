#!/usr/bin/env node
import { commandName } from './index.js';

process.stdout.write(`${commandName}\n`);
