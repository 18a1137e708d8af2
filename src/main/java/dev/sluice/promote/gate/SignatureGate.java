package dev.sluice.promote.gate;

/** The commit is signed by an allowed key. */
final class SignatureGate {

  private SignatureGate() {}

  static Finding ask(Evidence.Signed signed) {
    Finding finding =
        switch (signed.state()) {
          case GOOD -> Finding.pass("signed by " + signed.text());
          case UNSIGNED -> Finding.fail("the commit is not signed");
          case UNKNOWN_KEY -> Finding.fail("signed by a key that is not allowed: " + signed.text());
          case BAD -> Finding.fail("the signature is not valid: " + signed.text());
        };
    return finding.seen(signed.text()).from(signed.state(), signed.text());
  }
}
