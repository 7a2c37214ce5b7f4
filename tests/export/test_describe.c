/* What a stop shows, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/describe.h"
#include "timeline/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "timeline/scripts.h"

/* The words of a stop; 0 is the last one. The caller's to deinit. */
static TextBuffer words_of(const char *source, uint32_t stop) {
    TextBuffer words = {0};
    Snapshot snapshot;
    Timeline *timeline =
        timeline_of("test.py", text_of(source), (TimelineConfig){.check = true}, NULL);
    timeline_seek(timeline, stop ? stop : timeline_count(timeline));
    snapshot_build(&snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
    describe_stop(&snapshot, &words);
    snapshot_deinit(&snapshot);
    timeline_destroy(timeline);
    return words;
}

static void check_words(const char *source, uint32_t stop, const char *wanted) {
    TextBuffer words = words_of(source, stop);
    assert_string_equal(text_cstr(&words), wanted);
    text_deinit(&words);
}

static void test_start(void **state) {
    (void)state;
    check_words("a = []\n", 1, "The module, at line 1: no names.");
}

static void test_sharing(void **state) {
    (void)state;
    check_words("a = [1, 'two']\nb = a\nc = {'k': a, 2: []}\n", 0,
                "The module: a refers to list a; b refers to list a; c refers to dict c. "
                "list a, refcount 3: [0] is 1; [1] is 'two'. "
                "dict c, refcount 1: ['k'] refers to list a; [2] refers to list c[2]. "
                "list c[2], refcount 1, empty.");
}

static void test_call(void **state) {
    (void)state;
    check_words("def f(n):\n    items = [n]\n    return items\nf(7)\n", 4,
                "The module, waiting in line 4: function f. "
                "A call of f, at line 3: n is 7; items refers to list items. "
                "list items, refcount 1: [0] is 7. "
                "function f, refcount 2.");
}

static void test_hidden_and_weak(void **state) {
    (void)state;
    check_words(
        "import weakref\n"
        "class Node: pass\n"
        "ada = Node()\n"
        "see = weakref.ref(ada)\n"
        "big = 'a string that is too long to stand inline'\n"
        "done = True\n",
        7,
        "The module, at line 6: module weakref; class Node; ada refers to Node ada; see refers to "
        "weakref see; big refers to str big. "
        "Node ada, refcount 1. "
        "weakref see, refcount 1: refers weakly to Node ada. "
        "str big, refcount 3 (1 from the parser, while the script runs; 1 from constants of "
        "<module>): "
        "'a string that is too long to stand inline'. "
        "class Node, refcount 5.");
}

static void test_garbage(void **state) {
    (void)state;
    check_words("a = []\na.append(a)\nb = [a]\nc = [b]\nb.append(c)\ndel b, c\n", 0,
                "The module: a refers to list a. "
                "No path leads from the stack to 2 objects: list 1, list 2. "
                "A cycle: list a refers to itself. "
                "A cycle of 2 objects: list 1, list 2. "
                "list a, refcount 3: [0] refers to list a. "
                "list 1, refcount 1: [0] refers to list a; [1] refers to list 2. "
                "list 2, refcount 1: [0] refers to list 1.");
}

/* The same name in calls of one function means several objects: they are numbered. */
static void test_recursion(void **state) {
    (void)state;
    TextBuffer words = words_of("def f(n):\n"
                                "    box = [n]\n"
                                "    if n: f(n - 1)\n"
                                "    return box\n"
                                "f(6)\n",
                                16);
    const char *text = text_cstr(&words);
    assert_non_null(strstr(text, "4 more calls wait."));
    assert_non_null(strstr(text, "A call of f, waiting in line 3: n is 1; box refers to list 2."));
    assert_non_null(strstr(text, "A call of f, at line 3: n is 0; box refers to list 3."));
    assert_non_null(strstr(text, "list 4, refcount 1: [0] is 6."));
    assert_non_null(strstr(text, "list 3, refcount 1: [0] is 0."));
    text_deinit(&words);
}

static void test_too_much(void **state) {
    (void)state;
    TextBuffer words = words_of("rows = [[i] for i in range(300, 340)]\n"
                                "chain = None\n"
                                "for i in range(3000): chain = [chain]\n",
                                0);
    const char *text = text_cstr(&words);
    assert_non_null(strstr(text, "[5] refers to list rows[5]; and 34 more."));
    assert_non_null(strstr(text, "list chain, refcount 1: [0] refers to list chain[0]."));
    assert_string_equal(text + words.length - strlen(" more objects."), " more objects.");
    assert_true(utf8_count((Text){text, words.length}) <= DESCRIBE_CHARACTERS);
    text_deinit(&words);
}

/* Bounded, of one line, and the same again. */
static void check_stop(const Snapshot *snapshot, const char *path) {
    (void)path;
    TextBuffer words = {0}, again = {0};
    describe_stop(snapshot, &words);
    describe_stop(snapshot, &again);
    const char *text = text_cstr(&words);
    assert_true(words.length > 0);
    assert_string_equal(text, text_cstr(&again));
    assert_null(strchr(text, '\n'));
    assert_int_equal(utf8_invalid_at(text, words.length), words.length);
    assert_true(utf8_count(text_view(&words)) <= DESCRIBE_CHARACTERS);
    text_deinit(&words);
    text_deinit(&again);
}

static void check_script(const char *path) {
    script_look_thrice(path, 100000, check_stop);
}

static void test_all_scripts(void **state) {
    (void)state;
    scripts_for_each(check_script);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start),    cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_call),     cmocka_unit_test(test_hidden_and_weak),
        cmocka_unit_test(test_garbage),  cmocka_unit_test(test_recursion),
        cmocka_unit_test(test_too_much), cmocka_unit_test(test_all_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
