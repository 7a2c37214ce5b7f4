/* Random sandboxes through a document and back, and out as scripts.
 *
 *     round_trip --seed N --count N --out FOLDER
 *
 * Each is saved, read and made again: the state's hash must be the same; so must it after undoing
 * everything and doing it again. Each that can be said as one program is written to FOLDER/SEED.py,
 * with checks; round_trip.py asks python3. Ends at the first that fails, with its seed. */
#include "app/files/document.h"
#include "documents/gestures.h"
#include "export/python_script.h"

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
    if (!document_read((Text){text_cstr(&json), json.length}, &read, &error)) {
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
    bool ok = python_script_make(timeline, source, true, &script, &error);
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
    text_deinit(&script.text);
    return ok;
}

int main(int argc, char **argv) {
    uint32_t seed = 1, count = 100, written = 0, asserts = 0, statements = 0;
    const char *folder = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0) seed = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--count") == 0) count = (uint32_t)strtoul(argv[i + 1], NULL, 10);
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
        written += write_script(seed, timeline, source, folder, &asserted);
        asserts += asserted;
        statements += timeline_edit_count(timeline);
        timeline_destroy(timeline);
    }
    printf("%u sandboxes, %u statements, %u scripts, %u asserts\n", count, statements, written,
           asserts);
    return 0;
}
