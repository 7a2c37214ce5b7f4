#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/program.h"

/* Each program makes garbage; the number is what gc.collect() returns in CPython 3.11. */
static const struct {
    const char *source;
    unsigned found;
} garbage[] = {
    {"class N: pass\n"
     "a = N(); b = N(); a.o = b; b.o = a\n"
     "del a, b\n",
     2},
    {"class N: pass\n"
     "a = N(); a.me = a\n"
     "del a\n",
     1},
    {"class N: pass\n"
     "a = N(); a.me = a; a.__dict__\n"
     "del a\n",
     2},
    {"l = []\n"
     "l.append(l); l.append({}); l.append('text')\n"
     "del l\n",
     1},
    {"def f():\n"
     "    class C: pass\n"
     "f()\n",
     6},
    {"def f():\n"
     "    class C:\n"
     "        def m(self): pass\n"
     "f()\n",
     7},
    {"def f():\n"
     "    class C:\n"
     "        __slots__ = ('a',)\n"
     "f()\n",
     5},
    {"def f():\n"
     "    class C:\n"
     "        def __init__(self): super().__init__()\n"
     "f()\n",
     9},
    {"def f():\n"
     "    def g(): return g\n"
     "f()\n",
     3},
    {"def f():\n"
     "    try:\n"
     "        1 / 0\n"
     "    except ZeroDivisionError as e:\n"
     "        kept = e\n"
     "f()\n",
     6}, /* with the frame of the script, which has ended, and its function */
    {"class N:\n"
     "    def m(self): pass\n"
     "a = N(); a.bound = a.m\n"
     "del a\n",
     2},
    {"class N: pass\n"
     "def f(n):\n"
     "    yield n\n"
     "a = N(); a.g = f(a); next(a.g)\n"
     "del a\n",
     0},
    {"d = {}\n"
     "d['self'] = d\n"
     "del d\n",
     1},
    {"t = ([],)\n"
     "t[0].append(t)\n"
     "del t\n",
     2},
    {"kept = [[] for i in range(100)]\n", 0},
};

static void it_finds_as_many_as_cpython(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        void *program;
        assert_int_equal(program_begin(&program), 0);
        program_run(program, garbage[i].source);
        unsigned found = program_collect(program);
        if (found != garbage[i].found) {
            fail_msg("%u found, CPython finds %u in:\n%s", found, garbage[i].found,
                     garbage[i].source);
        }
        assert_int_equal(program_collect(program), 0);
        program_end(&program);
    }
}

static void garbage_is_finalized_in_order_of_birth(void **state) {
    Program *program = *state;
    program_run_named(program, "a = N('a'); b = N('b'); c = N('c')\n"
                               "a.o = c; c.o = b; b.o = a\n"
                               "del c, a, b\n");
    assert_int_equal(program_collect(program), 3);
    assert_string_equal(program_printed(program), "a b c ");
}

/* After a survived collection the order is that of the traversal: lists and tuples last to first,
 * dicts and instances in order. The globals are met behind the youngest objects. */
static void survivors_stand_in_order_of_traversal(void **state) {
    Program *program = *state;
    program_run_named(program, "l = [N('a'), N('b'), N('c')]\n"
                               "t = (N('d'), N('e'))\n"
                               "d = {'x': N('f'), 'y': N('g')}\n"
                               "s = N('h'); s.p = N('i'); s.q = N('j')\n");
    assert_int_equal(program_collect(program), 0);
    program_do(program, "for o in [*l, *t, *d.values(), s.p, s.q, s]: o.me = o\n");
    program_do(program, "del o, l, t, d, s\n");
    assert_int_equal(program_collect(program), 10);
    assert_string_equal(program_printed(program), "h c b a e d f g i j ");
}

static void what_a_finalizer_brings_back_is_not_counted(void **state) {
    Program *program = *state;
    program_run(program, "back = []\n"
                         "class Z:\n"
                         "    def __del__(self): back.append(self); print('z', end=' ')\n"
                         "z = Z(); z.me = z; z.o = Z(); z.o.back = z\n"
                         "del z\n");
    assert_int_equal(program_collect(program), 0);
    assert_string_equal(program_printed(program), "z z ");
    program_do(program, "back.clear()");
    assert_int_equal(program_collect(program), 2);
    assert_string_equal(program_printed(program), "");
}

static void young_garbage_that_grew_old_waits_for_its_generation(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    program_run(program, "class N: pass\n"
                         "a = N(); a.me = a\n");
    gc_collect(heap, 0);
    program_do(program, "del a");
    assert_int_equal(gc_collect(heap, 0), 0);
    assert_int_equal(gc_collect(heap, 1), 1);
    program_check(program);
}

static void collecting_moves_survivors_and_counts(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    const HeapRoot *root = heap_root(heap);
    program_run(program, "l = []\n");
    program_collect(program);
    program_do(program, "l = []");
    assert_int_equal(heap_generation(heap, program_global(program, "l")), 0);
    gc_collect(heap, 0);
    assert_int_equal(heap_generation(heap, program_global(program, "l")), 1);
    assert_int_equal(root->generations[0].count, 0);
    assert_int_equal(root->generations[1].count, 1);
    gc_collect(heap, 1);
    assert_int_equal(heap_generation(heap, program_global(program, "l")), 2);
    assert_int_equal(root->generations[1].count, 0);
    assert_int_equal(root->generations[2].count, 1);
    program_check(program);
}

/* Keeping lists in a loop, CPython collects at every threshold + 1 of them. */
static void it_starts_by_itself_at_the_threshold(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    program_run(program, "kept = []\n"
                         "def make(n):\n"
                         "    for i in range(n): kept.append([i])\n");
    program_collect(program);
    heap_set(heap, heap_root(heap)->gc_enabled, 1);
    uint64_t before = heap_root(heap)->collections[0];
    program_do(program, "make(600)");
    assert_int_equal(heap_root(heap)->collections[0], before);
    program_do(program, "make(200)");
    assert_int_equal(heap_root(heap)->collections[0], before + 1);
}

static void tuples_and_dicts_without_containers_are_untracked(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    program_run(program, "x = 1000\n"
                         "t = (x, x + 1)\n"
                         "d = {'a': []}\n"
                         "d['a'] = 5\n");
    assert_true(heap_is_tracked(heap, program_global(program, "t")));
    assert_true(heap_is_tracked(heap, program_global(program, "d")));
    gc_collect(heap, 1);
    assert_false(heap_is_tracked(heap, program_global(program, "t")));
    assert_true(heap_is_tracked(heap, program_global(program, "d")));
    program_collect(program);
    assert_false(heap_is_tracked(heap, program_global(program, "d")));
}

static void a_collection_can_be_taken_back(void **state) {
    Program *program = *state;
    Image *image = &program->vm.heap.image;
    program_run_named(program, "for i in range(50):\n"
                               "    a = N(i); b = N(-i); a.o = b; b.o = a\n"
                               "kept = [N(i) for i in range(50)]\n"
                               "del a, b\n");
    image_commit(image);
    image_begin(image);
    uint64_t hash = image_hash_slow(image);
    assert_int_equal(image_hash(image), hash);
    assert_int_equal(program_collect(program), 100);
    image_rollback(image);
    program_check(program);
    assert_int_equal(image_hash_slow(image), hash);
    assert_int_equal(program_collect(program), 100);
}

/* A collection that finds nothing writes next to nothing. */
static void a_collection_of_the_living_costs_little_history(void **state) {
    Program *program = *state;
    Image *image = &program->vm.heap.image;
    program_run(program, "kept = [[i] for i in range(3000)]\n");
    program_collect(program);
    image_commit(image);
    image_begin(image);
    program_collect(program);
    assert_true(image->saved.count < 100);
}

static void random_graphs_lose_what_is_not_reachable(void **state) {
    (void)state;
    for (int seed = 1; seed <= 12; seed++) {
        void *program;
        assert_int_equal(program_begin(&program), 0);
        char source[1024];
        snprintf(source, sizeof source,
                 "class N: pass\n"
                 "seed = %d\n"
                 "def rand(n):\n"
                 "    global seed\n"
                 "    seed = (seed * 1103515245 + 12345) %% 2147483648\n"
                 "    return seed // 65536 %% n\n"
                 "a = [N() if rand(2) else [] for i in range(200)]\n"
                 "for i in range(300):\n"
                 "    f = a[rand(200)]; t = a[rand(200)]\n"
                 "    if type(f) is list: f.append(t)\n"
                 "    else: f.o = t\n"
                 "a = a[:20]\n"
                 "f = t = None\n",
                 seed * 7919);
        program_run(program, source);
        Heap *heap = &((Program *)program)->vm.heap;
        Graph graph;
        graph_build(&graph, heap);
        unsigned unreachable = 0;
        for (size_t i = 0; i < graph.objects.count; i++) {
            const GraphObject *object = &graph.objects.items[i];
            unreachable += !object->reachable && object->generation >= 0;
        }
        graph_deinit(&graph);
        assert_int_equal(program_collect(program), unreachable);
        program_end(&program);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, program_begin, program_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_finds_as_many_as_cpython),
        TEST(garbage_is_finalized_in_order_of_birth),
        TEST(survivors_stand_in_order_of_traversal),
        TEST(what_a_finalizer_brings_back_is_not_counted),
        TEST(young_garbage_that_grew_old_waits_for_its_generation),
        TEST(collecting_moves_survivors_and_counts),
        TEST(it_starts_by_itself_at_the_threshold),
        TEST(tuples_and_dicts_without_containers_are_untracked),
        TEST(a_collection_can_be_taken_back),
        TEST(a_collection_of_the_living_costs_little_history),
        cmocka_unit_test(random_graphs_lose_what_is_not_reachable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
