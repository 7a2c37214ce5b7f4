/* gc.SHAPE.N: a full collection, in nanoseconds an object; only gc_collect is timed, with the write
 * barrier on. The shapes, N being the number of tracked containers made:
 *
 *   ring   N instances of a plain class in one ring, unreachable
 *   lists  a list of N - 1 lists of one int, all reachable
 *   rand   N lists with about three references each; the first half reachable from one root, the
 *          other half cyclic garbage that also refers to the first
 *
 * The objects that were there before are set aside, as gc.freeze() does. */
#include "bench.h"

#include "heap/dict.h"
#include "heap/gc.h"
#include "heap/list.h"
#include "heap/str.h"
#include "python/vm.h"

#include <stdio.h>
#include <string.h>

typedef enum Shape { SHAPE_RING, SHAPE_LISTS, SHAPE_RAND, SHAPE_COUNT } Shape;

/* ---- the graphs ---- */

/* Statements; %u is N. */
static const char *const ring[] = {"a = [Inst() for _ in range(%u)]\n",
                                   "for i in range(%u - 1): a[i].next = a[i + 1]\n",
                                   "a[-1].next = a[0]\n", "del a\n", NULL};
static const char *const lists[] = {"a = [[i] for i in range(%u - 1)]\n", NULL};
static const char *const rand_lists[] = {"a = [[] for _ in range(%u)]\n", NULL};
static const char *const *const statements[SHAPE_COUNT] = {ring, lists, rand_lists};

/* splitmix64: 0 .. bound - 1. */
static uint32_t next_random(uint64_t *state, uint64_t bound) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % bound);
}

typedef struct RandomGraph {
    uint32_t *first; /* by source: index into targets; n + 1 of them */
    uint32_t *targets;
} RandomGraph;

typedef struct EdgeList {
    Array(uint32_t) from;
    Array(uint32_t) to;
} EdgeList;

static void add_edge(EdgeList *edges, uint32_t from, uint32_t to) {
    array_push(&edges->from, from);
    array_push(&edges->to, to);
}

/* In each half a spanning tree and two random references an object; the dead half is closed into a
 * cycle, and refers into the live one. */
static void make_edges(EdgeList *edges, uint32_t n) {
    uint64_t random = 1;
    uint32_t half = n / 2;
    for (uint32_t i = 1; i < half; i++) add_edge(edges, next_random(&random, i), i);
    for (uint32_t i = 0; i < half; i++) {
        add_edge(edges, i, next_random(&random, half));
        add_edge(edges, i, next_random(&random, half));
    }
    for (uint32_t i = half + 1; i < n; i++) {
        add_edge(edges, half + next_random(&random, i - half), i);
    }
    add_edge(edges, n - 1, half);
    for (uint32_t i = half; i < n; i++) {
        add_edge(edges, i, half + next_random(&random, n - half));
        add_edge(edges, i, next_random(&random, half));
    }
}

/* The references of each object stand together, in the order in which they were made. */
static RandomGraph make_graph(uint32_t n) {
    EdgeList edges = {0};
    make_edges(&edges, n);
    RandomGraph graph = {.first = memory_alloc((n + 2) * sizeof(uint32_t)),
                         .targets = memory_alloc(edges.to.count * sizeof(uint32_t))};
    for (size_t i = 0; i < edges.from.count; i++) graph.first[edges.from.items[i] + 2]++;
    for (uint32_t i = 2; i < n + 2; i++) graph.first[i] += graph.first[i - 1];
    for (size_t i = 0; i < edges.from.count; i++) {
        graph.targets[graph.first[edges.from.items[i] + 1]++] = edges.to.items[i];
    }
    array_deinit(&edges.from);
    array_deinit(&edges.to);
    return graph;
}

static void forget(Heap *heap) {
    image_commit(&heap->image);
    image_begin(&heap->image);
}

static bool on_line(void *context, Ref frame, uint32_t line) {
    (void)frame, (void)line;
    forget(&((Vm *)context)->heap);
    return true;
}

/* A machine without automatic collections, whose own objects are set aside. */
static bool start(Vm *vm) {
    Error error;
    if (!vm_init(vm, &(VmConfig){.memory_budget = (uint64_t)2 << 30}, &error)) {
        bench_note("gc is not measured: %s", error.message);
        return false;
    }
    vm->host.context = vm;
    vm->host.line = on_line;
    Heap *heap = &vm->heap;
    heap_set(heap, heap_root(heap)->gc_enabled, 0);
    bool good = vm_run_script(vm, "gc", text_of("class Inst: pass\n")) == RUN_OK;
    gc_collect(heap, HEAP_GENERATIONS - 1);
    Ref oldest = gc_generation_head(heap, HEAP_GENERATIONS - 1);
    gc_list_merge(heap, oldest, gc_generation_head(heap, GC_PERMANENT));
    forget(heap);
    if (!good) bench_note("gc is not measured: %s", vm->halt_message.message);
    return good;
}

static bool run(Vm *vm, const char *statement) {
    bool good = vm_run_statement(vm, text_of(statement)) == RUN_OK;
    if (!good) bench_note("gc is not measured: %s", vm->halt_message.message);
    forget(&vm->heap);
    return good;
}

/* Fills the lists of the global `a` and lets go of all but the first. */
static bool link_random(Vm *vm, uint32_t n) {
    Heap *heap = &vm->heap;
    Ref name = str_new_interned(heap, text_of("a"));
    Ref all = dict_get_str(heap, vm_machine(vm)->main_dict, name);
    heap_decref(heap, name);
    RandomGraph graph = make_graph(n);
    bool good = all != REF_NULL;
    for (uint32_t i = 0; i < n && good; i++) {
        for (uint32_t k = graph.first[i]; k < graph.first[i + 1] && good; k++) {
            Ref target = heap_incref(heap, list_get(heap, all, graph.targets[k]));
            good = list_append(heap, list_get(heap, all, i), target);
        }
        if (i % 4096 == 0) forget(heap);
    }
    memory_free(graph.first);
    memory_free(graph.targets);
    good = good && vm_run_statement(vm, text_of("a = a[0]")) == RUN_OK;
    forget(heap);
    return good;
}

/* ---- measuring ---- */

static bool build(Vm *vm, Shape shape, uint32_t n) {
    for (const char *const *at = statements[shape]; *at; at++) {
        char statement[128];
        snprintf(statement, sizeof statement, *at, n);
        if (!run(vm, statement)) return false;
    }
    return shape != SHAPE_RAND || link_random(vm, n);
}

/* As gcbench.py: each run builds a fresh heap in one process. */
static void measure(const char *name, Shape shape, uint32_t n) {
    enum { RUNS = 7 };
    double times[RUNS];
    uint64_t expected = shape == SHAPE_RING ? n : shape == SHAPE_RAND ? n - n / 2 : 0;
    Vm vm = {0};
    bool good = start(&vm);
    for (int i = 0; i < RUNS && good; i++) {
        good = build(&vm, shape, n);
        if (!good) break;
        double before = bench_now();
        uint64_t found = gc_collect(&vm.heap, HEAP_GENERATIONS - 1);
        times[i] = (bench_now() - before) * 1e6 / n;
        good = found == expected;
        if (!good) bench_note("%s: %llu found", name, (unsigned long long)found);
        forget(&vm.heap);
        if (shape != SHAPE_RING) good = good && run(&vm, "del a\n");
        gc_collect(&vm.heap, HEAP_GENERATIONS - 1);
        forget(&vm.heap);
    }
    if (good) bench_report(name, bench_median(times, RUNS), "ns/object");
    vm_deinit(&vm);
}

void bench_gc(const Bench *bench) {
    static const char *const shapes[SHAPE_COUNT] = {"ring", "lists", "rand"};
    static const uint32_t sizes[] = {10000, 100000, 1000000};
    for (int shape = 0; shape < SHAPE_COUNT; shape++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char name[32];
            snprintf(name, sizeof name, "gc.%s.%u", shapes[shape], sizes[i]);
            if (bench_wants(bench, name)) measure(name, (Shape)shape, sizes[i]);
        }
    }
}
