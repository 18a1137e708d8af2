package dev.sluice.probe;

import java.time.Duration;

/**
 * One answer.
 *
 * @param status the status
 * @param body its beginning, as text
 * @param took from the connection until the body was there
 */
record HttpReply(int status, String body, Duration took) {}
