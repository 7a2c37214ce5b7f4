/* Types, attributes and classes: what scripts print about them, and that the heap's books stay
 * balanced. Expected texts are those of Debian's python3 3.11.2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/graph.h"
#include "python/abstract.h"
#include "python/dunder.h"
#include "python/module.h"
#include "python/type.h"

#include <string.h>

typedef struct Fixture {
    Vm vm;
    TextBuffer output;
} Fixture;

static void write_output(void *context, int fd, const char *bytes, size_t length) {
    Fixture *self = context;
    (void)fd;
    text_append(&self->output, bytes, length);
}

static bool check_line(void *context, Ref frame, uint32_t line) {
    Fixture *self = context;
    Error error = {{0}};
    (void)frame;
    (void)line;
    if (!heap_check(&self->vm.heap, &error)) fail_msg("line %u: %s", line, error.message);
    return true;
}

static int setup(void **state) {
    static Fixture fixture;
    Error error = {{0}};
    memset(&fixture, 0, sizeof fixture);
    VmConfig config = {.host = {.context = &fixture, .line = check_line, .write = write_output}};
    if (!vm_init(&fixture.vm, &config, &error)) return -1;
    *state = &fixture;
    return 0;
}

static int teardown(void **state) {
    Fixture *self = *state;
    vm_deinit(&self->vm);
    text_deinit(&self->output);
    return 0;
}

static void expect(Fixture *self, const char *source, const char *output) {
    Error error = {{0}};
    RunResult result = vm_run_script(&self->vm, "test.py", text_of(source));
    if (result == RUN_HALTED) fail_msg("halted: %s", self->vm.halt_message.message);
    assert_string_equal(text_cstr(&self->output), output);
    assert_int_equal(result, RUN_OK);
    if (!heap_check(&self->vm.heap, &error)) fail_msg("%s", error.message);
}

static void test_startup(void **state) {
    Fixture *self = *state;
    Error error = {{0}};
    Vm *vm = &self->vm;
    assert_true(heap_check(&vm->heap, &error));
    Ref boolean = type_ref(&vm->heap, TYPE_ID_BOOL);
    assert_true(type_is_subtype(vm, boolean, type_ref(&vm->heap, TYPE_ID_INT)));
    assert_true(type_is_subtype(vm, boolean, type_ref(&vm->heap, TYPE_ID_OBJECT)));
    assert_false(type_is_subtype(vm, boolean, type_ref(&vm->heap, TYPE_ID_STR)));
    assert_non_null((void *)(uintptr_t)type_find(vm, boolean, dunder_name(vm, DUNDER_ADD)));
    assert_false(type_overrides(vm, boolean, DUNDER_ADD));
    assert_int_equal(heap_root(&vm->heap)->generations[0].count, 16);
}

static void test_module_names(void **state) {
    (void)state;
    assert_true(module_is_known("os"));
    assert_true(module_is_known("os.path"));
    assert_true(module_is_known("__future__"));
    assert_true(module_is_known("zoneinfo"));
    assert_false(module_is_known("o"));
    assert_false(module_is_known("numpy"));
    assert_false(module_is_known(""));
}

static void test_classes(void **state) {
    expect(
        *state,
        "class A:\n"
        "    x = 1\n"
        "    def m(self): return self.x\n"
        "class B(A):\n"
        "    def __init__(self, v): super().__init__(); self.v = v\n"
        "class C(A): pass\n"
        "class D(B, C): pass\n"
        "d = D(5)\n"
        "print(D.__mro__ == (D, B, C, A, object), d.m(), d.v, D.__name__, D.__bases__ == (B, C))\n"
        "print(A.__subclasses__() == [B, C], isinstance(d, C), issubclass(D, (int, A)))\n",
        "True 1 5 D True\n"
        "True True True\n");
}

static void test_refcounts_of_classes(void **state) {
    expect(*state,
           "import sys\n"
           "class A: pass\n"
           "class S: __slots__ = ()\n"
           "class T: __slots__ = ('a', 'b')\n"
           "print(sys.getrefcount(A), sys.getrefcount(S), sys.getrefcount(T))\n"
           "class B(A): pass\n"
           "class C(B): pass\n"
           "print(sys.getrefcount(A), sys.getrefcount(B), sys.getrefcount(C))\n"
           "class E(Exception): pass\n"
           "class L(list): pass\n"
           "class U(tuple): pass\n"
           "print(sys.getrefcount(E), sys.getrefcount(L), sys.getrefcount(U))\n",
           "5 3 5\n"
           "9 6 3\n"
           "4 5 4\n");
}

static void test_attribute_errors(void **state) {
    expect(*state,
           "class S:\n"
           "    __slots__ = ('p',)\n"
           "    k = 1\n"
           "    @property\n"
           "    def r(self): return 1\n"
           "s = S()\n"
           "def t(f):\n"
           "    try: f()\n"
           "    except Exception as e: print(type(e).__name__, e)\n"
           "def f(): s.p\n"
           "t(f)\n"
           "def f(): s.q = 1\n"
           "t(f)\n"
           "def f(): s.k = 1\n"
           "t(f)\n"
           "def f(): s.r = 1\n"
           "t(f)\n"
           "def f(): del s.p\n"
           "t(f)\n"
           "def f(): int.x = 1\n"
           "t(f)\n"
           "def f(): S(1)\n"
           "t(f)\n"
           "def f(): type('X', (bool,), {})\n"
           "t(f)\n"
           "def f(): type('X', (int, list), {})\n"
           "t(f)\n",
           "AttributeError 'S' object has no attribute 'p'\n"
           "AttributeError 'S' object has no attribute 'q'\n"
           "AttributeError 'S' object attribute 'k' is read-only\n"
           "AttributeError property 'r' of 'S' object has no setter\n"
           "AttributeError p\n"
           "TypeError cannot set 'x' attribute of immutable type 'int'\n"
           "TypeError S() takes no arguments\n"
           "TypeError type 'bool' is not an acceptable base type\n"
           "TypeError multiple bases have instance lay-out conflict\n");
}

static void test_operators(void **state) {
    expect(*state,
           "class A:\n"
           "    def __add__(self, o): return 'A.add'\n"
           "    def __radd__(self, o): return 'A.radd'\n"
           "    def __eq__(self, o): return NotImplemented\n"
           "class B(A):\n"
           "    def __radd__(self, o): return 'B.radd'\n"
           "print(A() + 1, 1 + A(), A() + B(), A() == 1, A() != 1)\n"
           "try: hash(A())\n"
           "except TypeError as e: print(e)\n"
           "try: A() - 1\n"
           "except TypeError as e: print(e)\n"
           "A.__sub__ = lambda self, o: 'later'\n"
           "print(B() - 1)\n",
           "A.add A.radd B.radd False True\n"
           "unhashable type: 'A'\n"
           "unsupported operand type(s) for -: 'A' and 'int'\n"
           "later\n");
}

static void test_unbuilt_halts(void **state) {
    Fixture *self = *state;
    assert_int_equal(vm_run_script(&self->vm, "test.py",
                                   text_of("try:\n    hasattr([].__iter__(), '__reduce__')\n"
                                           "except BaseException: pass\n")),
                     RUN_HALTED);
    assert_int_equal(self->vm.halt, VM_UNSUPPORTED);
    assert_non_null(strstr(self->vm.halt_message.message, "__reduce__"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_startup),          TEST(test_module_names),
        TEST(test_classes),          TEST(test_refcounts_of_classes),
        TEST(test_attribute_errors), TEST(test_operators),
        TEST(test_unbuilt_halts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
