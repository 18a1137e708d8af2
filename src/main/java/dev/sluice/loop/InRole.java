package dev.sluice.loop;

import dev.sluice.model.promotion.Role;
import dev.sluice.plan.Hook;
import dev.sluice.render.Desired;
import java.util.List;

/**
 * What a revision makes of a target in one role.
 *
 * @param role the role
 * @param desired the rendered objects without the hooks
 * @param hooks what runs around a sync
 */
public record InRole(Role role, Desired desired, List<Hook> hooks) {}
