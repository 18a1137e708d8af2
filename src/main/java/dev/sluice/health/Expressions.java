package dev.sluice.health;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The language of health rules: CEL with optional fields, the variable {@code object}, and two
 * functions of ours, {@code object.condition(type)} and {@code list.join(separator)}.
 *
 * <p>Whoever may push to a config repository may write an expression, so none can take much: its
 * length, its depth, the rounds of its loops and the length of a text that it builds are bounded,
 * and functions by which a few characters could grow to many are left out. The environment takes
 * about a second to build: it is built when the first rule is needed, never at start.
 */
final class Expressions {

  private static final int LONGEST = 2_000;
  private static final int DEEPEST = 32;
  private static final int MOST_ROUNDS = 2_000;
  private static final int LONGEST_TEXT = 4_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST)
          .maxParseRecursionDepth(DEEPEST)
          .comprehensionMaxIterations(MOST_ROUNDS)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final CelType WORDS = MapType.create(SimpleType.STRING, SimpleType.STRING);

  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = runtime();

  private Expressions() {}

  /** An expression that can be evaluated, any number of times and by any thread. */
  @FunctionalInterface
  interface Program {

    /**
     * The value for an object.
     *
     * @throws CelEvaluationException when it has none: a missing field, a limit, a wrong type
     */
    Object of(Map<String, Object> object) throws CelEvaluationException;
  }

  /**
   * Compiles an expression.
   *
   * @throws CelValidationException when it is no CEL, or names what there is not
   */
  static Program condition(String text) throws CelValidationException {
    return compile(text, SimpleType.BOOL);
  }

  /** Compiles an expression that gives a text. */
  static Program message(String text) throws CelValidationException {
    return compile(text, SimpleType.STRING);
  }

  private static Program compile(String text, CelType expected) throws CelValidationException {
    var ast = COMPILER.compile(text).getAst();
    CelType type = ast.getResultType();
    if (!type.equals(expected) && !type.equals(SimpleType.DYN)) {
      throw new CelValidationException(
          CelSource.newBuilder(text).build(),
          List.of(
              CelIssue.formatError(
                  1, 0, "it gives a " + type.name() + ", needed is a " + expected.name())));
    }
    try {
      CelRuntime.Program program = RUNTIME.createProgram(ast);
      return object -> program.eval(Map.of("object", object));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked expression has a program", e);
    }
  }

  private static CelCompiler compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder()
                .filterFunctions((function, overload) ->
                    function != CelStandardDeclarations.StandardFunction.BYTES
                        && function != CelStandardDeclarations.StandardFunction.ADD)
                .build())
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(CelExtensions.optional())
        .addVar("object", SimpleType.DYN)
        .addFunctionDeclarations(
            CelFunctionDecl.newFunctionDeclaration(
                "_+_",
                adding("add_short_texts", SimpleType.STRING),
                adding("add_int64", SimpleType.INT),
                adding("add_double", SimpleType.DOUBLE),
                // What filter() and map() are made of.
                adding("add_list", ListType.create(TypeParamType.create("A")))),
            CelFunctionDecl.newFunctionDeclaration(
                "condition",
                CelOverloadDecl.newMemberOverload(
                    "condition_of_object", WORDS, SimpleType.DYN, SimpleType.STRING)),
            CelFunctionDecl.newFunctionDeclaration(
                "join",
                CelOverloadDecl.newMemberOverload(
                    "join_short_texts",
                    SimpleType.STRING,
                    ListType.create(SimpleType.STRING),
                    SimpleType.STRING)))
        .build();
  }

  private static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .filterFunctions((function, overload) ->
                    function != CelStandardFunctions.StandardFunction.BYTES
                        && function != CelStandardFunctions.StandardFunction.ADD)
                .build())
        .addLibraries(CelExtensions.optional())
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_+_",
                CelFunctionBinding.from(
                    "add_short_texts", String.class, String.class, Expressions::bounded),
                CelFunctionBinding.from("add_int64", Long.class, Long.class, Expressions::sum),
                CelFunctionBinding.from("add_double", Double.class, Double.class, Double::sum),
                CelFunctionBinding.from("add_list", List.class, List.class, Expressions::both)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "condition",
                CelFunctionBinding.from(
                    "condition_of_object", Map.class, String.class, Expressions::words)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "join",
                CelFunctionBinding.from(
                    "join_short_texts", List.class, String.class, Expressions::join)))
        .build();
  }

  private static CelOverloadDecl adding(String id, CelType type) {
    return CelOverloadDecl.newGlobalOverload(id, type, type, type);
  }

  private static Long sum(Long first, Long second) throws CelEvaluationException {
    try {
      return Math.addExact(first, second);
    } catch (ArithmeticException e) {
      throw new CelEvaluationException("a sum is larger than 64 bits hold", e);
    }
  }

  private static List<?> both(List<?> first, List<?> second) throws CelEvaluationException {
    if (first.size() + second.size() > MOST_ROUNDS) {
      throw new CelEvaluationException(
          "a list of more than " + MOST_ROUNDS + " elements would come of it");
    }
    List<Object> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static String bounded(String first, String second) throws CelEvaluationException {
    if (first.length() + second.length() > LONGEST_TEXT) {
      throw new CelEvaluationException(
          "a text of more than " + LONGEST_TEXT + " characters would come of it");
    }
    return first + second;
  }

  private static String join(List<?> texts, String separator) throws CelEvaluationException {
    String joined = "";
    for (Object text : texts) {
      joined = bounded(joined.isEmpty() ? "" : bounded(joined, separator), String.valueOf(text));
    }
    return joined;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> words(Map<?, ?> object, String type) {
    Map<String, Object> content = (Map<String, Object>) object;
    long generation = Trees.number(Trees.map(content, "metadata"), "generation", 0);
    return Condition.of(content, type).asWords(generation);
  }
}
