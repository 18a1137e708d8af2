package dev.sluice.door.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of a release as people write it; none is 0 to whoever asks. */
final class ReleaseNumber implements ITypeConverter<Long> {

  /** Where it was left out. */
  static final String NONE = "";

  @Override
  public Long convert(String text) {
    if (text.isEmpty()) {
      return 0L;
    }
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new TypeConversionException(
          "'%s' is no number of a release; 'sluice history' shows them".formatted(text));
    }
    return Long.parseLong(text);
  }
}
