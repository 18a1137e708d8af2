package dev.sluice.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Addresses with the same beginning: {@code 10.2.0.0/16}, or a single one.
 *
 * @param address one of them
 * @param bits how many bits they have in common
 */
record AddressRange(InetAddress address, int bits) {

  /** Reads a literal address with or without a length; empty for anything else, such as a name. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    if (!literal.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return Optional.empty(); // never look a name up
    }
    try {
      InetAddress address = InetAddress.getByName(literal);
      int most = address.getAddress().length * 8;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > most
          ? Optional.empty()
          : Optional.of(new AddressRange(address, bits));
    } catch (UnknownHostException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress other) {
    byte[] one = address.getAddress();
    byte[] two = other.getAddress();
    if (one.length != two.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((one[bit / 8] & mask) != (two[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
