package dev.sluice.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "198.18.0.1"
      })
  void nothingInsideIsAskedUnlessTheOperatorNamedIt(String address) {
    assertThatThrownBy(() -> hosts(List.of(), address).resolve("shop.example.com"))
        .isInstanceOf(ProbeFailed.class)
        .hasMessageContaining("shop.example.com is an address inside")
        .hasMessageContaining("sluice.probes.allowed-hosts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"93.184.216.34", "172.32.0.1", "11.0.0.1", "100.128.0.1", "2606:2800:220:1::1"})
  void whatIsPublicIsAsked(String address) throws Exception {
    assertThat(hosts(List.of(), address).resolve("shop.example.com").getHostAddress())
        .isEqualTo(InetAddress.getByName(address).getHostAddress());
  }

  @Test
  void aNameOpensWhatItLeadsToAndNothingElse() throws Exception {
    AllowedHosts hosts = hosts(List.of("Web.Shop.svc", "*.example.com"), "10.1.2.3");
    assertThat(hosts.resolve("web.shop.svc")).isNotNull();
    assertThat(hosts.resolve("a.b.example.com")).isNotNull();
    for (String other : List.of("web.shop.svc.evil.org", "example.com", "badexample.com")) {
      assertThatThrownBy(() -> hosts.resolve(other)).isInstanceOf(ProbeFailed.class);
    }
  }

  @Test
  void noNameLeadsToWhatACloudTellsItsMachines() throws Exception {
    assertThatThrownBy(() -> hosts(List.of("shop"), "169.254.169.254").resolve("shop"))
        .isInstanceOf(ProbeFailed.class);
    assertThat(hosts(List.of("169.254.0.0/16"), "169.254.1.1").resolve("shop")).isNotNull();
  }

  @Test
  void anAddressOpensItselfAndARangeItsOwn() throws Exception {
    assertThat(hosts(List.of("10.1.0.0/16"), "10.1.255.1").resolve("shop")).isNotNull();
    assertThat(hosts(List.of("127.0.0.1"), "127.0.0.1").resolve("127.0.0.1")).isNotNull();
    assertThat(hosts(List.of("fd00::/8"), "fd12::1").resolve("shop")).isNotNull();
    assertThatThrownBy(() -> hosts(List.of("10.1.0.0/16"), "10.2.0.1").resolve("shop"))
        .isInstanceOf(ProbeFailed.class);
  }

  @Test
  void ofSeveralAddressesOneThatMayBeAskedIsTaken() throws Exception {
    assertThat(hosts(List.of(), "127.0.0.1", "93.184.216.34").resolve("shop").getHostAddress())
        .isEqualTo("93.184.216.34");
  }

  @Test
  void aNameThatLeadsNowhereIsSaid() {
    AllowedHosts hosts =
        new AllowedHosts(
            List.of(),
            host -> {
              throw new UnknownHostException(host);
            });
    assertThatThrownBy(() -> hosts.resolve("shop")).hasMessage("the host shop is not known");
  }

  private static AllowedHosts hosts(List<String> entries, String... addresses) {
    return new AllowedHosts(
        entries,
        host -> {
          InetAddress[] all = new InetAddress[addresses.length];
          for (int i = 0; i < addresses.length; i++) {
            all[i] = InetAddress.getByName(addresses[i]);
          }
          return all;
        });
  }
}
