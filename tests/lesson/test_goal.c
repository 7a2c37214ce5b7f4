/* Expressions of lessons: their values at moments of real scripts, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lesson/lesson_stage.h"

static const char script[] = "import weakref\n"
                             "class Node:\n"
                             "    def __init__(self, name):\n"
                             "        self.name = name\n"
                             "        self.peer = None\n"
                             "a, b = Node('Ada'), Node('Bob')\n"
                             "a.peer = b\n"
                             "w = weakref.ref(a)\n"
                             "d = {'k': a, 1: b, \"it's\": None, -2: a}\n"
                             "l = [a, 'text', 2.5, True, 1000000]\n"
                             "m = [1, 2]\n"
                             "big = 10 ** 40\n"
                             "def visit(x, deep):\n"
                             "    y = [x]\n"
                             "    if deep:\n"
                             "        visit(y, False)\n"
                             "    return y\n"
                             "visit(m, True)\n"
                             "print('hello', 'there')\n"
                             "ring = Node('Ring')\n"
                             "ring.peer = ring\n"
                             "ring = None\n"
                             "lone = Node('Lone')\n"
                             "del lone\n"
                             "b.__dict__\n"
                             "end = 1\n";

typedef struct Row {
    const char *expression, *value;
} Row;

static void expect_rows(LessonStage *stage, LessonStop at, const Row *rows, size_t count) {
    TextBuffer told = {0};
    uint64_t hash = timeline_hash(stage->timeline);
    uint32_t position = timeline_position(stage->timeline);
    for (size_t i = 0; i < count; i++) {
        stage_tell(stage, rows[i].expression, at, &told);
        if (strcmp(text_cstr(&told), rows[i].value) != 0) {
            fail_msg("%s is %s, not %s", rows[i].expression, text_cstr(&told), rows[i].value);
        }
    }
    text_deinit(&told);
    assert_int_equal(timeline_hash(stage->timeline), hash);
    assert_int_equal(timeline_position(stage->timeline), position);
}

#define EXPECT(stage, at, rows) expect_rows((stage), (at), (rows), sizeof(rows) / sizeof *(rows))

static void test_values_at_the_end(void **state) {
    (void)state;
    static const Row rows[] = {
        {"refcount(a)", "4"}, /* a, d['k'], d[-2], l[0] */
        {"refcount(a.peer)", "3"},
        {"a.peer is b", "True"},
        {"is(a.peer, d[1])", "True"},
        {"a is not d['k']", "False"},
        {"a is d[-2]", "True"},
        {"d[\"it's\"] is None", "True"},
        {"w() is a", "True"},
        {"l[-1]", "1000000"},
        {"l[1] == 'text' and l[2] == 2.5 and l[3] == true", "True"},
        {"l[-1] + 1 == 1_000_001", "True"},
        {"-l[2] * 2 - 1", "-6.0"},
        {"7 / 2", "3.5"},
        {"6 / 2", "3.0"},
        {"2 * 3 / 4 * 2", "3.0"},
        {"7 // 2 + 7 % 2 * 10", "13"},
        {"-7 // 2", "-4"},
        {"-7 % 3", "2"},
        {"7 % -3", "-2"},
        {"7.5 // 2", "3.0"},
        {"-l[2] % 2", "1.5"},
        {"0 // -5 + 0 * -1", "0"},
        {"1 / 3", "0.3333333333333333"},
        {"0.1 + 0.2", "0.30000000000000004"},
        {"10000000 * 100000000", "1000000000000000"},
        {"1_000_000_000 * 1.0 * 10000000", "1e+16"},
        {"len(l) / len(m) == 2.5 and 4 / 2 == 2", "True"},
        {"2 + 3 * 4 == 14 and (2 + 3) * 4 == 20", "True"},
        {"not (1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 4)", "True"},
        {"b.name", "'Bob'"}, /* by way of its __dict__ */
        {"b.name == \"Bob\"", "True"},
        {"type(l)", "list"},
        {"type(a) == 'Node'", "True"},
        {"len(l) == 5 and len(d) == 4 and len(a.name) == 3", "True"},
        {"size(m)", "72"},
        {"tracked(m) and not tracked(big)", "True"},
        {"shared(end)", "True"},
        {"count(Node)", "3"}, /* the ring is garbage and still there */
        {"garbage() > 0", "True"},
        {"depth()", "0"},
        {"printed('hello there')", "True"},
        {"printed(\"good bye\")", "False"},
        {"exists(a) and not exists(lone) and not exists(a.peer.nothing)", "True"},
        {"freed(lone)", "True"},
        {"freed(ring)", "False"},
        {"reachable(a)", "True"},
        {"reachable(lone)", "False"},
        {"a@module is a", "True"},
        {"None is None", "True"},
        {"1 / 0", "! this is division by zero"},
        {"len(l) // (len(m) - 2)", "! this is division by zero"},
        {"2 % 0.0", "! this is division by zero"},
        {"100000000 * 100000000", "! this is too large a number"},
        {"before(len(l))", "! `before` is known at a reveal and in a task only"},
        {"refcount(end)", "! `end` is shared by the interpreter: its refcount means nothing"},
        {"refcount(lone)", "! `lone` has been freed at this moment"},
        {"refcount(nobody)", "! nothing is called `nobody` at this moment, and nothing was before"},
        {"freed(nobody)", "! nothing of the script's own is or was called `nobody`"},
        {"a.nothing", "! `a.nothing` leads nowhere at this moment"},
        {"l[9]", "! `l[9]` leads nowhere at this moment"},
        {"m == 1",
         "! `m` is no number, text or truth; `is` tells whether two objects are the same"},
        {"big == 1", "! `big` is too large a number to compare"},
        {"len(a)", "! `a` has no length"},
        {"m()", "! `m` is no weak reference"},
        {"y@visit", "! no call of `visit` is under way at this moment"},
        {"gc_refs(a)", "! no collection looks at `a` at this moment"},
        {"generation(big)", "! `big` is in no generation: the collector does not look at it"},
    };
    LessonStage stage = stage_of(script);
    LessonStop end = {.stop = timeline_count(stage.timeline)};
    EXPECT(&stage, end, rows);
    stage_leave(&stage);
}

static void test_names_in_calls(void **state) {
    (void)state;
    LessonStage stage = stage_of(script);
    Anchor anchor = {.kind = ANCHOR_LINE, .text = text_of("return y"), .pass = 1};
    LessonStop at;
    Error error;
    assert_true(anchor_find(&stage.run, &anchor, (LessonStop){0}, &at, &error));
    static const Row rows[] = {{"depth()", "2"},
                               {"len(x)", "1"},
                               {"x[0] is m", "True"},
                               {"y[0] is x", "True"},
                               {"refcount(x)", "3"},
                               {"deep == false", "True"},
                               {"y@visit is y", "True"},
                               {"m is m@module", "True"},
                               {"x is y@module", "! nothing is called `y` at this moment"}};
    EXPECT(&stage, at, rows);
    stage_leave(&stage);
}

static void test_was(void **state) {
    (void)state;
    static const char source[] = "import gc\n"
                                 "gc.disable()\n"
                                 "class N: pass\n"
                                 "a = N()\n"
                                 "a.me = a\n"
                                 "del a\n"
                                 "x = 0\n"
                                 "gc.collect()\n"
                                 "x = 1\n"
                                 "x = 2\n";
    static const Row before[] = {{"reachable(a)", "False"}, {"refcount(a)", "1"},
                                 {"garbage() > 0", "True"}, {"freed(a)", "False"},
                                 {"exists(a)", "False"},    {"a.me is a", "True"}};
    static const Row after[] = {
        {"reachable(a)", "False"}, {"freed(a)", "True"}, {"garbage()", "0"}};
    static const Row inside[] = {
        {"suspected(a)", "True"}, {"gc_refs(a)", "0"}, {"freed(a)", "False"}};
    LessonStage stage = stage_of(source);
    Anchor reach = {.kind = ANCHOR_PHASE, .phase = INSIDE_REACH, .pass = 1};
    LessonStop at;
    Error error = {""};
    EXPECT(&stage, stage_line(&stage, "gc.collect()"), before);
    EXPECT(&stage, stage_line(&stage, "x = 2"), after);
    if (!anchor_find(&stage.run, &reach, (LessonStop){0}, &at, &error)) {
        fail_msg("%s", error.message);
    }
    assert_true(at.inside);
    EXPECT(&stage, at, inside);
    stage_leave(&stage);
}

/* `before` at the moment before `del b`, asked when the script is at its end. */
static void test_before(void **state) {
    (void)state;
    static const char source[] = "class N: pass\n"
                                 "a, b, n, s = [1], N(), 1000, 'some text'\n"
                                 "a.append(b)\n"
                                 "keep = b\n"
                                 "x = {'k': [b]}\n"
                                 "y = (1, 2)\n"
                                 "del b\n"
                                 "a.append(2)\n"
                                 "a = a[:]\n"
                                 "n, s = n + 500, 'other'\n"
                                 "x = y = None\n"
                                 "print('end')\n";
    static const Row rows[] = {
        {"before(len(a))", "2"},
        {"len(a)", "3"},
        {"len(a) - before(len(a))", "1"},
        {"before(a) is a", "False"}, /* a is another list since */
        {"a is not before(a)", "True"},
        {"is(before(b), keep)", "True"},
        {"before(b) is before(keep)", "True"},
        {"before(b)", "N object"},
        {"before(a)", "[1, N object]"},
        {"a", "[1, N object, 2]"},
        {"before(n)", "1000"},
        {"n - before(n)", "500"},
        {"before(n) == 1000 and before(n + 1) == 1001", "True"},
        {"before(n) is n", "False"},
        {"before(s) == 'some text'", "True"},
        {"before(s)", "'some text'"},
        {"before(s == 'other')", "False"},
        {"before(refcount(b)) - refcount(before(b))", "2"}, /* its name, and the list in x */
        {"before(exists(b)) and not exists(b)", "True"},
        {"exists(before(b))", "True"},
        {"exists(before(x))", "False"},
        {"before(x).k", "! `before(x)` has been freed at this moment"},
        {"before(x['k'][0]) is keep", "True"},
        {"before(a)[0] is before(a[0])", "! `before(a)` has been freed at this moment"},
        {"before(keep) is before(a[1])", "True"},
        {"before(garbage())", "0"},
        {"printed('end') and not before(printed('end'))", "True"},
        {"before(nobody)", "! nothing is called `nobody` at this moment, and nothing was before"},
        {"before(refcount(n) / 0)", "! this is division by zero"},
        {"refcount(before(n))", "! `before(n)` has been freed at this moment"},
    };
    LessonStage stage = stage_of(source);
    MomentLook before, now;
    TextBuffer told = {0};
    assert_true(moment_open(&before, &stage.run, stage_line(&stage, "del b")));
    assert_true(
        moment_open(&now, &stage.run, (LessonStop){.stop = timeline_count(stage.timeline)}));
    now.moment.before = &before.moment;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        stage_tell_at(&stage, rows[i].expression, &now.moment, &told);
        if (strcmp(text_cstr(&told), rows[i].value) != 0) {
            fail_msg("%s is %s, not %s", rows[i].expression, text_cstr(&told), rows[i].value);
        }
    }
    moment_close(&now);
    moment_close(&before);
    text_deinit(&told);
    stage_leave(&stage);
}

/* What is no expression, and where it is wrong: the column. */
static void test_mistakes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t column;
        const char *words;
    } rows[] = {
        {"", 1, "an expression is expected"},
        {"a is 3", 6, "compares objects"},
        {"1 < 2 < 3", 7, "one comparison"},
        {"refcount(3)", 10, "an object is expected"},
        {"refcount(a", 11, "`)` is expected"},
        {"nosuch(a)", 1, "no function `nosuch`"},
        {"a == None", 1, "compared by `is`"},
        {"1 == 'x'", 6, "a number is compared with a text"},
        {"1 and 2", 1, "yes or no is expected"},
        {"not a", 5, "yes or no is expected"},
        {"a[b]", 3, "a number or a text"},
        {"a.", 3, "name of an attribute"},
        {"a@", 3, "name of a function"},
        {"'open", 1, "does not end"},
        {"1 + true", 5, "a number is expected"},
        {"freed(3)", 7, "an expression is expected"},
        {"printed('')", 9, "is empty"},
        {"12345678901234567890", 1, "too long"},
        {"9999999999999999", 1, "too long"},
        {"1 / true", 5, "a number is expected"},
        {"'a' % 2", 1, "a number is expected here, this is a text"},
        {"1 //", 5, "an expression is expected"},
        {"before(3", 9, "`)` is expected"},
        {"before(1 +)", 11, "an expression is expected"},
        {"before(a is before(b))", 13, "once is enough"},
        {"refcount(before(3))", 10, "an object is expected here, this is a number"},
        {"if", 1, "cannot be a name"},
        {"((((((((((((((((((((((((((((((((((((((((((((((((1", 41, "nested too deeply"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Arena arena = {0};
        LessonMistakes mistakes = {0};
        Goal goal;
        Words words = words_of(text_of(rows[i].text), 0, strlen(rows[i].text));
        assert_false(goal_parse(&words, &arena, &goal, &mistakes));
        assert_int_equal(mistakes.items.count, 1);
        const LessonMistake *mistake = &mistakes.items.items[0];
        if (!strstr(mistake->text, rows[i].words) || mistake->column != rows[i].column) {
            fail_msg("%s: column %u: %s", rows[i].text, mistake->column, mistake->text);
        }
        lesson_mistakes_deinit(&mistakes);
        arena_deinit(&arena);
    }
}

static void test_long_expressions_are_bounded(void **state) {
    (void)state;
    enum { LENGTH = 5000 };
    static const char *const pieces[] = {"1+", "a.", "not ", "(", "-", "x", "1"};
    char text[LENGTH + 8];
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t length = 0, piece = strlen(pieces[i]);
        while (length + piece < LENGTH) {
            memcpy(text + length, pieces[i], piece);
            length += piece;
        }
        Arena arena = {0};
        LessonMistakes mistakes = {0};
        Goal goal;
        Words words = words_of((Text){text, length}, 0, length);
        assert_false(goal_parse(&words, &arena, &goal, &mistakes));
        assert_true(mistakes.items.count >= 1);
        lesson_mistakes_deinit(&mistakes);
        arena_deinit(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_at_the_end),
        cmocka_unit_test(test_names_in_calls),
        cmocka_unit_test(test_was),
        cmocka_unit_test(test_before),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_long_expressions_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
