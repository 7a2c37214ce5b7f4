/* The changes of an object's refcount over the steps: what is read from the logs is what seeking
 * every stop shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "timeline/object_history.h"
#include "timeline/scripts.h"
#include "timeline/snapshot.h"

static const char cycle[] = "class Node:\n"
                            "    pass\n"
                            "a = Node()\n"
                            "b = Node()\n"
                            "b.peer = a\n"
                            "for i in range(2):\n"
                            "    c = [a] * i\n"
                            "del a\n"
                            "del b\n"
                            "del c\n"
                            "print('end')\n";

/* The object that a global leads to at a stop. */
static Handle global(Timeline *timeline, uint32_t stop, const char *name) {
    Snapshot now;
    Handle found = {0};
    timeline_seek(timeline, stop);
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    for (size_t i = 0; i < now.variables.count; i++) {
        if (!text_is(now.variables.items[i].name, name)) continue;
        found = now.objects.items[now.variables.items[i].object].handle;
    }
    snapshot_deinit(&now);
    assert_true(found.serial);
    return found;
}

static void append(const ObjectHistory *history, const Timeline *timeline, TextBuffer *out) {
    for (size_t i = 0; i < object_history_count(history); i++) {
        const ObjectChange *change = object_history_at(history, i);
        text_appendf(out, "%sline %u: %u-%u%s%s", i ? ", " : "",
                     timeline_line(timeline, change->stop - 1), change->before, change->after,
                     change->born ? " born" : "", change->freed ? " freed" : "");
        if (change->content) text_append_string(out, " holds other");
        if (change->old_length != change->new_length) {
            text_appendf(out, " len %u-%u", change->old_length, change->new_length);
        }
    }
}

static void changes_are_told_from_any_stop(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("history.py", text_of(cycle), (TimelineConfig){.check = true}, NULL);
    Handle a = global(timeline, 6, "a");
    for (uint32_t stop = 1; stop <= timeline_count(timeline); stop++) {
        ObjectHistory history = {0};
        TextBuffer text = {0};
        timeline_seek(timeline, stop);
        object_history_begin(&history, timeline, a);
        while (!object_history_search(&history, timeline, 1)) {
        }
        append(&history, timeline, &text);
        assert_string_equal(text_cstr(&text), "line 3: 0-1 born, line 5: 1-2, line 7: 2-3, "
                                              "line 8: 3-2, line 9: 2-1, line 10: 1-0 freed");
        object_history_deinit(&history);
        text_deinit(&text);
    }
    timeline_destroy(timeline);
}

static void the_nearest_are_known_first(void **state) {
    (void)state;
    Timeline *timeline = timeline_of("history.py",
                                     text_of("a = []\n"
                                             "b = a\n"
                                             "for i in range(20000):\n"
                                             "    x = i\n"
                                             "c = a\n"
                                             "d = a\n"),
                                     (TimelineConfig){0}, NULL);
    uint32_t last = timeline_count(timeline);
    Handle a = global(timeline, last - 3, "a");
    ObjectHistory history = {0};
    bool known;
    object_history_begin(&history, timeline, a);
    assert_false(object_history_search(&history, timeline, 10000));
    assert_int_equal(object_history_count(&history), 2);
    const ObjectChange *next = object_history_after(&history, last - 3, &known);
    assert_true(known && next);
    assert_int_equal(next->stop, last - 1);
    assert_null(object_history_after(&history, last, &known));
    assert_true(known);
    assert_null(object_history_before(&history, last - 3, &known));
    assert_false(known);
    while (!object_history_search(&history, timeline, 100000)) {
    }
    const ObjectChange *before = object_history_before(&history, last - 3, &known);
    assert_true(known && before);
    assert_int_equal(before->stop, 3);
    before = object_history_before(&history, 3, &known);
    assert_true(known && before && before->born);
    assert_null(object_history_before(&history, 2, &known));
    assert_true(known);
    object_history_deinit(&history);
    timeline_destroy(timeline);
}

static const char contents[] = "class Node:\n"
                               "    pass\n"
                               "class Slim:\n"
                               "    __slots__ = ('x', 'y', 'z', '__weakref__')\n"
                               "import weakref\n"
                               "n, s, l, d, e = Node(), Slim(), [], {}, set()\n"
                               "n.x = 1\n"
                               "n.x = 2\n"
                               "w = weakref.ref(n), weakref.ref(s)\n"
                               "s.z = 1\n"
                               "del s.z\n"
                               "l.append(1)\n"
                               "l[0] = 2\n"
                               "l.extend(range(20))\n"
                               "l[15] = 0\n"
                               "d['k'] = 1\n"
                               "d['k'] = 2\n"
                               "e.add('k')\n"
                               "v = n.__dict__\n"
                               "n.x = 3\n"
                               "v['y'] = 4\n"
                               "n.z = 5\n"
                               "print(len(l), l[3], n.x, s)\n";

static void check_contents(Timeline *timeline, const char *name, const char *expected) {
    uint32_t count = timeline_count(timeline);
    Handle object = global(timeline, count, name);
    for (uint32_t stop = 12; stop <= count; stop++) {
        ObjectHistory history = {0};
        TextBuffer text = {0};
        timeline_seek(timeline, stop);
        object_history_begin(&history, timeline, object);
        while (!object_history_search(&history, timeline, 1)) {
        }
        append(&history, timeline, &text);
        assert_string_equal(text_cstr(&text), expected);
        object_history_deinit(&history);
        text_deinit(&text);
    }
}

static void what_it_holds_is_followed(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("history.py", text_of(contents), (TimelineConfig){.check = true}, NULL);
    check_contents(timeline, "n",
                   "line 6: 0-1 born, line 7: 1-1 holds other, "
                   "line 8: 1-1 holds other, line 20: 1-1 holds other, "
                   "line 21: 1-1 holds other, line 22: 1-1 holds other");
    check_contents(timeline, "s",
                   "line 6: 0-1 born, line 10: 1-1 holds other, line 11: 1-1 holds other");
    check_contents(timeline, "l",
                   "line 6: 0-1 born, line 12: 1-1 holds other len 0-1, "
                   "line 13: 1-1 holds other, line 14: 1-1 holds other len 1-21, "
                   "line 15: 1-1 holds other");
    check_contents(timeline, "d",
                   "line 6: 0-1 born, line 16: 1-1 holds other len 0-1, "
                   "line 17: 1-1 holds other");
    check_contents(timeline, "e", "line 6: 0-1 born, line 18: 1-1 holds other len 0-1");
    timeline_destroy(timeline);
}

/* Every object that is seen in a lesson, against its count at each stop. */
static void check_script(const char *path) {
    if (!strstr(path, "/lessons/")) return;
    Timeline *timeline = timeline_of_script(path, false);
    uint32_t count = timeline_count(timeline), middle = count / 2 + 1;
    Snapshot now;
    timeline_seek(timeline, middle);
    snapshot_build(&now, timeline_vm(timeline), SNAPSHOT_PLAIN);
    for (uint32_t i = 0; i < now.objects.count; i++) {
        Handle object = now.objects.items[i].handle;
        ObjectHistory history = {0};
        timeline_seek(timeline, middle);
        object_history_begin(&history, timeline, object);
        while (!object_history_search(&history, timeline, 4096)) {
        }
        size_t at = 0;
        uint32_t was = 0;
        for (uint32_t stop = 1; stop <= count; stop++) {
            timeline_seek(timeline, stop);
            const Heap *heap = &timeline_vm(timeline)->heap;
            Ref ref = heap_resolve(heap, object);
            uint32_t is = ref ? heap_refcount(heap, ref) : 0;
            bool told = at < object_history_count(&history) &&
                        object_history_at(&history, at)->stop == stop;
            if (told) {
                assert_int_equal(object_history_at(&history, at)->before, was);
                assert_int_equal(object_history_at(&history, at)->after, is);
                at++;
            } else if (stop > 1) {
                assert_int_equal(is, was);
            }
            was = is;
        }
        assert_int_equal(at, object_history_count(&history));
        object_history_deinit(&history);
    }
    snapshot_deinit(&now);
    timeline_destroy(timeline);
}

static void logs_say_what_stops_show(void **state) {
    (void)state;
    scripts_for_each(check_script);
}

static void statements_are_named(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("history.py", text_of("a = []\nb = a\n"), (TimelineConfig){0}, NULL);
    uint32_t end = timeline_position(timeline);
    assert_null(timeline_statement(timeline, end));
    assert_int_equal(timeline_execute(timeline, text_of("c = a")).result, RUN_OK);
    assert_int_equal(timeline_execute(timeline, text_of("del b")).result, RUN_OK);
    uint32_t last = timeline_position(timeline);
    assert_string_equal(timeline_statement(timeline, last), "del b");
    assert_string_equal(timeline_statement(timeline, end + 1), "c = a");
    assert_null(timeline_statement(timeline, end));
    timeline_undo(timeline);
    assert_string_equal(timeline_statement(timeline, timeline_position(timeline)), "c = a");
    timeline_destroy(timeline);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_told_from_any_stop),
        cmocka_unit_test(the_nearest_are_known_first),
        cmocka_unit_test(what_it_holds_is_followed),
        cmocka_unit_test(logs_say_what_stops_show),
        cmocka_unit_test(statements_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
