package dev.sluice.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses gates may ask. A file in Git names them, so nothing inside is asked unless the
 * operator named it: not this machine, not the cluster, not what clouds tell their machines. What
 * counts is the address that is connected to, whatever name leads there.
 */
public final class AllowedHosts {

  private static final List<AddressRange> INSIDE =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10", // carriers, and many clusters
          "127.0.0.0/8",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "224.0.0.0/3",
          "::/128",
          "::1/128",
          "fc00::/7",
          "ff00::/8");

  /** Where clouds hand out credentials: never reached by a name, only by naming the address. */
  private static final List<AddressRange> LINK = ranges("169.254.0.0/16", "fe80::/10");

  /** Addresses of the new kind that stand for one of the old. */
  private static final List<AddressRange> DISGUISES =
      ranges("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32");

  private final List<String> names = new ArrayList<>();
  private final List<AddressRange> ranges = new ArrayList<>();
  private final Resolver resolver;

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {

    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * Allows what is public, and these.
   *
   * @param entries names ({@code grafana.monitoring.svc}, {@code *.example.com}), addresses and
   *     ranges of addresses ({@code 10.2.0.0/16})
   */
  public AllowedHosts(List<String> entries) {
    this(entries, InetAddress::getAllByName);
  }

  AllowedHosts(List<String> entries, Resolver resolver) {
    this.resolver = resolver;
    for (String entry : entries) {
      Optional<AddressRange> range = AddressRange.parse(entry.strip());
      range.ifPresentOrElse(ranges::add, () -> names.add(entry.strip().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * The address to connect to.
   *
   * @throws ProbeFailed when the name leads nowhere, or only to what may not be asked
   */
  InetAddress resolve(String host) throws ProbeFailed {
    InetAddress[] addresses;
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw new ProbeFailed("the host %s is not known".formatted(host), e);
    }
    boolean named = isNamed(host.toLowerCase(Locale.ROOT));
    return Arrays.stream(addresses)
        .filter(address -> isAllowed(address, named))
        .findFirst()
        .orElseThrow(() ->
            new ProbeFailed(
                "%s is an address inside, and those are asked only when the operator names"
                        .formatted(host)
                    + " them: add it to sluice.probes.allowed-hosts"));
  }

  private boolean isAllowed(InetAddress address, boolean named) {
    if (in(ranges, address)) {
      return true;
    }
    if (in(LINK, address) || in(DISGUISES, address)) {
      return false;
    }
    return named || !in(INSIDE, address);
  }

  private boolean isNamed(String host) {
    return names.stream()
        .anyMatch(
            name -> name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name));
  }

  private static boolean in(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Arrays.stream(texts).map(text -> AddressRange.parse(text).orElseThrow()).toList();
  }
}
