package dev.sluice.door.cli;

import java.time.Clock;

/**
 * The ports of the commands, filled in by Main.
 *
 * @param rendering the renderer
 * @param directories local directories
 * @param clones local Git clones
 * @param resources the daemon's Target resources
 * @param repositories the daemon's Repository resources
 * @param promotions the daemon's Promotion resources, and what people write beside them
 * @param planningRoom planning against a cluster
 * @param daemon the daemon
 * @param demo the demo
 * @param bench the benchmark
 * @param versions what the program is made of
 * @param clock now
 * @param pause waits between two looks
 */
public record Services(
    Ports.Rendering rendering,
    Ports.Directories directories,
    Ports.Clones clones,
    Ports.TargetResources resources,
    Ports.RepositoryResources repositories,
    Ports.PromotionResources promotions,
    Ports.PlanningRoom planningRoom,
    Ports.DaemonRun daemon,
    Ports.DemoRun demo,
    Ports.BenchRun bench,
    Ports.Versions versions,
    Clock clock,
    SyncWait.Pause pause) {}
