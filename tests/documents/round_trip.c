/* Random sandboxes through a document and back, and out as scripts.
 *
 *     round_trip --seed N --count N --out FOLDER [--lessons N]
 *
 * Each is saved, read and made again: the state's hash must be the same; so must it after undoing
 * everything and doing it again. Each that can be said as one program is written to FOLDER/SEED.py,
 * with checks; round_trip.py asks python3. Every tenth one, or N-th, is written as a
 * lesson as well, which must have no mistake. Ends at the first that fails, with its seed. */
#include "app/files/document.h"
#include "documents/gestures.h"
#include "export/lesson_draft.h"
#include "export/python_script.h"
#include "lesson/lesson_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char NAME[] = "sandbox.py";

static const TimelineConfig config = {.instruction_budget = 200000,
                                      .memory_budget = (uint64_t)64 << 20,
                                      .history_budget = (uint64_t)64 << 20,
                                      .stop_budget = 20000,
                                      .check = true,
                                      .argument = NAME};

static void fail(uint32_t seed, const char *what, const char *message) {
    printf("seed %u: %s %s\n", seed, what, message);
    exit(1);
}

static Timeline *create(uint32_t seed) {
    Error error;
    Timeline *timeline = timeline_create(&config, &error);
    if (!timeline) fail(seed, "no machine:", error.message);
    return timeline;
}

static void compare(uint32_t seed, const Timeline *a, const Timeline *b) {
    if (timeline_hash(a) != timeline_hash(b)) fail(seed, "another state", "");
    if (timeline_count(a) != timeline_count(b)) fail(seed, "another number of stops", "");
    if (timeline_record_count(a) != timeline_record_count(b)) fail(seed, "other undone", "");
    if (saved_history_mark(a) != saved_history_mark(b)) fail(seed, "other statements", "");
}

/* Undo all, do all again: the same state at the same stop. */
static void back_and_forth(uint32_t seed, Timeline *timeline) {
    uint32_t done = timeline_done_count(timeline), shown = timeline_position(timeline);
    uint64_t hash = timeline_hash(timeline);
    while (timeline_undo(timeline)) {
    }
    for (uint32_t i = 0; i < done; i++) timeline_redo(timeline);
    timeline_seek(timeline, shown);
    if (timeline_hash(timeline) != hash) fail(seed, "another state after undo and redo", "");
    while (timeline_redo(timeline)) {
    }
    while (timeline_done_count(timeline) > done) timeline_undo(timeline);
    timeline_seek(timeline, shown);
    if (timeline_hash(timeline) != hash) fail(seed, "another state after redo and undo", "");
}

static void through_a_document(uint32_t seed, const Timeline *timeline, Text source) {
    Document written = {0}, read = {0};
    TextBuffer json = {0};
    Error error;
    saved_history_take(&written.history, timeline, NAME, source);
    if (!document_write(&written, &json, &error)) fail(seed, "not written:", error.message);
    if (!document_read(text_view(&json), &read, &error)) {
        fail(seed, "not read:", error.message);
    }
    Timeline *again = create(seed);
    SavedResult result = saved_history_replay(&read.history, again, NULL, &error);
    if (result == SAVED_REFUSED) fail(seed, "not made again:", error.message);
    if (result == SAVED_DIFFERS) fail(seed, "made again, and another", "");
    compare(seed, timeline, again);
    back_and_forth(seed, again);
    compare(seed, timeline, again);
    timeline_destroy(again);
    document_deinit(&written);
    document_deinit(&read);
    text_deinit(&json);
}

/* True when it can be said as one program. */
static bool write_script(uint32_t seed, Timeline *timeline, Text source, const char *folder,
                         uint32_t *checks) {
    PythonScript script = {0};
    Error error;
    bool ok = python_script_make(timeline, source, PYTHON_SCRIPT_CHECKED, &script, &error);
    char path[4096];
    snprintf(path, sizeof path, "%s/%u.%s", folder, seed,
             !ok             ? "refused"
             : script.raises ? "raises.py"
                             : "py");
    FILE *file = fopen(path, "w");
    if (!file) fail(seed, "cannot write", path);
    fputs(ok ? text_cstr(&script.text) : error.message, file);
    fclose(file);
    *checks = script.checks;
    python_script_deinit(&script);
    return ok;
}

static bool read_script(void *context, const char *path, TextBuffer *out, Error *error) {
    const LessonDraft *draft = context;
    if (strcmp(path, "sandbox.py") != 0) return error_set(error, "%s is missing", path);
    text_append(out, text_cstr(&draft->script), draft->script.length);
    return true;
}

static void check_lesson(uint32_t seed, const LessonDraft *draft, const char *what, Text lesson) {
    LessonMistakes mistakes = {0};
    LessonCheck check = {.path = "sandbox.lesson",
                         .read_file = read_script,
                         .context = (void *)draft,
                         .check_heap = true};
    if (!lesson_check(&check, lesson, &mistakes)) {
        printf("%.*s\n", (int)lesson.length, lesson.bytes);
        fail(seed, what, mistakes.items.items[0].text);
    }
    lesson_mistakes_deinit(&mistakes);
}

/* What is a script is a lesson, too, with its examples taken out of their comments as well; returns
 * how many lines those have. */
static uint32_t write_lesson(uint32_t seed, Timeline *timeline, Text source, const char *folder) {
    LessonDraft draft = {0};
    LessonDraftConfig draft_config = {.title = "Random", .name = "sandbox", .check_heap = true};
    TextBuffer open = {0};
    Error error;
    uint64_t hash = timeline_hash(timeline);
    if (!lesson_draft_make(timeline, source, &draft_config, &draft, &error)) {
        if (source.length || timeline_edit_count(timeline)) fail(seed, "no lesson:", error.message);
        return 0;
    }
    if (timeline_hash(timeline) != hash) fail(seed, "another state after a lesson", "");
    Text lesson = text_view(&draft.lesson);
    char path[4096];
    snprintf(path, sizeof path, "%s/%u.lesson", folder, seed);
    FILE *file = fopen(path, "w");
    if (!file) fail(seed, "cannot write", path);
    fputs(lesson.bytes, file);
    fclose(file);
    check_lesson(seed, &draft, "a mistake:", lesson);
    lesson_draft_uncomment(lesson, &open);
    check_lesson(seed, &draft, "a mistake, uncommented:", text_view(&open));
    uint32_t lines = 0;
    for (size_t i = 0; i + 2 < lesson.length; i++)
        lines += memcmp(lesson.bytes + i, "\n# ", 3) == 0;
    text_deinit(&open);
    lesson_draft_deinit(&draft);
    return lines;
}

int main(int argc, char **argv) {
    uint32_t seed = 1, count = 100, written = 0, asserts = 0, statements = 0, examples = 0,
             lessons = 10;
    const char *folder = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0) seed = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--count") == 0) count = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--lessons") == 0) lessons = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--out") == 0) folder = argv[i + 1];
    }
    if (!folder) {
        fprintf(stderr, "usage: round_trip --seed N --count N --out FOLDER\n");
        return 2;
    }
    for (uint32_t last = seed + count; seed < last; seed++) {
        Chance chance = {seed};
        Text source = gestures_script(&chance);
        Timeline *timeline = create(seed);
        timeline_run(timeline, NAME, source);
        if (!chance_below(&chance, 3)) {
            timeline_seek(timeline, 1 + chance_below(&chance, timeline_count(timeline)));
        }
        uint32_t length = 1 + chance_below(&chance, 40), asserted = 0;
        for (uint32_t i = 0; i < length; i++) gestures_do(timeline, &chance);
        through_a_document(seed, timeline, source);
        back_and_forth(seed, timeline);
        if (write_script(seed, timeline, source, folder, &asserted)) {
            written++;
            bool lesson = lessons && seed % lessons == 0;
            examples += lesson ? write_lesson(seed, timeline, source, folder) : 0;
        }
        asserts += asserted;
        statements += timeline_edit_count(timeline);
        timeline_destroy(timeline);
    }
    printf("%u sandboxes, %u statements, %u scripts, %u asserts, %u lines of examples\n", count,
           statements, written, asserts, examples);
    return 0;
}
