/* Where the bytes of an object are: the parts add up to what sys.getsizeof and the allocator say,
 * and many objects take what many objects are found to take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/alloc.h"
#include "heap/object_bytes.h"
#include "heap/program.h"

static const char kinds[] = "class Point:\n"
                            "    def __init__(self, x, y): self.x = x; self.y = y\n"
                            "class Slim:\n"
                            "    __slots__ = ('x', 'y')\n"
                            "    def __init__(self, x, y): self.x = x; self.y = y\n"
                            "class Loose(Slim): pass\n"
                            "class Names(list): pass\n"
                            "class Number(int): pass\n"
                            "class Word(str): pass\n"
                            "class Pair(tuple): pass\n"
                            "class Odd(Exception): pass\n"
                            "point = Point(1, 2)\n"
                            "for i in range(40): steady = Point(1, 2)\n"
                            "asked = Point(1, 2); d = asked.__dict__\n"
                            "slim, loose = Slim(1, 2), Loose(1, 2)\n"
                            "names, number, word, pair = Names([1]), Number(7), Word('w'), Pair()\n"
                            "word.note = number.note = pair.note = 'n'\n"
                            "text, wide = 'a text' * 5, 'äöü' * 5\n"
                            "long, zero, real, im = 1 << 100, 0, 1.5, 2j\n"
                            "empty, items, few = [], [1, 2, 3], {1, 2}\n"
                            "items.append(4)\n"
                            "many = set(range(10)); table = {1: 2}; keys = {'a': 1}; nothing = {}\n"
                            "three = (1, 2, 3); raw = b'abc'; array = bytearray(b'abc')\n"
                            "def function(a=[]): yield a\n"
                            "generator = function(); odd = Odd('why'); span = range(3)\n";

static void check_sums(const Heap *heap, Ref object, const char *name) {
    ObjectBytes bytes;
    uint32_t counted = 0, asked = 0, allocated = 0;
    object_bytes(heap, object, &bytes);
    for (uint32_t i = 0; i < bytes.block_count; i++) {
        const ByteBlock *block = &bytes.blocks[i];
        uint32_t parts = 0;
        for (uint32_t j = 0; j < block->segment_count; j++) {
            assert_true(bytes.segments[block->first_segment + j].bytes > 0);
            parts += bytes.segments[block->first_segment + j].bytes;
        }
        if (parts != block->bytes)
            fail_msg("%s, %s: %u of %u", name, block->name, parts, block->bytes);
        if (block->allocated && block->allocated < block->bytes) {
            fail_msg("%s, %s: %u bytes in %u", name, block->name, block->bytes, block->allocated);
        }
        counted += block->counted;
        asked += block->bytes;
        allocated += block->allocated;
    }
    assert_int_equal(counted, heap_sizeof(heap, object));
    assert_int_equal(bytes.counted, counted);
    assert_int_equal(bytes.bytes, asked);
    assert_int_equal(bytes.allocated, allocated);
}

static void the_parts_add_up(void **state) {
    Program *program = *state;
    program_run(program, kinds);
    const Heap *heap = &program->vm.heap;
    Ref main = vm_machine(&program->vm)->main_dict, key, value;
    uint32_t position = 0;
    while (dict_next(heap, main, &position, &key, &value, NULL)) {
        TextBuffer name = {0};
        str_append_to(heap, key, &name);
        check_sums(heap, value, text_cstr(&name));
        text_deinit(&name);
    }
}

/* Very many slots, each in a class of its own: not all have a part, and the sum is right. */
static void many_classes_add_up(void **state) {
    Program *program = *state;
    program_run(program, "C = object\n"
                         "for i in range(100):\n"
                         "    class C(C): __slots__ = ('s' + str(i),)\n"
                         "class D(C): pass\n"
                         "deep, open_ = C(), D()\n"
                         "open_.x = 1; d = open_.__dict__\n");
    check_sums(&program->vm.heap, program_global(program, "deep"), "deep");
    check_sums(&program->vm.heap, program_global(program, "open_"), "open_");
}

/* "pre 16, refs 8 | values 32" */
static void assert_parts(Program *program, const char *name, const char *expected) {
    ObjectBytes bytes;
    TextBuffer text = {0};
    object_bytes(&program->vm.heap, program_global(program, name), &bytes);
    for (uint32_t i = 0; i < bytes.block_count; i++) {
        const ByteBlock *block = &bytes.blocks[i];
        if (i) text_append_string(&text, " | ");
        for (uint32_t j = 0; j < block->segment_count; j++) {
            const ByteSegment *segment = &bytes.segments[block->first_segment + j];
            text_appendf(&text, "%s%s %u", j ? ", " : "", segment->name, segment->bytes);
        }
        text_appendf(&text, " in %u", block->allocated);
    }
    assert_string_equal(text_cstr(&text), expected);
    text_deinit(&text);
}

static void parts_are_those_of_cpython(void **state) {
    Program *program = *state;
    program_run(program, kinds);
    assert_parts(program, "steady",
                 "pre 16, collector 16, refs 8, type 8, weak 8 in 64 | values 32 in 32");
    assert_parts(program, "point",
                 "pre 16, collector 16, refs 8, type 8, weak 8 in 64 | values 264 in 272");
    assert_parts(program, "slim", "collector 16, refs 8, type 8, x 8, y 8 in 48");
    assert_parts(program, "loose",
                 "pre 16, collector 16, refs 8, type 8, x 8, y 8, weak 8 in 80 | "
                 "values 264 in 272");
    assert_parts(program, "asked",
                 "pre 16, collector 16, refs 8, type 8, weak 8 in 64 | dict 64 in 64 | "
                 "values 32 in 32");
    assert_parts(
        program, "items",
        "collector 16, refs 8, type 8, size 8, items 8, allocated 8 in 64 | items 32 in 32");
    assert_parts(program, "three", "collector 16, refs 8, type 8, size 8, items 24 in 64");
    assert_parts(program, "keys",
                 "collector 16, refs 8, type 8, used 8, version 8, keys 8, values 8 in 64 | "
                 "keys 120 in 128");
    assert_parts(program, "text",
                 "refs 8, type 8, length 8, hash 8, state 8, wstr 8, characters 31 in 80");
    assert_parts(program, "wide",
                 "refs 8, type 8, length 8, hash 8, state 8, wstr 8, utf-8 16, "
                 "wstr length 8, characters 16 in 96");
    assert_parts(program, "long", "refs 8, type 8, size 8, digits 16 in 48");
    assert_parts(program, "word",
                 "pre 16, collector 16, refs 8, type 8, length 8, hash 8, state 8, wstr 8, "
                 "utf-8 16, wstr length 8, characters 8, weak 8 in 128 | characters 2 in 16 | "
                 "dict 64 in 64 | values 272 in 272");
}

/* What the pools of the allocator take, in bytes, and large blocks. */
static uint64_t taken(const Heap *heap) {
    return heap_root(heap)->bytes_live;
}

static void check_many(Program *program, const char *one, const char *make) {
    enum { MANY = 20000 };
    const Heap *heap = &program->vm.heap;
    program_do(program, "kept = [None] * 20000");
    uint64_t told = object_bytes_of_many(heap, program_global(program, one), MANY);
    uint64_t before = taken(heap);
    program_do(program, make);
    uint64_t found = taken(heap) - before;
    /* the headers of the pools are not in the books, and of each size class the last is partly
     * used: the first values blocks of a class have sizes of their own */
    enum { PARTLY_USED = 20 };
    double most = (double)found * 1.01 + PARTLY_USED * POOL_BYTES;
    if (told < found || (double)told > most) {
        fail_msg("%s: %llu bytes told, %llu found", one, (unsigned long long)told,
                 (unsigned long long)found);
    }
    program_do(program, "del kept");
}

static void many_take_what_they_take(void **state) {
    Program *program = *state;
    program_run(program, kinds);
    check_many(program, "point", "for i in range(20000): kept[i] = Point(1, 2)");
    check_many(program, "slim", "for i in range(20000): kept[i] = Slim(1, 2)");
    check_many(program, "loose", "for i in range(20000): kept[i] = Loose(1, 2)");
    check_many(program, "three", "for i in range(20000): kept[i] = (kept, 2, None)");
    assert_int_equal(object_bytes_of_many(&program->vm.heap, program_global(program, "slim"), 0),
                     0);
    assert_int_equal(object_bytes_of_many(&program->vm.heap, program_global(program, "slim"), 1),
                     POOL_BYTES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_parts_add_up, program_begin, program_end),
        cmocka_unit_test_setup_teardown(many_classes_add_up, program_begin, program_end),
        cmocka_unit_test_setup_teardown(parts_are_those_of_cpython, program_begin, program_end),
        cmocka_unit_test_setup_teardown(many_take_what_they_take, program_begin, program_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
