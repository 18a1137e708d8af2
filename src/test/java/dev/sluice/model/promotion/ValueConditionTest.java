package dev.sluice.model.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueConditionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          value < 0.01;                          0.009; true
          value < 0.01;                          0.01;  false
          value<=.5;                             0.5;   true
          value > -1e3;                          -999;  true
          value >= 1 && value < 5;               5;     false
          value >= 1 && value < 5;               1;     true
          value == 1 || value == 2;              2;     true
          value < 0 || value > 1 && value < 2;   3;     false
          value != 1;                            NaN;   false
          value < 1;                             NaN;   false
          value > 1;                             Infinity; true
          """)
  void holds(String condition, double value, boolean expected) {
    assertThat(ValueCondition.parse(condition).test(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.01",
        "value",
        "value < ",
        "value = 1",
        "result < 1",
        "value < 1 &&",
        "value < 1 or value > 2"
      })
  void whatIsNoConditionIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueCondition.parse(text))
        .withMessageContaining("is no comparison of value with a number");
  }
}
