/**
 * Serves the routes and the events over WebSockets. Needs the package `ws`.
 *
 * @module
 */
export type { CancelMessage, ClientMessage, RouteMessage, SubscribeMessage } from './messages.js';
export { toUpgrade, type UpgradeListener, type WebSocketOptions } from './to-upgrade.js';
