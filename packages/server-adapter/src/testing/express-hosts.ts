import express5 from 'express';
import express4 from 'express4';
import type { HttpMount } from '../conformance/mount.js';
import { mountExpress } from './hosts.js';

export const mountExpress4: HttpMount = mountExpress(express4);
export const mountExpress5: HttpMount = mountExpress(express5);
