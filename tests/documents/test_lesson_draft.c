/* Lessons to begin with: each has no mistake, as it is and with its examples taken out of their
 * comments, and its moments are those of the statements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/files/document.h"
#include "app/files/file_pair.h"
#include "export/lesson_draft.h"
#include "lesson/anchors.h"
#include "lesson/lesson_check.h"
#include "platform/files.h"

#include <stdio.h>
#include <string.h>

typedef struct Sandbox {
    Text source;
    Timeline *timeline;
    LessonDraft draft;
} Sandbox;

static Sandbox sandbox_of(const char *source, const char *const *statements) {
    Error error;
    TimelineConfig config = lesson_timeline_config();
    config.check = true;
    Sandbox sandbox = {.source = text_of(source), .timeline = timeline_create(&config, &error)};
    timeline_run(sandbox.timeline, "script.py", sandbox.source);
    for (; *statements; statements++) timeline_execute(sandbox.timeline, text_of(*statements));
    return sandbox;
}

static bool make(Sandbox *sandbox, const char *title, Error *error) {
    LessonDraftConfig config = {.title = title, .name = "x", .check_heap = true};
    uint64_t hash = timeline_hash(sandbox->timeline);
    bool made =
        lesson_draft_make(sandbox->timeline, sandbox->source, &config, &sandbox->draft, error);
    assert_int_equal(timeline_hash(sandbox->timeline), hash);
    return made;
}

static void leave(Sandbox *sandbox) {
    lesson_draft_deinit(&sandbox->draft);
    timeline_destroy(sandbox->timeline);
}

static bool read_script(void *context, const char *path, TextBuffer *out, Error *error) {
    const LessonDraft *draft = context;
    if (strcmp(path, "x.py") != 0) return error_set(error, "%s is missing", path);
    text_append(out, text_cstr(&draft->script), draft->script.length);
    return true;
}

static void expect_no_mistake(LessonDraft *draft, const TextBuffer *lesson) {
    LessonMistakes mistakes = {0};
    TextBuffer told = {0};
    LessonCheck check = {
        .path = "x.lesson", .read_file = read_script, .context = draft, .check_heap = true};
    lesson_check(&check, text_view(lesson), &mistakes);
    lesson_mistakes_append(&mistakes, "x", &told);
    if (told.length) fail_msg("%s\n%s", text_cstr(lesson), text_cstr(&told));
    text_deinit(&told);
    lesson_mistakes_deinit(&mistakes);
}

/* As it is, and uncommented; returns how many more beats there are then. */
static uint32_t expect_lesson(LessonDraft *draft) {
    TextBuffer open = {0};
    LessonFile as_it_is, opened;
    LessonMistakes mistakes = {0};
    Text lesson = text_view(&draft->lesson);
    lesson_draft_uncomment(lesson, &open);
    expect_no_mistake(draft, &draft->lesson);
    expect_no_mistake(draft, &open);
    lesson_file_read(&as_it_is, lesson, &mistakes);
    lesson_file_read(&opened, text_view(&open), &mistakes);
    uint32_t more = opened.beat_count - as_it_is.beat_count;
    lesson_file_deinit(&as_it_is);
    lesson_file_deinit(&opened);
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&open);
    return more;
}

static void expect_in(const TextBuffer *text, const char *piece) {
    if (!strstr(text_cstr(text), piece)) fail_msg("%s\nis not in\n%s", piece, text_cstr(text));
}

/* ---- what is in it ---- */

static void test_a_statement_a_card(void **state) {
    (void)state;
    static const char *const statements[] = {"b = a", "c = [b, 'x']", "a.append(1000)", "del a",
                                             NULL};
    Sandbox sandbox = sandbox_of("a = [1, 2]\n", statements);
    Error error = {""};
    if (!make(&sandbox, "Two names", &error)) fail_msg("%s", error.message);
    assert_string_equal(text_cstr(&sandbox.draft.script),
                        "a = [1, 2]\nb = a\nc = [b, 'x']\na.append(1000)\ndel a\n");
    assert_int_equal(expect_lesson(&sandbox.draft), 4); /* three questions and a task */
    const TextBuffer *lesson = &sandbox.draft.lesson;
    expect_in(lesson, "title: Two names\n");
    expect_in(lesson, "beat step-1: Step 1\n    at line \"b = a\" after\n");
    expect_in(lesson, "`b = a` has run.\n\n        - `b` leads to an object of type {type(b)}. Its "
                      "badge says {refcount(b)}.\n");
    expect_in(lesson, "- The length of `a` is {len(a)}.\n");
    expect_in(lesson, "Has what was called so been freed? {freed(a)}.\n");
    expect_in(lesson, "#         wrong before(refcount(b)) because ");
    expect_in(lesson, "#     task refcount(b) == before(refcount(b)) + 1\n");
    expect_in(lesson, "#             another = b\n");
    leave(&sandbox);
}

/* The step of each card is the one at which all of its statement has run. */
static void test_moments(void **state) {
    (void)state;
    static const char source[] = "def f(x):\n    y = [x]\n    return y\n\n\na = []\n";
    static const char *const statements[] = {
        "for i in range(3):\n    a.append(f(i))\n", /* in calls, often */
        "a.append(a)",                              /* alike */
        "a.append(a)",
        "a.append(a)",
        "while True:\n    a.pop()\n    if len(a) < 3:\n        break\n",
        "if a:\n    b = a\nelse:\n    b = 1\n",
        "class N:\n    kept = a\n    def g(self): pass\n",
        "aa = a",
        "a = a",
        "try:\n    c = N()\nfinally:\n    d = c\n",
        "s = \"a \\\"b\\\" \\\\ `c` {d} [e](f) **g** \"",
        "t = '''\na = a\n'''",
        "gc = __import__('gc')",
        "gc.collect()",
        "gc.collect(); gc.collect()",
        "\xC3\xA4 = a",
        "a[0] = 'a long line "
        "0123456789012345678901234567890123456789012345678901234567890' + 'x'",
        "a[1] = 'a long line "
        "0123456789012345678901234567890123456789012345678901234567890' + 'y'",
        "for i in range(3): f(i)",
        NULL};
    Sandbox sandbox = sandbox_of(source, statements);
    Error error = {""};
    if (!make(&sandbox, "Moments", &error)) fail_msg("%s", error.message);
    assert_true(expect_lesson(&sandbox.draft) > 5);
    const TextBuffer *lesson = &sandbox.draft.lesson;
    size_t count = 0;
    for (const char *at = text_cstr(lesson); (at = strstr(at, "\nbeat step-")); at++) count++;
    assert_int_equal(count, 19);
    expect_in(lesson, "at line \"for i in range(3):\" under \"a = []\" after pass 4\n");
    expect_in(lesson, "at line \"a.append(a)\" under \"a.append(f(i))\" after\n");
    expect_in(lesson, "at line \"a.append(a)\" under \"# step 3.\" after\n");
    expect_in(&sandbox.draft.script, "# step 3.\na.append(a)\n# step 4.\na.append(a)\n");
    expect_in(lesson, "at line \"break\" after\n");
    expect_in(lesson, "s = \"a \\\\\"b\\\\\" \\\\\\\\ \\`c\\` \\{d} \\[e](f) \\*\\*g\\*\\* \"");
    expect_in(lesson, "\xC3\xA4");
    leave(&sandbox);
}

static void test_many_statements_share_cards(void **state) {
    (void)state;
    enum { COUNT = 160 };
    Sandbox sandbox = sandbox_of("", (const char *const[]){NULL});
    for (int i = 0; i < COUNT; i++) {
        char statement[40];
        snprintf(statement, sizeof statement, "a%d = [%d]", i, i);
        timeline_execute(sandbox.timeline, text_of(statement));
    }
    Error error = {""};
    if (!make(&sandbox, "Many", &error)) fail_msg("%s", error.message);
    expect_lesson(&sandbox.draft);
    expect_in(&sandbox.draft.lesson, "beat step-2: Steps 1 to 2\n");
    expect_in(&sandbox.draft.lesson, "`a158 = [158]`, `a159 = [159]` have run.");
    leave(&sandbox);
}

static void test_titles(void **state) {
    (void)state;
    static const char *const statements[] = {"a = []", NULL};
    static const struct {
        const char *title, *row;
    } rows[] = {
        {"", "title: A lesson\n"},
        {" \n ", "title: A lesson\n"},
        {"two\nlines", "title: two lines\n"},
        {"0123456789012345678901234567890123456789012345678901234567\xC3\xA4\xC3\xB6\xC3\xBC",
         "title: 0123456789012345678901234567890123456789012345678901234567\xC3\xA4\xC3\xB6\n"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Sandbox sandbox = sandbox_of("", statements);
        Error error = {""};
        if (!make(&sandbox, rows[i].title, &error)) fail_msg("%s", error.message);
        expect_in(&sandbox.draft.lesson, rows[i].row);
        expect_lesson(&sandbox.draft);
        leave(&sandbox);
    }
}

static void test_what_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *source;
        const char *statements[3];
        uint32_t stop; /* at which they are executed; 0: the last */
        const char *why;
    } rows[] = {
        {"", {NULL}, 0, "nothing in it"},
        {"# nothing\n", {NULL}, 0, "nothing in it"},
        {"for i in range(3):\n    a = [i]\n", {"b = 1"}, 3, "a script cannot say that"},
        {"", {"1000", "x = _"}, 0, "ends by an exception"},
        {"print('x' * 300000)\n", {"b = 1"}, 0, "a lesson's script may not do that"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Error error = {""};
        TimelineConfig config = {.check = true};
        Sandbox sandbox = {.source = text_of(rows[i].source),
                           .timeline = timeline_create(&config, &error)};
        timeline_run(sandbox.timeline, "script.py", sandbox.source);
        if (rows[i].stop) timeline_seek(sandbox.timeline, rows[i].stop);
        for (int j = 0; rows[i].statements[j]; j++) {
            timeline_execute(sandbox.timeline, text_of(rows[i].statements[j]));
        }
        if (make(&sandbox, "Refused", &error)) fail_msg("%s", text_cstr(&sandbox.draft.script));
        if (!strstr(error.message, rows[i].why)) fail_msg("%s", error.message);
        assert_null(sandbox.draft.lesson.bytes);
        leave(&sandbox);
    }
}

/* ---- the scenes ---- */

static void expect_scene(const char *path) {
    Document document = {0};
    TextBuffer bytes = {0};
    Error error;
    if (!platform_file_read_text(path, DOCUMENT_BYTES_MAX, &bytes, &error) ||
        !document_read(text_view(&bytes), &document, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    TimelineConfig config = {.memory_budget = SAVED_MEMORY, .argument = document.history.name};
    Sandbox sandbox = {
        .source = {text_cstr(&document.history.source), document.history.source.length},
        .timeline = timeline_create(&config, &error)};
    saved_history_replay(&document.history, sandbox.timeline, NULL, &error);
    if (!make(&sandbox, document.title, &error)) fail_msg("%s: %s", path, error.message);
    assert_true(expect_lesson(&sandbox.draft) >= 1);
    leave(&sandbox);
    document_deinit(&document);
    text_deinit(&bytes);
}

static void test_scenes(void **state) {
    (void)state;
    FileNames scenes = {0};
    platform_folder_list(LASTREF_SOURCE_DIR "/assets/scenes", ".lastref", &scenes);
    assert_true(scenes.paths.count >= 10);
    for (size_t i = 0; i < scenes.paths.count; i++) expect_scene(scenes.paths.items[i]);
    platform_names_deinit(&scenes);
}

/* ---- two files ---- */

typedef struct Disk {
    char first[20], second[20]; /* empty: not there */
    const char *refused;        /* a path, or null */
} Disk;

static char *file_of(Disk *disk, const char *path) {
    return strcmp(path, "first") == 0 ? disk->first : disk->second;
}

static bool disk_read(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)error;
    text_append_string(out, file_of(context, path));
    return true;
}

static bool disk_write(void *context, const char *path, Text bytes, Error *error) {
    Disk *disk = context;
    if (disk->refused && strcmp(disk->refused, path) == 0) return error_set(error, "full");
    snprintf(file_of(disk, path), sizeof disk->first, "%.*s", (int)bytes.length, bytes.bytes);
    return true;
}

static bool disk_remove(void *context, const char *path) {
    file_of(context, path)[0] = '\0';
    return true;
}

static bool disk_has(void *context, const char *path) {
    return file_of(context, path)[0] != '\0';
}

static void test_both_files_or_none(void **state) {
    (void)state;
    static const struct {
        Disk before;
        const char *there;
        bool ok;
        const char *first, *second;
    } rows[] = {{{"", "", NULL}, NULL, true, "one", "two"},
                {{"old", "", NULL}, "first", true, "one", "two"},
                {{"", "old", NULL}, "second", true, "one", "two"},
                {{"", "", "first"}, NULL, false, "", ""},
                {{"", "", "second"}, NULL, false, "", ""},
                {{"old", "", "second"}, "first", false, "old", ""},
                {{"old", "older", "second"}, "first", false, "old", "older"}};
    const FilePair pair = {{"first", "second"}, {{"one", 3}, {"two", 3}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Disk disk = rows[i].before;
        Error error = {""};
        AppConfig files = {.read_file = disk_read,
                           .write_file = disk_write,
                           .remove_file = disk_remove,
                           .has_file = disk_has,
                           .context = &disk};
        const char *there = file_pair_in_the_way(&files, &pair);
        assert_true(there ? rows[i].there && strcmp(there, rows[i].there) == 0 : !rows[i].there);
        assert_int_equal(file_pair_write(&files, &pair, &error), rows[i].ok);
        assert_string_equal(error.message, rows[i].ok ? "" : "full");
        assert_string_equal(disk.first, rows[i].first);
        assert_string_equal(disk.second, rows[i].second);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_statement_a_card),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_many_statements_share_cards),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_scenes),
        cmocka_unit_test(test_both_files_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
