package dev.sluice.environments;

import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Roles;
import dev.sluice.model.promotion.Roles.Hooks;
import java.util.EnumMap;
import java.util.Map;

/** From the checked {@code spec.roles} to what an environment runs in which role. */
record RolesSection(Values values, Complaints complaints) {

  private static final String PATH = "spec.roles";

  /** The roles of an environment that follows this. */
  Roles roles(Follows follows) {
    String active = overlays(Role.ACTIVE);
    String standby = overlays(Role.STANDBY);
    if (!active.isEmpty() && !standby.isEmpty()) {
      complain(
          at(Role.STANDBY, "overlays"),
          "leaves spec.overlays to no role, because roles.active has overlays of its own too",
          "spec.overlays is what the environment runs to begin with: name overlays for the other"
              + " role alone");
    }
    String other = active.isEmpty() ? standby : active;
    if (!other.isEmpty() && other.equals(values.text("spec.overlays"))) {
      complain(
          at(active.isEmpty() ? Role.STANDBY : Role.ACTIVE, "overlays"),
          "is the same as spec.overlays",
          "Take it out, or name the directories of the other role");
    }
    Map<Role, Hooks> hooks = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      if (values.has(at(role, "data")) || values.has(at(role, "traffic"))) {
        hooks.put(role, new Hooks(values.text(at(role, "data")), values.text(at(role, "traffic"))));
      }
    }
    return new Roles(initial(follows, active, standby), other, Map.copyOf(hooks));
  }

  private static Role initial(Follows follows, String active, String standby) {
    if (!active.isEmpty()) {
      return Role.STANDBY;
    }
    return standby.isEmpty()
            && follows instanceof Follows.Upstream upstream
            && upstream.mode() == Follows.Mode.MIRROR
        ? Role.STANDBY
        : Role.ACTIVE;
  }

  private String overlays(Role role) {
    return values.text(at(role, "overlays"));
  }

  private static String at(Role role, String field) {
    return PATH + "." + role.word() + "." + field;
  }

  private void complain(String field, String message, String remedy) {
    complaints.add(values.line(field), field, message, remedy);
  }
}
