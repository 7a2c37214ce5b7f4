#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/bare_heap.h"
#include "heap/bytes.h"

static int begin(void **state) {
    if (bare_begin(state) != 0) return 1;
    Heap *heap = &((BareHeap *)*state)->heap;
    Ref type = bare_type(heap, KIND_BYTES, 33, 1, TYPE_BYTES);
    heap_set(heap, heap_root(heap)->types[BUILTIN_TYPE_BYTES], type);
    bytes_init_shared(heap, type);
    return 0;
}

static void expect_text(const Heap *heap, Ref string, const char *utf8) {
    TextBuffer text = {0};
    str_append_to(heap, string, &text);
    assert_string_equal(text_cstr(&text), utf8);
    text_deinit(&text);
}

/* Lengths, sizes and hashes as CPython 3.11.2 with PYTHONHASHSEED=0 has them. */
static void shapes(void **state) {
    static const struct {
        const char *text;
        uint32_t length;
        uint8_t width;
        size_t size;
        uint64_t hash;
    } rows[] = {
        {"", 0, 1, 49, UINT64_C(0)},
        {"a", 1, 1, 50, UINT64_C(4644417185603328019)},
        {"abc", 3, 1, 52, UINT64_C(13851880170939887858)},
        {"hello world", 11, 1, 60, UINT64_C(12804282289674824842)},
        {"é", 1, 1, 74, UINT64_C(6047309291227476195)},
        {"café", 4, 1, 77, UINT64_C(137524001917817222)},
        {"日本", 2, 2, 78, UINT64_C(6243316497235261705)},
        {"🐍", 1, 4, 80, UINT64_C(5216893564587608945)},
        {"a🐍", 2, 4, 84, UINT64_C(4526735405486627592)},
    };
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Ref string = bare_str(bare, rows[i].text);
        assert_int_equal(str_length(heap, string), rows[i].length);
        assert_int_equal(heap_at(heap, Str, string)->width, rows[i].width);
        assert_int_equal(heap_sizeof(heap, string), rows[i].size);
        assert_int_equal(str_hash(heap, string), rows[i].hash);
        assert_int_equal(str_hash(heap, string), rows[i].hash);
        expect_text(heap, string, rows[i].text);
        heap_decref(heap, string);
    }
}

static void short_strings_are_shared(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref a = bare_str(bare, "z"), b = bare_str(bare, "z"), e = bare_str(bare, "é");
    assert_int_equal(a, b);
    assert_int_equal(e, heap_root(heap)->latin1[0xE9]);
    assert_int_equal(bare_str(bare, ""), heap_root(heap)->empty_str);
    Ref word = bare_str(bare, "lazy");
    assert_int_equal(str_slice(heap, word, 2, 3), a);
    assert_int_equal(str_slice(heap, word, 0, 4), word);
    assert_int_equal(str_slice(heap, word, 1, 1), heap_root(heap)->empty_str);
    heap_decref(heap, word);
    heap_decref(heap, word);
}

static void slices_get_narrower(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref whole = bare_str(bare, "abé日🐍");
    static const uint8_t widths[] = {1, 1, 1, 2, 4};
    for (uint32_t stop = 1; stop <= 5; stop++) {
        Ref part = str_slice(heap, whole, 0, stop);
        assert_int_equal(heap_at(heap, Str, part)->width, widths[stop - 1]);
        assert_int_equal(str_is_ascii(heap, part), stop < 3);
        assert_int_equal(str_compare(heap, part, whole), stop < 5 ? -1 : 0);
        heap_decref(heap, part);
    }
    heap_decref(heap, whole);
}

static void interned_strings_are_forgotten(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    uint32_t before = heap_root(heap)->interned_used;
    Ref a = str_intern(heap, bare_str(bare, "a_name")),
        b = str_new_interned(heap, text_of("a_name"));
    assert_int_equal(a, b);
    assert_int_equal(heap_refcount(heap, a), 2);
    assert_int_equal(heap_root(heap)->interned_used, before + 1);
    heap_decref(heap, a);
    heap_decref(heap, b);
    assert_int_equal(heap_root(heap)->interned_used, before);
    Ref fixed = str_static(heap, "__init__");
    assert_int_equal(str_static(heap, "__init__"), fixed);
    Ref same = str_new_interned(heap, text_of("__init__"));
    assert_int_equal(same, fixed);
}

static void interned_table_grows(void **state) {
    enum { COUNT = 5000 };
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref *all = memory_alloc(COUNT * sizeof *all);
    uint32_t before = heap_root(heap)->interned_used;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < COUNT; i++)
            all[i] = str_intern(heap, str_newf(heap, "name_%d_%d", round, i));
        assert_int_equal(heap_root(heap)->interned_used, before + COUNT);
        for (int i = 0; i < COUNT; i++) {
            Ref again = str_intern(heap, str_newf(heap, "name_%d_%d", round, i));
            assert_int_equal(again, all[i]);
            heap_decref(heap, again);
            heap_decref(heap, all[i]);
        }
    }
    assert_int_equal(heap_root(heap)->interned_used, before);
    assert_true(heap_root(heap)->interned_log2 < 16);
    memory_free(all);
}

static void concatenation(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref a = bare_str(bare, "ab"), b = bare_str(bare, "cé"), empty = bare_str(bare, "");
    Ref both = str_concat(heap, a, b), same = str_concat(heap, empty, a);
    expect_text(heap, both, "abcé");
    assert_int_equal(same, a);
    heap_decref(heap, same);
    heap_decref(heap, both);
    /* grows in place only while nothing else holds it and its hash is not known */
    Ref text = str_concat(heap, a, a);
    for (int i = 0; i < 200; i++) text = str_append_inplace(heap, text, a);
    assert_int_equal(str_length(heap, text), 404);
    assert_int_equal(heap_sizeof(heap, text), 49 + 404);
    assert_int_equal(heap_refcount(heap, text), 1);
    Ref kept = heap_incref(heap, text), longer = str_append_inplace(heap, text, a);
    assert_int_not_equal(longer, kept);
    assert_int_equal(str_length(heap, kept), 404);
    assert_int_equal(str_length(heap, longer), 406);
    heap_decref(heap, kept);
    longer = str_append_inplace(heap, longer, b);
    assert_int_equal(str_at(heap, longer, 407), 0xE9);
    heap_decref(heap, longer);
    heap_decref(heap, a);
    heap_decref(heap, b);
}

static void surrogates_go_round(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    uint32_t points[] = {'a', 0xD800, 0xDFFF, 0x10FFFF};
    Ref string = str_new_points(heap, points, 4);
    expect_text(heap, string, "a\xED\xA0\x80\xED\xBF\xBF\xF4\x8F\xBF\xBF");
    Ref again = bare_str(bare, "a\xED\xA0\x80\xED\xBF\xBF\xF4\x8F\xBF\xBF");
    assert_true(str_equal(heap, string, again));
    heap_decref(heap, string);
    heap_decref(heap, again);
}

static void bytes_shapes(void **state) {
    BareHeap *bare = *state;
    Heap *heap = &bare->heap;
    Ref a = bytes_new(heap, "abc", 3), one = bytes_new(heap, "x", 1);
    assert_int_equal(heap_sizeof(heap, a), 36);
    assert_int_equal(bytes_hash(heap, a), UINT64_C(13851880170939887858));
    assert_int_equal(one, heap_root(heap)->byte_chars['x']);
    assert_int_equal(bytes_new(heap, "", 0), heap_root(heap)->empty_bytes);
    assert_int_equal(bytes_length(heap, a), 3);
    heap_decref(heap, a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shapes, begin, bare_end),
        cmocka_unit_test_setup_teardown(short_strings_are_shared, begin, bare_end),
        cmocka_unit_test_setup_teardown(slices_get_narrower, begin, bare_end),
        cmocka_unit_test_setup_teardown(interned_strings_are_forgotten, begin, bare_end),
        cmocka_unit_test_setup_teardown(interned_table_grows, begin, bare_end),
        cmocka_unit_test_setup_teardown(concatenation, begin, bare_end),
        cmocka_unit_test_setup_teardown(surrogates_go_round, begin, bare_end),
        cmocka_unit_test_setup_teardown(bytes_shapes, begin, bare_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
