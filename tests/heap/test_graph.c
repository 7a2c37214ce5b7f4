#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/program.h"

static const char source[] = "class N: pass\n"
                             "l = [1000, 'a text']\n"
                             "d = {'l': l, 'again': l}\n"
                             "x = N(); x.d = d\n"
                             "lost = N(); lost.me = lost; lost.l = l\n"
                             "lost = None\n";

static Graph build(const Program *program) {
    Graph graph;
    graph_build(&graph, &program->vm.heap);
    return graph;
}

static const GraphObject *object_of(const Graph *graph, Ref object) {
    uint32_t number = graph_find(graph, object);
    assert_int_not_equal(number, GRAPH_MACHINE);
    return &graph->objects.items[number];
}

static uint32_t edges_between(const Graph *graph, Ref from, Ref to) {
    const GraphObject *holder = object_of(graph, from);
    uint32_t found = 0;
    for (uint32_t i = 0; i < holder->edge_count; i++) {
        const GraphEdge *edge = &graph->edges.items[holder->first_edge + i];
        found += graph->objects.items[edge->target].ref == to;
    }
    return found;
}

static void it_finds_every_reference(void **state) {
    Program *program = *state;
    program_run(program, source);
    Graph graph = build(program);
    const Heap *heap = &program->vm.heap;
    for (size_t i = 0; i < graph.objects.count; i++) {
        const GraphObject *object = &graph.objects.items[i];
        const Object *head = heap_object(heap, object->ref);
        if (!(head->flags & OBJECT_STATIC)) assert_int_equal(head->refcount, object->incoming);
    }
    Ref l = program_global(program, "l"), d = program_global(program, "d");
    Ref x = program_global(program, "x");
    assert_int_equal(edges_between(&graph, d, l), 2);
    assert_int_equal(edges_between(&graph, x, d), 1);
    assert_int_equal(edges_between(&graph, l, d), 0);
    assert_int_equal(edges_between(&graph, vm_machine(&program->vm)->main_dict, l), 1);
    assert_int_equal(object_of(&graph, l)->incoming, 4);
    graph_deinit(&graph);
}

static void edges_stand_with_their_holder(void **state) {
    Program *program = *state;
    program_run(program, source);
    Graph graph = build(program);
    for (uint32_t i = 0; i < graph.objects.count; i++) {
        const GraphObject *object = &graph.objects.items[i];
        for (uint32_t k = 0; k < object->edge_count; k++) {
            assert_int_equal(graph.edges.items[object->first_edge + k].holder, i);
        }
    }
    graph_deinit(&graph);
}

static void garbage_is_not_reachable(void **state) {
    Program *program = *state;
    program_run(program, source);
    Graph graph = build(program);
    uint32_t lost = 0;
    for (size_t i = 0; i < graph.objects.count; i++) lost += !graph.objects.items[i].reachable;
    assert_int_equal(lost, 1);
    assert_true(object_of(&graph, program_global(program, "l"))->reachable);
    graph_deinit(&graph);
    assert_int_equal(program_collect(program), 1);
    graph = build(program);
    assert_int_equal(object_of(&graph, program_global(program, "l"))->incoming, 3);
    graph_deinit(&graph);
}

static void what_is_not_there_is_not_found(void **state) {
    Program *program = *state;
    program_run(program, source);
    Graph graph = build(program);
    assert_int_equal(graph_find(&graph, IMAGE_LARGE - 5), GRAPH_MACHINE);
    assert_int_equal(graph_find(&(Graph){0}, 1), GRAPH_MACHINE);
    graph_deinit(&graph);
}

static void building_changes_nothing(void **state) {
    Program *program = *state;
    program_run(program, source);
    uint64_t hash = image_hash_slow(&program->vm.heap.image);
    Graph first = build(program), second = build(program);
    assert_int_equal(first.objects.count, second.objects.count);
    assert_int_equal(first.edges.count, second.edges.count);
    for (size_t i = 0; i < first.objects.count; i++) {
        assert_int_equal(first.objects.items[i].ref, second.objects.items[i].ref);
    }
    assert_int_equal(image_hash_slow(&program->vm.heap.image), hash);
    graph_deinit(&first);
    graph_deinit(&second);
}

/* ---- heap_check finds what is wrong ---- */

static void expect_fault(Program *program, const char *words) {
    Error error = {""};
    assert_false(heap_check(&program->vm.heap, &error));
    if (!strstr(error.message, words)) {
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
    }
    image_rollback(&program->vm.heap.image);
    program_check(program);
}

static void run_and_settle(Program *program) {
    program_run(program, source);
    image_commit(&program->vm.heap.image);
    image_begin(&program->vm.heap.image);
}

static void check_finds_a_wrong_count(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    run_and_settle(program);
    heap_incref(heap, program_global(program, "l"));
    expect_fault(program, "refcount 5, but 4 references");
    const Object *head = heap_object(heap, program_global(program, "l"));
    heap_set(heap, head->refcount, 3);
    expect_fault(program, "refcount 3, but 4 references");
}

static void check_finds_a_lost_object(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    run_and_settle(program);
    assert_int_not_equal(str_new_cstr(heap, "held by nothing"), REF_NULL);
    expect_fault(program, "something is lost");
}

static void check_finds_a_reference_to_nothing(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    run_and_settle(program);
    Ref block = heap_malloc(heap, 64);
    image_zero(&heap->image, heap_at(heap, uint8_t, block), 64);
    const List *list = heap_at(heap, List, program_global(program, "l"));
    image_set32(&heap->image, heap_at(heap, Ref, list->items), block);
    expect_fault(program, "no object lives");
}

/* Keys that instances share are entered by the walk, and no object all the same. */
static void check_finds_a_reference_to_keys(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    run_and_settle(program);
    Ref keys = heap_at(heap, Type, program_global(program, "N"))->keys;
    assert_int_not_equal(keys, REF_NULL);
    const List *list = heap_at(heap, List, program_global(program, "l"));
    image_set32(&heap->image, heap_at(heap, Ref, list->items), keys);
    char words[64];
    snprintf(words, sizeof words, "%#x, where no object lives", keys);
    expect_fault(program, words);
}

static void check_finds_a_broken_list(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    run_and_settle(program);
    const GcHead *node = heap_gc_head(heap, program_global(program, "l"));
    heap_set(heap, node->prev, node->prev + 1);
    expect_fault(program, "list broken");
}

static void check_finds_a_wrong_pool(void **state) {
    Program *program = *state;
    Heap *heap = &program->vm.heap;
    run_and_settle(program);
    Ref block = heap_malloc(heap, 40);
    heap_free(heap, block);
    image_set32(&heap->image, heap_at(heap, uint32_t, block), block);
    Error error;
    assert_false(heap_check(heap, &error));
    image_rollback(&heap->image);
    program_check(program);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, program_begin, program_end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_finds_every_reference),        TEST(edges_stand_with_their_holder),
        TEST(garbage_is_not_reachable),        TEST(what_is_not_there_is_not_found),
        TEST(building_changes_nothing),        TEST(check_finds_a_wrong_count),
        TEST(check_finds_a_lost_object),       TEST(check_finds_a_reference_to_nothing),
        TEST(check_finds_a_reference_to_keys), TEST(check_finds_a_broken_list),
        TEST(check_finds_a_wrong_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
