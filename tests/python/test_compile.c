/* Contracts of the compiler. That whole files give CPython's code is code_oracle.py's part; here
 * stand the rules one by one: instructions, constants and their merging, scopes, exception table,
 * modes, problems. The expected sequences are what dis of CPython 3.11.2 prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "python/compile.h"
#include "python/opcode.h"

#include <stdio.h>
#include <string.h>

typedef struct Fixture {
    Arena arena;
    Module *module;
    CodeUnit *code;
    SyntaxProblem problem;
    bool compiled;
    TextBuffer text;
} Fixture;

static void compile_as(Fixture *f, const char *source, CompileMode mode) {
    memset(f, 0, sizeof *f);
    ParseMode parse = mode == COMPILE_INTERACTIVE ? PARSE_SINGLE : PARSE_FILE;
    assert_true(parse_module(&f->arena, text_of(source), "t.py", parse, &f->module, &f->problem));
    f->compiled = compile_module(&f->arena, f->module, "t.py", mode, &f->code, NULL, &f->problem);
}

static void compile_source(Fixture *f, const char *source) {
    compile_as(f, source, COMPILE_FILE);
    assert_true(f->compiled);
}

static void done(Fixture *f) {
    module_deinit(f->module);
    text_deinit(&f->text);
    arena_deinit(&f->arena);
}

static CodeUnit *nested(const CodeUnit *code, uint32_t which) {
    for (uint32_t i = 0; i < code->const_count; i++)
        if (code->consts[i].code && which-- == 0) return code->consts[i].code;
    fail_msg("no such nested code");
    return NULL;
}

/* `NAME ARG@LINE` of each instruction but the first RESUME and the RETURN_VALUE at the end. */
static const char *listing(Fixture *f, const CodeUnit *code) {
    text_clear(&f->text);
    for (uint32_t i = 1; i + 1 < code->instruction_count; i++) {
        const Instruction *item = &code->instructions[i];
        text_appendf(&f->text, "%s%s", i > 1 ? " " : "", opcode_name(item->opcode));
        if (opcode_argument(item->opcode) != OPARG_NONE) text_appendf(&f->text, " %u", item->arg);
    }
    return text_cstr(&f->text);
}

static void expect(const char *source, const char *instructions) {
    Fixture f;
    compile_source(&f, source);
    assert_string_equal(listing(&f, f.code), instructions);
    done(&f);
}

static void expect_in_function(const char *source, const char *instructions) {
    Fixture f;
    compile_source(&f, source);
    assert_string_equal(listing(&f, nested(f.code, 0)), instructions);
    done(&f);
}

static void expect_error(const char *source, int line, int column, const char *message) {
    Fixture f;
    compile_as(&f, source, COMPILE_FILE);
    assert_false(f.compiled);
    assert_int_equal(f.problem.kind, PROBLEM_SYNTAX_ERROR);
    assert_string_equal(f.problem.message, message);
    assert_int_equal(f.problem.line, line);
    assert_int_equal(f.problem.column, column);
    done(&f);
}

/* Instructions --------------------------------------------------------------------------------- */

static void test_expressions(void **state) {
    (void)state;
    expect("a = b + c", "LOAD_NAME 0 LOAD_NAME 1 BINARY_OP 0 STORE_NAME 2 LOAD_CONST 0");
    expect("a += 1", "LOAD_NAME 0 LOAD_CONST 0 BINARY_OP 13 STORE_NAME 0 LOAD_CONST 1");
    expect("x = a < b < c",
           "LOAD_NAME 0 LOAD_NAME 1 SWAP 2 COPY 2 COMPARE_OP 0 JUMP_IF_FALSE_OR_POP 10 LOAD_NAME 2 "
           "COMPARE_OP 0 JUMP_FORWARD 12 SWAP 2 POP_TOP STORE_NAME 3 LOAD_CONST 0");
    expect(
        "[*a, 1]",
        "BUILD_LIST 0 LOAD_NAME 0 LIST_EXTEND 1 LOAD_CONST 0 LIST_APPEND 1 POP_TOP LOAD_CONST 1");
    expect("{'a': 1, 'b': 2}",
           "LOAD_CONST 0 LOAD_CONST 1 LOAD_CONST 2 BUILD_CONST_KEY_MAP 2 POP_TOP LOAD_CONST 3");
    expect("f'{a!r:>9}b'",
           "LOAD_NAME 0 LOAD_CONST 0 FORMAT_VALUE 6 LOAD_CONST 1 BUILD_STRING 2 POP_TOP "
           "LOAD_CONST 2");
    expect("a, b = b, a", "LOAD_NAME 0 LOAD_NAME 1 SWAP 2 STORE_NAME 1 STORE_NAME 0 LOAD_CONST 0");
}

static void test_calls(void **state) {
    (void)state;
    expect("f(a, k=1)", "PUSH_NULL LOAD_NAME 0 LOAD_NAME 1 LOAD_CONST 0 KW_NAMES 1 PRECALL 2 "
                        "CALL 2 POP_TOP LOAD_CONST 2");
    expect("o.m(1)",
           "LOAD_NAME 0 LOAD_METHOD 1 LOAD_CONST 0 PRECALL 1 CALL 1 POP_TOP LOAD_CONST 1");
    /* of an imported module the function is an attribute, not a method */
    expect("import o; o.m()", "LOAD_CONST 0 LOAD_CONST 1 IMPORT_NAME 0 STORE_NAME 0 PUSH_NULL "
                              "LOAD_NAME 0 LOAD_ATTR 1 PRECALL 0 CALL 0 POP_TOP LOAD_CONST 1");
    expect("f(*a, **k)", "PUSH_NULL LOAD_NAME 0 LOAD_NAME 1 BUILD_MAP 0 LOAD_NAME 2 DICT_MERGE 1 "
                         "CALL_FUNCTION_EX 1 POP_TOP LOAD_CONST 0");
    expect_in_function("def g(): f()", "LOAD_GLOBAL 1 PRECALL 0 CALL 0 POP_TOP LOAD_CONST 0");
}

static void test_control_flow(void **state) {
    (void)state;
    expect("for i in x: f",
           "LOAD_NAME 0 GET_ITER FOR_ITER 8 STORE_NAME 1 LOAD_NAME 2 POP_TOP JUMP_BACKWARD 3 "
           "LOAD_CONST 0");
    expect("while a: b", "LOAD_NAME 0 POP_JUMP_FORWARD_IF_FALSE 9 LOAD_NAME 1 POP_TOP LOAD_NAME 0 "
                         "POP_JUMP_BACKWARD_IF_TRUE 3 LOAD_CONST 0 RETURN_VALUE LOAD_CONST 0");
    expect("if a is None: b", "LOAD_NAME 0 POP_JUMP_FORWARD_IF_NOT_NONE 7 LOAD_NAME 1 POP_TOP "
                              "LOAD_CONST 0 RETURN_VALUE LOAD_CONST 0");
    /* what can never run is not there */
    expect("if 0: a\nelse: b", "NOP LOAD_NAME 1 POP_TOP LOAD_CONST 1");
    expect_in_function("def f():\n a, b, c = c, b, a",
                       "LOAD_FAST 0 LOAD_FAST 1 LOAD_FAST 2 STORE_FAST 0 STORE_FAST 1 STORE_FAST 2 "
                       "LOAD_CONST 0");
}

static void test_generators(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "def g():\n    yield 1\n    return (yield from x)\n");
    const CodeUnit *code = nested(f.code, 0);
    assert_int_equal(code->flags, CODE_OPTIMIZED | CODE_NEWLOCALS | CODE_GENERATOR);
    assert_string_equal(listing(&f, code),
                        "POP_TOP RESUME 0 LOAD_CONST 1 YIELD_VALUE RESUME 1 POP_TOP LOAD_GLOBAL 0 "
                        "GET_YIELD_FROM_ITER LOAD_CONST 0 SEND 14 YIELD_VALUE RESUME 2 "
                        "JUMP_BACKWARD_NO_INTERRUPT 10");
    done(&f);
}

/* Exceptions ----------------------------------------------------------------------------------- */

static void test_exception_table(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "try:\n    a\nexcept E as e:\n    b\n");
    assert_string_equal(listing(&f, f.code),
                        "NOP LOAD_NAME 0 POP_TOP LOAD_CONST 0 RETURN_VALUE PUSH_EXC_INFO LOAD_NAME "
                        "1 CHECK_EXC_MATCH POP_JUMP_FORWARD_IF_FALSE 23 STORE_NAME 2 LOAD_NAME 3 "
                        "POP_TOP POP_EXCEPT LOAD_CONST 0 STORE_NAME 2 DELETE_NAME 2 LOAD_CONST 0 "
                        "RETURN_VALUE LOAD_CONST 0 STORE_NAME 2 DELETE_NAME 2 RERAISE 1 RERAISE 0 "
                        "COPY 3 POP_EXCEPT");
    assert_int_equal(f.code->exception_count, 4);
    const ExceptionEntry *handler = code_find_handler(f.code, 2);
    assert_non_null(handler);
    assert_int_equal(handler->target, 6);
    assert_int_equal(handler->depth, 0);
    assert_false(handler->push_lasti);
    assert_null(code_find_handler(f.code, 0));
    assert_null(code_find_handler(f.code, 4));
    handler = code_find_handler(f.code, 7);
    assert_true(handler && handler->push_lasti);
    assert_int_equal(handler->depth, 1);
    done(&f);
}

/* Constants ------------------------------------------------------------------------------------ */

static void test_constants_merge(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "a = 1000\nb = 1000\nc = 1000.0\nd = 0.0\ne = -0.0\ng = True\nh = 1\n"
                       "def k(): return 1000\n");
    assert_int_equal(f.code->const_count, 8);
    const CodeUnit *k = nested(f.code, 0);
    assert_ptr_equal(k->consts[1].constant, f.code->consts[0].constant);
    assert_ptr_equal(k->consts[0].constant, f.code->consts[7].constant);
    done(&f);

    /* equal tuples of constants and names are one object too */
    compile_source(&f, "def a(): return x\ndef b(): return x\n");
    assert_ptr_equal(nested(f.code, 0)->consts_identity, nested(f.code, 1)->consts_identity);
    assert_ptr_equal(nested(f.code, 0)->names_identity, nested(f.code, 1)->names_identity);
    assert_ptr_not_equal(f.code->names_identity, nested(f.code, 0)->names_identity);
    done(&f);
}

static void expect_folded(const char *expression, bool folded) {
    Fixture f;
    char source[128];
    snprintf(source, sizeof source, "x = %s", expression);
    compile_source(&f, source);
    assert_int_equal(f.code->instruction_count == 5, folded);
    assert_int_equal(f.code->instructions[1].opcode, OP_LOAD_CONST);
    done(&f);
}

static void test_folding(void **state) {
    (void)state;
    expect_folded("1 + 2 * 3", true);
    expect_folded("'a' * 4096", true);
    expect_folded("'a' * 4097", false);
    expect_folded("1 << 70", true);
    expect_folded("2 ** 70", false);
    expect_folded("10 ** 20", true);
    expect_folded("1 / 0", false);
    expect_folded("(1, 2, 3)[1]", true);
    expect_folded("'abc'[5]", false);
    expect_folded("-1", true);
    expect_folded("not 0", true);
    expect("x in [1, 2]", "LOAD_NAME 0 LOAD_CONST 0 CONTAINS_OP 0 POP_TOP LOAD_CONST 1");
    expect("'%s=%r' % (a, b)", "LOAD_NAME 0 FORMAT_VALUE 1 LOAD_CONST 0 LOAD_NAME 1 FORMAT_VALUE 2 "
                               "BUILD_STRING 3 POP_TOP LOAD_CONST 1");
    /* each folded value is held by the parser's arena as a literal is */
    Fixture f;
    compile_source(&f, "x = 1000 + 1\n");
    assert_int_equal(f.module->constants.count, 3);
    done(&f);
}

static void test_docstrings(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "def a():\n    'doc'\ndef b(): pass\ndef c():\n    'a' + 'b'\n");
    assert_int_equal(nested(f.code, 0)->consts[0].constant->kind, CONSTANT_STR);
    assert_int_equal(nested(f.code, 1)->consts[0].constant->kind, CONSTANT_NONE);
    assert_int_equal(nested(f.code, 2)->consts[0].constant->kind, CONSTANT_NONE);
    done(&f);
}

/* Scopes --------------------------------------------------------------------------------------- */

static void test_slots(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "def f(a, b, /, c, *d, e, **g):\n    h = a\n    i = 1\n"
                       "    return lambda: (b, i)\n");
    const CodeUnit *code = nested(f.code, 0);
    const char *const names[] = {"a", "b", "c", "e", "d", "g", "h", "i"};
    const int kinds[] = {SLOT_LOCAL, SLOT_LOCAL | SLOT_CELL,
                         SLOT_LOCAL, SLOT_LOCAL,
                         SLOT_LOCAL, SLOT_LOCAL,
                         SLOT_LOCAL, SLOT_CELL};
    assert_int_equal(code->slot_count, 8);
    for (int i = 0; i < 8; i++) {
        assert_true(text_is(code->slot_names[i], names[i]));
        assert_int_equal(code->slot_kinds[i], kinds[i]);
    }
    assert_int_equal(code->argument_count, 3);
    assert_int_equal(code->positional_only_count, 2);
    assert_int_equal(code->keyword_only_count, 1);
    assert_int_equal(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS),
                     CODE_VARARGS | CODE_VARKEYWORDS);
    const CodeUnit *lambda = nested(code, 0);
    assert_int_equal(lambda->free_count, 2);
    assert_true(lambda->flags & CODE_NESTED);
    assert_true(text_is(lambda->qualname, "f.<locals>.<lambda>"));
    done(&f);
}

static void test_class_cell_and_mangling(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "class A:\n    def m(self):\n        self.__x = super().y\n");
    const CodeUnit *body = nested(f.code, 0), *method = nested(body, 0);
    assert_int_equal(body->cell_count, 1);
    assert_true(text_is(body->slot_names[0], "__class__"));
    assert_int_equal(method->free_count, 1);
    assert_true(text_is(method->names[method->name_count - 1], "_A__x"));
    assert_true(text_is(method->qualname, "A.m"));
    done(&f);
}

/* Modes and lines ------------------------------------------------------------------------------ */

static void test_modes(void **state) {
    (void)state;
    Fixture f;
    compile_as(&f, "a\n", COMPILE_INTERACTIVE);
    assert_string_equal(listing(&f, f.code), "LOAD_NAME 0 PRINT_EXPR LOAD_CONST 0");
    done(&f);
    compile_as(&f, "a\nb\n", COMPILE_SHOW_LAST);
    assert_string_equal(listing(&f, f.code),
                        "LOAD_NAME 0 POP_TOP LOAD_NAME 1 PRINT_EXPR LOAD_CONST 0");
    done(&f);
    compile_as(&f, "a + b\n", COMPILE_VALUE);
    assert_string_equal(listing(&f, f.code), "LOAD_NAME 0 LOAD_NAME 1 BINARY_OP 0");
    done(&f);
}

static void test_lines_and_sizes(void **state) {
    (void)state;
    Fixture f;
    compile_source(&f, "\n\nx = [1,\n     y]\n");
    const Instruction *build = &f.code->instructions[3];
    assert_int_equal(build->opcode, OP_BUILD_LIST);
    assert_int_equal(build->location.line, 3);
    assert_int_equal(build->location.end_line, 4);
    assert_int_equal(build->location.column, 4);
    assert_int_equal(build->location.end_column, 7);
    assert_int_equal(f.code->instructions[0].location.line, 0);
    assert_int_equal(f.code->first_line, 1);
    assert_int_equal(f.code->stack_size, 2);
    assert_int_equal(f.code->cpython_code_units, 7);
    done(&f);
}

/* Problems ------------------------------------------------------------------------------------- */

static void test_errors(void **state) {
    (void)state;
    expect_error("return 1", 1, 1, "'return' outside function");
    expect_error("if a:\n    break\n", 2, 5, "'break' outside loop");
    expect_error("continue", 1, 1, "'continue' not properly in loop");
    expect_error("def f(x):\n    global x\n", 2, 5, "name 'x' is parameter and global");
    expect_error("nonlocal x", 1, 1, "nonlocal declaration not allowed at module level");
    expect_error("def f():\n    nonlocal x\n", 2, 5, "no binding for nonlocal 'x' found");
    expect_error("def f():\n    x\n    global x\n", 3, 5,
                 "name 'x' is used prior to global declaration");
    expect_error("yield 1", 1, 1, "'yield' outside function");
    expect_error("def f(a, a): pass", 1, 10, "duplicate argument 'a' in function definition");
    expect_error("f(a=1, a=2)", 1, 8, "keyword argument repeated: a");
    expect_error("x = *a", 1, 5, "can't use starred expression here");
    expect_error("from __future__ import braces", 1, 1, "not a chance");

    TextBuffer nest = {0};
    for (int i = 0; i < 21; i++) {
        for (int k = 0; k < i; k++) text_append_char(&nest, ' ');
        text_append_string(&nest, "while a:\n");
    }
    text_append_string(&nest, "                     b\n");
    expect_error(text_cstr(&nest), 21, 21, "too many statically nested blocks");
    text_deinit(&nest);
}

static void test_source_line(void **state) {
    (void)state;
    Fixture f;
    compile_as(&f, "a\nreturn 1\nb\n", COMPILE_FILE);
    assert_false(f.compiled);
    compile_add_source_line(&f.problem, text_of("a\nreturn 1\nb\n"));
    assert_true(f.problem.has_text);
    assert_true(text_is(f.problem.text, "return 1\n"));
    done(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expressions),     cmocka_unit_test(test_calls),
        cmocka_unit_test(test_control_flow),    cmocka_unit_test(test_generators),
        cmocka_unit_test(test_exception_table), cmocka_unit_test(test_constants_merge),
        cmocka_unit_test(test_folding),         cmocka_unit_test(test_docstrings),
        cmocka_unit_test(test_slots),           cmocka_unit_test(test_class_cell_and_mangling),
        cmocka_unit_test(test_modes),           cmocka_unit_test(test_lines_and_sizes),
        cmocka_unit_test(test_errors),          cmocka_unit_test(test_source_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
