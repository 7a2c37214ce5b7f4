/* The scenes to start from: each opens as it was saved, is whole, and can be said to python3. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "app/files/document.h"
#include "export/python_script.h"
#include "heap/graph.h"
#include "platform/files.h"

#include <string.h>

enum { SCENES = 10 };

static void read_scene(const char *path, Document *document) {
    TextBuffer bytes = {0};
    Error error;
    if (!platform_file_read_text(path, DOCUMENT_BYTES_MAX, &bytes, &error)) {
        fail_msg("%s", error.message);
    }
    *document = (Document){0};
    if (!document_read(text_view(&bytes), document, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    text_deinit(&bytes);
}

static void expect_scene(const char *path) {
    Document document;
    PythonScript script = {0};
    Error error;
    read_scene(path, &document);
    assert_true(document.title[0] && document.about[0] && document.spots.count && document.seen);
    TimelineConfig config = {
        .memory_budget = SAVED_MEMORY, .argument = document.history.name, .check = true};
    Timeline *timeline = timeline_create(&config, &error);
    SavedResult result = saved_history_replay(&document.history, timeline, NULL, &error);
    if (result == SAVED_REFUSED) fail_msg("%s: %s", path, error.message);
    if (result == SAVED_DIFFERS) fail_msg("%s shows another state: run make_scenes", path);
    assert_true(heap_check(&timeline_vm(timeline)->heap, &error));
    Text source = text_view(&document.history.source);
    if (!python_script_make(timeline, source, PYTHON_SCRIPT_CHECKED, &script, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    assert_true(script.checks > 0);
    python_script_deinit(&script);
    timeline_destroy(timeline);
    document_deinit(&document);
}

static void test_scenes(void **state) {
    (void)state;
    FileNames scenes = {0};
    platform_folder_list(LASTREF_SOURCE_DIR "/assets/scenes", ".lastref", &scenes);
    assert_int_equal(scenes.paths.count, SCENES);
    for (size_t i = 0; i < scenes.paths.count; i++) expect_scene(scenes.paths.items[i]);
    platform_names_deinit(&scenes);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scenes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
