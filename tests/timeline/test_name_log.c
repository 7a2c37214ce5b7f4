/* Under which names objects were known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/str.h"
#include "timeline/frame_walk.h"
#include "timeline/name_log.h"
#include "timeline/scripts.h"

static const char source[] = "class Node: pass\n"
                             "def f(guest):\n"
                             "    inner = guest\n"
                             "    return inner\n"
                             "a = Node()\n"
                             "b = a\n"
                             "del a\n"
                             "c = f(Node())\n"
                             "f([1])\n"
                             "del b\n"
                             "print('end')\n";

static uint32_t stop_at(const Timeline *timeline, uint32_t line) {
    uint32_t stop = 1;
    while (timeline_line(timeline, stop) != line) stop++;
    return stop;
}

/* What the module's name refers to at the stop. */
static Handle object_named(Timeline *timeline, uint32_t stop, const char *name) {
    Handle found = {0};
    FrameList frames;
    timeline_seek(timeline, stop);
    const Vm *vm = timeline_vm(timeline);
    frame_walk(vm, &frames);
    uint32_t position = 0;
    WalkedVariable variable;
    while (frame_next_variable(vm, &frames.items[frames.count - 1], &position, &variable)) {
        if (variable.value && str_equal_cstr(&vm->heap, variable.name, name)) {
            found = heap_handle(&vm->heap, variable.value);
        }
    }
    array_deinit(&frames);
    return found;
}

static void expect_name(const NameLog *log, Handle object, uint32_t stop, const char *wanted) {
    Text name = name_log_last(log, object, stop, false);
    if (!text_is(name, wanted)) {
        fail_msg("stop %u: was %.*s, not %s", stop, (int)name.length, name.bytes, wanted);
    }
}

static void the_last_name_up_to_a_stop(void **state) {
    (void)state;
    Timeline *timeline =
        timeline_of("names.py", text_of(source), (TimelineConfig){.check = true}, NULL);
    uint32_t count = timeline_count(timeline), shown = stop_at(timeline, 7);
    timeline_seek(timeline, shown);
    uint64_t hash = timeline_hash(timeline);
    NameLog log = {0};
    name_log_build(&log, timeline);
    assert_int_equal(timeline_position(timeline), shown);
    assert_int_equal(timeline_hash(timeline), hash);

    Handle first = object_named(timeline, shown, "a");
    expect_name(&log, first, shown - 1, "a");
    expect_name(&log, first, shown + 1, "b");
    expect_name(&log, first, count, "b");

    /* a name of the module is more than a parameter, also a later one */
    Handle second = object_named(timeline, count, "c");
    expect_name(&log, second, stop_at(timeline, 4), "inner");
    expect_name(&log, second, count, "c");

    assert_int_equal(name_log_last(&log, second, stop_at(timeline, 4), true).length, 0);
    assert_int_equal(name_log_last(&log, second, count, true).length, 1);
    Handle unknown = {.ref = 1, .serial = 0x7FFFFFFF};
    expect_name(&log, unknown, count, "");
    name_log_deinit(&log);
    timeline_destroy(timeline);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_last_name_up_to_a_stop)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
