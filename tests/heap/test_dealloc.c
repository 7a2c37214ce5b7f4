#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/program.h"

#include <pthread.h>

/* "first first+step ... last " */
static void append_range(TextBuffer *text, int first, int last) {
    int step = first <= last ? 1 : -1;
    for (int i = first; i != last + step; i += step) text_appendf(text, "%d ", i);
}

static void expect_ranges(Program *program, const int (*ranges)[2], size_t count) {
    TextBuffer expected = {0};
    for (size_t i = 0; i < count; i++) append_range(&expected, ranges[i][0], ranges[i][1]);
    assert_string_equal(program_printed(program), text_cstr(&expected));
    text_deinit(&expected);
}

static void a_chain_of_instances_dies_from_its_head(void **state) {
    Program *program = *state;
    program_run_named(program, "head = None\n"
                               "for i in range(120):\n"
                               "    x = N(i); x.next = head; head = x\n"
                               "x = None\n");
    program_do(program, "head = None");
    expect_ranges(program, (const int[][2]){{119, 0}}, 1);
}

/* What CPython 3.11.2 prints: lists drop their last item first, and at a nesting of 50 the trashcan
 * puts the next container off. */
static void the_trashcan_changes_the_order(void **state) {
    Program *program = *state;
    program_run_named(program, "t = []\n"
                               "for i in range(120): t = [N(i), t]\n");
    program_do(program, "t = None");
    expect_ranges(program, (const int[][2]){{71, 119}, {70, 70}, {22, 69}, {21, 21}, {0, 20}}, 5);
}

static void the_trashcan_counts_instances_too(void **state) {
    Program *program = *state;
    program_run_named(program, "t = None\n"
                               "for i in range(120):\n"
                               "    y = N(i); y.a = t; y.b = N(1000 + i); t = y\n"
                               "y = None\n");
    program_do(program, "t = None");
    expect_ranges(program,
                  (const int[][2]){{119, 70},
                                   {1071, 1119},
                                   {1070, 1070},
                                   {69, 21},
                                   {1022, 1069},
                                   {1021, 1021},
                                   {20, 0},
                                   {1000, 1020}},
                  8);
}

static void dicts_drop_values_in_order(void **state) {
    Program *program = *state;
    program_run_named(program, "t = {}\n"
                               "for i in range(120): t = {'n': N(i), 't': t}\n");
    program_do(program, "t = None");
    expect_ranges(program, (const int[][2]){{119, 71}, {69, 22}, {20, 0}, {21, 21}, {70, 70}}, 5);
}

static void a_finalizer_may_bring_its_object_back(void **state) {
    Program *program = *state;
    program_run(program, "back = []\n"
                         "class Z:\n"
                         "    def __del__(self): back.append(self); print('z', end=' ')\n"
                         "z = Z()\n");
    program_do(program, "del z");
    assert_string_equal(program_printed(program), "z ");
    assert_int_equal(list_size(&program->vm.heap, program_global(program, "back")), 1);
    /* at most once in an object's life */
    program_do(program, "back.clear()");
    assert_string_equal(program_printed(program), "");
}

static void a_finalizer_sees_what_its_object_still_holds(void **state) {
    Program *program = *state;
    program_run(program, "class Inner:\n"
                         "    def __del__(self): print('inner', end=' ')\n"
                         "class Outer:\n"
                         "    def __init__(self): self.inner = Inner()\n"
                         "    def __del__(self):\n"
                         "        print('outer', type(self.inner).__name__, end=' ')\n"
                         "        self.inner = None\n"
                         "        print('left', end=' ')\n"
                         "x = Outer()\n");
    program_do(program, "x = 1");
    assert_string_equal(program_printed(program), "outer Inner inner left ");
}

static void a_finalizer_that_raises_is_reported_and_passed_by(void **state) {
    Program *program = *state;
    program_run(program, "class Bad:\n"
                         "    def __del__(self): raise ValueError('no')\n"
                         "x = [Bad(), Bad()]\n");
    program_do(program, "x.clear(); print('after')");
    const char *printed = program_printed(program);
    assert_non_null(strstr(printed, "Exception ignored in"));
    assert_non_null(strstr(printed, "ValueError: no"));
    assert_non_null(strstr(printed, "after"));
}

static void slots_are_dropped_derived_class_first(void **state) {
    Program *program = *state;
    program_run_named(program, "class A:\n"
                               "    __slots__ = ('p', 'q')\n"
                               "class B(A):\n"
                               "    __slots__ = ('r',)\n"
                               "x = B(); x.p = N('p'); x.q = N('q'); x.r = N('r')\n");
    program_do(program, "del x");
    assert_string_equal(program_printed(program), "r p q ");
}

static void freed_memory_is_found_again(void **state) {
    Program *program = *state;
    program_run(program, "class C: pass\n"
                         "a = C(); first = id(a)\n"
                         "del a\n"
                         "a = C()\n"
                         "print(id(a) == first)\n"
                         "l = [1]; first = id(l)\n"
                         "del l\n"
                         "l = [2]\n"
                         "print(id(l) == first)\n");
    assert_string_equal(program_printed(program), "True\nTrue\n");
}

static void *drop_head(void *context) {
    Program *program = context;
    Heap *heap = &program->vm.heap;
    Ref name = str_new_interned(heap, text_of("head"));
    dict_set_str(heap, vm_machine(&program->vm)->main_dict, name, heap_root(heap)->none);
    heap_decref(heap, name);
    return NULL;
}

/* No C recursion: a thread with little stack frees lists of any length. */
static void a_long_list_is_freed_in_little_stack(void **state) {
    static const char *const links[] = {"[i, head]", "(i, head)", "{'next': head}", "Node(head)"};
    enum { STACK_BYTES = 192 << 10 };
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        void *at;
        assert_int_equal(program_begin(&at), 0);
        Program *program = at;
        char source[512];
        snprintf(source, sizeof source,
                 "class Node:\n"
                 "    def __init__(self, next): self.next = next\n"
                 "head = None\n"
                 "for i in range(100000): head = %s\n",
                 links[i]);
        program_run(program, source);
        uint32_t before = heap_root(&program->vm.heap)->objects_live;
        pthread_attr_t attributes;
        pthread_t thread;
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        assert_int_equal(pthread_create(&thread, &attributes, drop_head, program), 0);
        pthread_join(thread, NULL);
        pthread_attr_destroy(&attributes);
        program_check(program);
        assert_true(before - heap_root(&program->vm.heap)->objects_live >= 100000);
        assert_int_equal(heap_root(&program->vm.heap)->dying_count, 0);
        assert_int_equal(heap_root(&program->vm.heap)->trash_nesting, 0);
        program_end(&at);
    }
}

static void a_death_can_be_taken_back(void **state) {
    Program *program = *state;
    Image *image = &program->vm.heap.image;
    program_run_named(program, "t = []\n"
                               "for i in range(120): t = [N(i), t]\n");
    image_commit(image);
    image_begin(image);
    uint64_t hash = image_hash_slow(image);
    program_do(program, "t = None");
    image_rollback(image);
    program_check(program);
    assert_int_equal(image_hash_slow(image), hash);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, program_begin, program_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_chain_of_instances_dies_from_its_head),
        TEST(the_trashcan_changes_the_order),
        TEST(the_trashcan_counts_instances_too),
        TEST(dicts_drop_values_in_order),
        TEST(a_finalizer_may_bring_its_object_back),
        TEST(a_finalizer_sees_what_its_object_still_holds),
        TEST(a_finalizer_that_raises_is_reported_and_passed_by),
        TEST(slots_are_dropped_derived_class_first),
        TEST(freed_memory_is_found_again),
        cmocka_unit_test(a_long_list_is_freed_in_little_stack),
        TEST(a_death_can_be_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
