/* What gc_look computes beside the collector is what the collector does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/gc_look.h"
#include "heap/program.h"

/* Looks at each collection and compares at each of its moments. */
typedef struct Watch {
    Program *program;
    unsigned generation;
    bool by_itself;
    GcLook look;
    uint32_t listed, judged, finalized, cleared; /* how often each moment came */
    uint32_t unreachable, rescued, still;        /* of the last collection */
} Watch;

static Ref first_of(const Heap *heap, unsigned list) {
    Ref head = gc_generation_head(heap, list), node = heap_at(heap, GcHead, head)->next;
    return node == head ? REF_NULL : node;
}

static Ref after(const Heap *heap, unsigned list, Ref node) {
    Ref next = heap_at(heap, GcHead, node)->next;
    return next == gc_generation_head(heap, list) ? REF_NULL : next;
}

/* The unreachable ones stand on the list in the order of the look. */
static uint32_t compare_trash(const Heap *heap, const GcLook *look, unsigned list) {
    uint32_t count = 0;
    Ref node = first_of(heap, list);
    for (size_t i = 0; i < look->objects.count; i++) {
        const GcLookObject *object = &look->objects.items[i];
        if (!object->unreachable) continue;
        assert_int_equal(gc_object(node), object->object);
        node = after(heap, list, node);
        count++;
    }
    assert_int_equal(node, REF_NULL);
    return count;
}

static void check_numbers(const Heap *heap, const GcLook *look) {
    for (size_t i = 0; i < look->objects.count; i++) {
        const GcLookObject *object = &look->objects.items[i];
        assert_ptr_equal(gc_look_find(look, object->object), object);
        assert_int_equal(object->copied, heap_refcount(heap, object->object));
        assert_true(object->subtracted <= object->copied);
        assert_true(object->unreachable ? object->reached == 0 : object->reached > 0);
        assert_false(object->unreachable && (object->rescued || object->subtracted));
        if (object->rescued) assert_int_equal(object->subtracted, 0);
    }
}

static void on_event(void *context, HeapEvent event, Ref object, uint32_t detail) {
    Watch *watch = context;
    const Heap *heap = &watch->program->vm.heap;
    (void)object;
    if (event == HEAP_COLLECTION_BEGAN) {
        watch->generation = detail & 3;
        watch->by_itself = detail & GC_BEGAN_BY_ITSELF;
    }
    if (event != HEAP_COLLECTION_AT) return;
    Ref young = gc_generation_head(heap, watch->generation);
    Ref trash[] = {gc_generation_head(heap, GC_STILL_TRASH), gc_generation_head(heap, GC_TRASH)};
    switch (gc_moment(detail)) {
    case GC_AT_LISTED:
        watch->listed++;
        gc_look_deinit(&watch->look);
        gc_look(&watch->look, heap, &young, 1);
        check_numbers(heap, &watch->look);
        break;
    case GC_AT_JUDGED:
        watch->judged++;
        watch->unreachable = compare_trash(heap, &watch->look, GC_TRASH);
        watch->rescued = 0;
        for (size_t i = 0; i < watch->look.objects.count; i++) {
            watch->rescued += watch->look.objects.items[i].rescued;
        }
        break;
    case GC_AT_FINALIZED: {
        GcLook again;
        watch->finalized++;
        gc_look(&again, heap, trash, 2);
        check_numbers(heap, &again);
        watch->still = compare_trash(heap, &again, GC_STILL_TRASH);
        gc_look_deinit(&again);
        break;
    }
    case GC_AT_CLEARED:
        watch->cleared++;
        assert_int_equal(gc_found(detail), watch->still);
        break;
    }
}

static Watch watch_run(void **state, const char *source) {
    Program *program = *state;
    Watch watch = {.program = program};
    program_run_named(program, source);
    return watch;
}

static unsigned watch_collect(Watch *watch, unsigned generation) {
    Vm *vm = &watch->program->vm;
    vm->host.context = watch;
    vm->host.event = on_event;
    vm->host.write = NULL;
    unsigned found = (unsigned)gc_collect(&vm->heap, generation);
    vm->host = (VmHost){.context = watch->program, .write = program_write};
    program_check(watch->program);
    gc_look_deinit(&watch->look);
    return found;
}

static uint32_t refs_of(Watch *watch, const char *name, uint32_t *copied) {
    const Heap *heap = &watch->program->vm.heap;
    Ref young = gc_generation_head(heap, 0);
    GcLook look;
    gc_look(&look, heap, &young, 1);
    const GcLookObject *object = gc_look_find(&look, program_global(watch->program, name));
    assert_non_null(object);
    *copied = object->copied;
    uint32_t subtracted = object->subtracted;
    gc_look_deinit(&look);
    return subtracted;
}

static void each_reference_from_inside_is_taken_off(void **state) {
    Watch watch = watch_run(state, "import gc\n"
                                   "a = N('a'); b = N('b'); a.o = b; b.o = a; b.p = a\n");
    uint32_t copied;
    gc_collect(&watch.program->vm.heap, 2); /* what is older lies outside the list */
    program_do(watch.program, "c = N('c'); d = [c, c]; c.o = d\n");
    assert_int_equal(refs_of(&watch, "c", &copied), 1);
    assert_int_equal(copied, 3);
    assert_int_equal(refs_of(&watch, "d", &copied), 1);
    assert_int_equal(copied, 2);
}

static void the_look_agrees_with_the_collector(void **state) {
    Watch watch = watch_run(state, "a = N('a'); b = N('b'); a.o = b; b.o = a\n"
                                   "keep = N('c'); keep.l = [keep]\n"
                                   "del a, b\n");
    assert_int_equal(watch_collect(&watch, 2), 2);
    assert_int_equal(watch.listed, 1);
    assert_int_equal(watch.judged, 1);
    assert_int_equal(watch.finalized, 1);
    assert_int_equal(watch.cleared, 1);
    assert_int_equal(watch.unreachable, 2);
    assert_int_equal(watch.still, 2);
    assert_false(watch.by_itself);
}

/* What holds it comes later in the list. */
static void a_suspect_is_rescued(void **state) {
    Watch watch = watch_run(state, "inner = [[], []]; inner[0].append(N('x'))\n"
                                   "late = [inner]\n"
                                   "del inner\n");
    assert_int_equal(watch_collect(&watch, 2), 0);
    assert_true(watch.rescued >= 4);
    assert_int_equal(watch.unreachable, 0);
}

static void what_a_finalizer_brings_back_is_not_trash(void **state) {
    Watch watch = watch_run(state, "back = []\n"
                                   "class Z:\n"
                                   "    def __del__(self): back.append(self)\n"
                                   "z = Z(); z.me = z; z.o = [z]\n"
                                   "lone = N('l'); lone.me = lone\n"
                                   "del z, lone\n");
    assert_int_equal(watch_collect(&watch, 2), 1);
    assert_int_equal(watch.unreachable, 3);
    assert_int_equal(watch.still, 1);
}

static void younger_generations_are_looked_at_alone(void **state) {
    Watch watch = watch_run(state, "a = N('a'); a.me = a\n");
    assert_int_equal(watch_collect(&watch, 0), 0);
    program_do(watch.program, "del a");
    assert_int_equal(watch_collect(&watch, 0), 0);
    assert_int_equal(watch.unreachable, 0);
    assert_int_equal(watch_collect(&watch, 1), 1);
    assert_int_equal(watch.unreachable, 1);
}

static void random_graphs_are_judged_alike(void **state) {
    (void)state;
    uint32_t rescued = 0, unreachable = 0, back = 0;
    for (int seed = 1; seed <= 20; seed++) {
        void *program = NULL;
        assert_int_equal(program_begin(&program), 0);
        char source[1400];
        snprintf(source, sizeof source,
                 "kept = []\n"
                 "seed = %d\n"
                 "def rand(n):\n"
                 "    global seed\n"
                 "    seed = (seed * 1103515245 + 12345) %% 2147483648\n"
                 "    return seed // 65536 %% n\n"
                 "class Z:\n"
                 "    def __del__(self):\n"
                 "        if rand(20) == 0: kept.append(self)\n"
                 "a = [[[], {}, N(i), Z()][rand(4)] for i in range(200)]\n"
                 "for i in range(300):\n"
                 "    f = a[rand(200)]; t = a[rand(200)]\n"
                 "    if type(f) is list: f.append(t)\n"
                 "    elif type(f) is dict: f[i] = t\n"
                 "    else: f.o = t\n"
                 "kept.append(a[rand(200):][:3])\n"
                 "a = f = t = None\n",
                 seed * 7919);
        Watch watch = watch_run(&program, source);
        uint32_t found = watch_collect(&watch, 2);
        assert_int_equal(found, watch.still);
        rescued += watch.rescued;
        unreachable += watch.unreachable;
        back += watch.unreachable - watch.still;
        program_end(&program);
    }
    /* the graphs have shown what they are for */
    assert_true(rescued > 20 && unreachable > 100 && back > 5);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, program_begin, program_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_reference_from_inside_is_taken_off),
        TEST(the_look_agrees_with_the_collector),
        TEST(a_suspect_is_rescued),
        TEST(what_a_finalizer_brings_back_is_not_trash),
        TEST(younger_generations_are_looked_at_alone),
        cmocka_unit_test(random_graphs_are_judged_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
