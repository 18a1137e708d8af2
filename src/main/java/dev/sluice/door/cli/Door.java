package dev.sluice.door.cli;

import java.time.Clock;

/**
 * What the commands about promotions share.
 *
 * @param resources opens the resources
 * @param pause waits between two looks
 * @param clock now
 * @param terminal where they print
 */
record Door(
    Ports.PromotionResources resources, SyncWait.Pause pause, Clock clock, Terminal terminal) {}
