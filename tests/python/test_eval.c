/* The stack machine: small programs and what python3 prints for them, the books after each line,
 * undo and going on from a restored image. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/array.h"
#include "heap/graph.h"
#include "python/library.h"
#include "python/vm.h"

#include <string.h>

/* ---- a machine that records what it prints and what each step overwrote ---- */

typedef struct Step {
    SavedGranules saved;
    uint64_t hash;
} Step;

typedef struct Run {
    Vm vm;
    TextBuffer out, err;
    Array(uint32_t) lines;
    Array(Step) steps;
    bool check, record;
    size_t interrupt_after; /* line events; 0: never */
} Run;

static void write_text(void *context, int fd, const char *bytes, size_t length) {
    Run *run = context;
    text_append(fd == 1 ? &run->out : &run->err, bytes, length);
}

static void end_step(Run *run) {
    Image *image = &run->vm.heap.image;
    image_commit(image);
    if (run->record) {
        Step step = {.hash = image_hash(image)};
        for (size_t i = 0; i < image->saved.count; ++i) {
            array_push(&step.saved, image->saved.items[i]);
        }
        array_push(&run->steps, step);
    }
    image_begin(image);
}

static bool at_line(void *context, Ref frame, uint32_t line) {
    Run *run = context;
    Error error;
    assert_int_not_equal(frame, 0);
    array_push(&run->lines, line);
    if (run->check && !heap_check(&run->vm.heap, &error)) {
        fail_msg("line %u: %s", line, error.message);
    }
    end_step(run);
    return !run->interrupt_after || run->lines.count < run->interrupt_after;
}

static void begin(Run *run, uint64_t budget) {
    *run = (Run){.check = true};
    VmConfig config = {.host = {.context = run, .line = at_line, .write = write_text},
                       .instruction_budget = budget,
                       .hashing = true};
    Error error;
    if (!vm_init(&run->vm, &config, &error)) fail_msg("%s", error.message);
    end_step(run);
}

static void end(Run *run) {
    vm_deinit(&run->vm);
    text_deinit(&run->out);
    text_deinit(&run->err);
    array_deinit(&run->lines);
    for (size_t i = 0; i < run->steps.count; ++i) array_deinit(&run->steps.items[i].saved);
    array_deinit(&run->steps);
}

static RunResult play(Run *run, const char *source) {
    return vm_run_script(&run->vm, "/t.py", text_of(source));
}

static void expect(const char *source, RunResult result, const char *out, const char *err) {
    Run run;
    begin(&run, 0);
    assert_int_equal(play(&run, source), result);
    assert_string_equal(text_cstr(&run.out), out);
    assert_string_equal(text_cstr(&run.err), err);
    end(&run);
}

static void expect_output(const char *source, const char *out) {
    expect(source, RUN_OK, out, "");
}

/* ---- programs ---- */

static void test_names_and_counts(void **state) {
    (void)state;
    expect_output("import sys\n"
                  "x = 1000\n"
                  "y = [x]\n"
                  "def f(a):\n"
                  "    return sys.getrefcount(a)\n"
                  "print(sys.getrefcount(y), f(y), f([]), sys.getrefcount([]))\n"
                  "print(sys.getrefcount(500.5), f(*(y,)), f(**{'a': y}))\n",
                  "2 3 2 1\n3 4 5\n");
}

static void test_constant_in_script(void **state) {
    (void)state;
    /* held by the code's constants, the parser's arena, the name, the argument */
    expect_output("import sys\nx = 1000\nprint(sys.getrefcount(x))\n", "4\n");
}

static void test_calls(void **state) {
    (void)state;
    expect_output("def f(a, b=2, /, c=3, *d, e, g=6, **h):\n"
                  "    return a, b, c, d, e, g, h\n"
                  "print(f(1, e=5))\n"
                  "print(f(1, 2, 3, 4, 5, e=6, z=7))\n"
                  "print(f(*[1, 2], **{'e': 1, 'q': 2}))\n",
                  "(1, 2, 3, (), 5, 6, {})\n"
                  "(1, 2, 3, (4, 5), 6, 6, {'z': 7})\n"
                  "(1, 2, 3, (), 1, 6, {'q': 2})\n");
}

static void test_call_errors(void **state) {
    (void)state;
    expect_output(
        "def f(a, b): pass\n"
        "def k(a, *, x, y): pass\n"
        "def d(a, b=1): pass\n"
        "def p(a, /): pass\n"
        "for call in (lambda: f(1), lambda: f(1, 2, 3), lambda: f(1, a=2), lambda: f(c=1),\n"
        "             lambda: k(1), lambda: k(1, 2, x=3), lambda: d(1, 2, 3), lambda: p(a=1),\n"
        "             lambda: f(*5), lambda: f(**5), lambda: f(b=1, **{'b': 2})):\n"
        "    try:\n"
        "        call()\n"
        "    except TypeError as e:\n"
        "        print(e)\n",
        "f() missing 1 required positional argument: 'b'\n"
        "f() takes 2 positional arguments but 3 were given\n"
        "f() got multiple values for argument 'a'\n"
        "f() got an unexpected keyword argument 'c'\n"
        "k() missing 2 required keyword-only arguments: 'x' and 'y'\n"
        "k() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) "
        "were given\n"
        "d() takes from 1 to 2 positional arguments but 3 were given\n"
        "p() got some positional-only arguments passed as keyword arguments: 'a'\n"
        "__main__.f() argument after * must be an iterable, not int\n"
        "__main__.f() argument after ** must be a mapping, not int\n"
        "__main__.f() got multiple values for keyword argument 'b'\n");
}

static void test_generators(void **state) {
    (void)state;
    expect_output("def inner():\n"
                  "    got = yield 1\n"
                  "    print('got', got)\n"
                  "    return 'result'\n"
                  "def outer():\n"
                  "    try:\n"
                  "        print((yield from inner()))\n"
                  "        yield 2\n"
                  "    finally:\n"
                  "        print('closed')\n"
                  "g = outer()\n"
                  "print(next(g), g.send('x'))\n"
                  "del g\n"
                  "def bad():\n"
                  "    yield\n"
                  "    raise StopIteration\n"
                  "b = bad()\n"
                  "next(b)\n"
                  "try:\n"
                  "    next(b)\n"
                  "except RuntimeError as e:\n"
                  "    print(e, type(e.__cause__).__name__)\n",
                  "got x\nresult\n1 2\nclosed\ngenerator raised StopIteration StopIteration\n");
}

static void test_exceptions(void **state) {
    (void)state;
    expect_output("def f(x):\n"
                  "    try:\n"
                  "        return 1 / x\n"
                  "    except ZeroDivisionError as e:\n"
                  "        raise ValueError('bad') from e\n"
                  "    finally:\n"
                  "        print('finally')\n"
                  "try:\n"
                  "    f(0)\n"
                  "except ValueError as e:\n"
                  "    print(repr(e), repr(e.__cause__), e.__suppress_context__)\n"
                  "try:\n"
                  "    raise\n"
                  "except RuntimeError as e:\n"
                  "    print(e, e.__context__)\n",
                  "finally\n"
                  "ValueError('bad') ZeroDivisionError('division by zero') True\n"
                  "No active exception to reraise None\n");
}

static void test_traceback(void **state) {
    (void)state;
    expect("def f(n):\n"
           "    if n:\n"
           "        return f(n - 1)\n"
           "    return {}['key']\n"
           "try:\n"
           "    f(5)\n"
           "except KeyError:\n"
           "    x = [1] + None\n",
           RUN_EXCEPTION, "",
           "Traceback (most recent call last):\n"
           "  File \"/t.py\", line 6, in <module>\n"
           "    f(5)\n"
           "  File \"/t.py\", line 3, in f\n"
           "    return f(n - 1)\n"
           "           ^^^^^^^^\n"
           "  File \"/t.py\", line 3, in f\n"
           "    return f(n - 1)\n"
           "           ^^^^^^^^\n"
           "  File \"/t.py\", line 3, in f\n"
           "    return f(n - 1)\n"
           "           ^^^^^^^^\n"
           "  [Previous line repeated 2 more times]\n"
           "  File \"/t.py\", line 4, in f\n"
           "    return {}['key']\n"
           "           ~~^^^^^^^\n"
           "KeyError: 'key'\n"
           "\n"
           "During handling of the above exception, another exception occurred:\n"
           "\n"
           "Traceback (most recent call last):\n"
           "  File \"/t.py\", line 8, in <module>\n"
           "    x = [1] + None\n"
           "        ~~~~^~~~~~\n"
           "TypeError: can only concatenate list (not \"NoneType\") to list\n");
}

static void test_suggestion(void **state) {
    (void)state;
    expect("value = 1\nprint(valeu)\n", RUN_EXCEPTION, "",
           "Traceback (most recent call last):\n"
           "  File \"/t.py\", line 2, in <module>\n"
           "    print(valeu)\n"
           "          ^^^^^\n"
           "NameError: name 'valeu' is not defined. Did you mean: 'value'?\n");
}

static void test_frame_exit_order(void **state) {
    (void)state;
    expect_output("class T:\n"
                  "    def __init__(self, n): self.n = n\n"
                  "    def __del__(self): print(self.n)\n"
                  "def f():\n"
                  "    b = T('b'); a = T('a')\n"
                  "    print('leaving')\n"
                  "f()\n",
                  "leaving\nb\na\n");
}

static void test_recursion(void **state) {
    (void)state;
    Run run;
    begin(&run, 0);
    run.check = false;
    assert_int_equal(play(&run, "def f(n): return f(n + 1)\n"
                                "try:\n"
                                "    f(0)\n"
                                "except RecursionError as e:\n"
                                "    print(e)\n"),
                     RUN_OK);
    assert_string_equal(text_cstr(&run.out), "maximum recursion depth exceeded\n");
    end(&run);
}

static void test_with(void **state) {
    (void)state;
    expect_output("import sys\n"
                  "class C:\n"
                  "    def __enter__(self): return self\n"
                  "    def __exit__(self, *a): return a[0] is KeyError\n"
                  "with C() as c:\n"
                  "    print(sys.getrefcount(c))\n"
                  "    raise KeyError\n"
                  "print(sys.getrefcount(c))\n",
                  "3\n2\n");
}

/* ---- line events ---- */

static void test_line_events(void **state) {
    (void)state;
    Run run;
    begin(&run, 0);
    assert_int_equal(play(&run, "def g():\n"             /* 1 */
                                "    for i in (1, 2):\n" /* 2 */
                                "        yield i\n"      /* 3 */
                                "for x in g():\n"        /* 4 */
                                "    pass\n"             /* 5 */
                                "try:\n"                 /* 6 */
                                "    1 / 0\n"            /* 7 */
                                "except KeyError:\n"     /* 8 */
                                "    pass\n"             /* 9 */
                                "except ArithmeticError:\n"
                                "    x = [\n"
                                "        1]\n"),
                     RUN_OK);
    const uint32_t expected[] = {1, 4, 2, 3, 5, 4, 2, 3, 5, 4, 2, 6, 7, 8, 10, 12, 11};
    for (size_t i = 0; i < sizeof expected / sizeof *expected && i < run.lines.count; ++i) {
        if (run.lines.items[i] != expected[i]) {
            fail_msg("event %zu: line %u, not %u", i, run.lines.items[i], expected[i]);
        }
    }
    end(&run);
}

/* ---- undo, redo, resume ---- */

static void swap_step(Run *run, size_t index) {
    Step *step = &run->steps.items[index];
    for (size_t i = 0; i < step->saved.count; ++i) {
        SavedGranule *granule = &step->saved.items[i];
        image_swap(&run->vm.heap.image, granule->granule, granule->old);
    }
}

static const char resumable[] = "def f(n):\n"
                                "    total = 0\n"
                                "    for i in range(n):\n"
                                "        total += i\n"
                                "    return total\n"
                                "try:\n"
                                "    print(f(3), f(4))\n"
                                "    f(None)\n"
                                "except TypeError as e:\n"
                                "    print(e)\n";

static void test_undo_and_resume(void **state) {
    (void)state;
    static const char out[] = "3 6\n'NoneType' object cannot be interpreted as an integer\n";
    Run run;
    begin(&run, 0);
    run.record = true;
    assert_int_equal(play(&run, resumable), RUN_OK);
    end_step(&run);
    assert_string_equal(text_cstr(&run.out), out);
    size_t last = run.steps.count - 1;
    uint64_t final = run.steps.items[last].hash;
    for (size_t target = last; target-- > 0;) {
        /* back to the line event, on from there to the end, and back again */
        assert_int_equal(image_hash(&run.vm.heap.image), final);
        run.record = true;
        for (size_t i = last; i > target; --i) swap_step(&run, i);
        assert_int_equal(image_hash(&run.vm.heap.image), run.steps.items[target].hash);
        if (!vm_can_resume(&run.vm)) fail_msg("step %zu cannot be resumed", target);
        for (size_t i = last; i > target; --i) array_deinit(&run.steps.items[i].saved);
        run.steps.count = target + 1;
        text_clear(&run.out);
        assert_int_equal(vm_resume(&run.vm), RUN_OK);
        end_step(&run);
        assert_int_equal(run.steps.count - 1, last);
        size_t length = strlen(text_cstr(&run.out));
        assert_string_equal(text_cstr(&run.out), out + strlen(out) - length);
    }
    end(&run);
}

/* ---- statements ---- */

static void test_statements(void **state) {
    (void)state;
    Run run;
    begin(&run, 0);
    assert_int_equal(play(&run, "x = [1]\n"), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("x.append(2)\n")), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("x\n")), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("_ is x\n")), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("missing_name\n")), RUN_EXCEPTION);
    assert_int_equal(vm_run_statement(&run.vm, text_of("a = 1000; b = 1000\n")), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("c = 1000\n")), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("a is b, a is c\n")), RUN_OK);
    assert_int_equal(vm_run_statement(&run.vm, text_of("1 +\n")), RUN_SYNTAX);
    assert_string_equal(text_cstr(&run.out), "[1, 2]\nTrue\n(True, False)\n");
    assert_non_null(strstr(text_cstr(&run.err), "NameError: name 'missing_name' is not defined\n"));
    end(&run);
}

/* ---- ends of other kinds ---- */

static void expect_halt(const char *source, uint64_t budget, VmHalt halt, const char *message) {
    Run run;
    begin(&run, budget);
    run.check = false;
    assert_int_equal(play(&run, source), RUN_HALTED);
    assert_int_equal(run.vm.halt, halt);
    if (!strstr(run.vm.halt_message.message, message)) {
        fail_msg("%s", run.vm.halt_message.message);
    }
    vm_rollback(&run.vm);
    Error error;
    if (!heap_check(&run.vm.heap, &error)) fail_msg("%s", error.message);
    end(&run);
}

static void test_halts(void **state) {
    (void)state;
    expect_halt("try:\n    import os\nexcept ImportError:\n    pass\n", 0, VM_UNSUPPORTED,
                "/t.py:2:5: import of 'os' is not supported by Lastref; it has " LIBRARY_NAMES);
    /* those are the modules that there are, but for what nobody asks for by name */
    for (const LibrarySource *at = library_sources; at->name; at++) {
        bool asked = at->name[0] != '_' && strcmp(at->name, "copyreg") != 0;
        if (asked && !strstr(LIBRARY_NAMES, at->name)) fail_msg("%s is not told", at->name);
    }
    expect_halt("import functools, gc\nprint(gc.collect())\n", 0, VM_UNSUPPORTED,
                "/t.py:2:7: gc.collect() after an import or exec()");
    expect_halt("import gc\nexec('a = 1')\nprint(gc.get_count())\n", 0, VM_UNSUPPORTED,
                "/t.py:3:7: gc.get_count() after an import or exec()");
    expect_halt("import gc\nprint(gc.get_count())\n", 0, VM_UNSUPPORTED,
                "/t.py:2:7: gc.get_count() before the first gc.collect()");
    expect_halt("while True:\n    pass\n", 100000, VM_LIMIT, "100000 instructions");
    expect_halt("x = 1\nasync def f():\n    pass\n", 0, VM_UNSUPPORTED, "'async'");
    expect_halt("import sys\nsys.setrecursionlimit(2**31 - 1)\ndef f(): f()\nf()\n", 0, VM_LIMIT,
                "frames");
    Run run;
    begin(&run, 0);
    run.interrupt_after = 10;
    assert_int_equal(play(&run, "while True:\n    pass\n"), RUN_HALTED);
    assert_int_equal(run.vm.halt, VM_INTERRUPTED);
    end(&run);
}

static void test_exit(void **state) {
    (void)state;
    Run run;
    begin(&run, 0);
    assert_int_equal(play(&run, "raise SystemExit(7)\n"), RUN_EXIT);
    assert_int_equal(vm_exit_status(&run.vm), 7);
    end(&run);
}

static void test_shutdown(void **state) {
    (void)state;
    Run run;
    begin(&run, 0);
    assert_int_equal(play(&run, "class T:\n"
                                "    def __init__(self, n): self.n = n\n"
                                "    def __del__(self): print('del', self.n)\n"
                                "a = T('a'); b = T('b')\n"),
                     RUN_OK);
    assert_int_equal(vm_shutdown(&run.vm), RUN_OK);
    assert_string_equal(text_cstr(&run.out), "del a\ndel b\n");
    Error error;
    if (!heap_check(&run.vm.heap, &error)) fail_msg("%s", error.message);
    end(&run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_counts),
        cmocka_unit_test(test_constant_in_script),
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_call_errors),
        cmocka_unit_test(test_generators),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_traceback),
        cmocka_unit_test(test_suggestion),
        cmocka_unit_test(test_frame_exit_order),
        cmocka_unit_test(test_recursion),
        cmocka_unit_test(test_with),
        cmocka_unit_test(test_line_events),
        cmocka_unit_test(test_undo_and_resume),
        cmocka_unit_test(test_statements),
        cmocka_unit_test(test_halts),
        cmocka_unit_test(test_exit),
        cmocka_unit_test(test_shutdown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
