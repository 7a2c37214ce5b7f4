/* The file of a document: written and read, and whatever else may be given as one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "app/files/document.h"
#include "disk.h"
#include "fuzz/chance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char SMALL[] =
    "{\"lastref\": 1, \"script\": {\"name\": \"a.py\", \"stops\": 1, \"source\": [\"\"],\n"
    "  \"answers\": [\"yes\", null]},\n"
    " \"statements\": [{\"at\": 1, \"text\": \"a = [1]\", \"later_answers\": [null]}], \"done\": "
    "1, \"shown\": 2,\n"
    " \"hash\": \"0123456789abcdef\",\n"
    " \"places\": {\"lane\": 200, \"nodes\": [[\"0000000000000001\", 300, 0, 150, 60, 1]]},\n"
    " \"view\": {\"pan\": [20, 44], \"zoom\": 1, \"level\": \"counts\", \"pane\": \"sandbox\",\n"
    "  \"values\": true, \"only_from\": [[3, 4]], \"pulled\": [[1, 2]],\n"
    "  \"inline\": [\"0000000000000007\"]},\n"
    " \"file\": \"/x/y.lastref\", \"editor\": [\"one\", \"two\"]}";

static bool read_text(const char *json, Document *document, Error *error) {
    *document = (Document){0};
    return document_read(text_of(json), document, error);
}

static void test_read_and_write(void **state) {
    (void)state;
    Document document, again;
    Error error;
    TextBuffer first = {0}, second = {0};
    if (!read_text(SMALL, &document, &error)) fail_msg("%s", error.message);
    assert_string_equal(document.history.name, "a.py");
    assert_int_equal(document.history.statements.count, 1);
    assert_true(document.history.hash == 0x0123456789abcdefu);
    assert_int_equal(document.spots.count, 1);
    assert_true(document.spots.items[0].pinned && document.options.values_as_nodes);
    assert_int_equal(document.options.only_from.serial, 4);
    assert_string_equal(text_cstr(&document.editor), "one\ntwo");
    assert_true(document_write(&document, &first, &error));
    if (!read_text(text_cstr(&first), &again, &error)) fail_msg("%s", error.message);
    assert_true(document_write(&again, &second, &error));
    assert_string_equal(text_cstr(&first), text_cstr(&second));
    document_deinit(&document);
    document_deinit(&again);
    text_deinit(&first);
    text_deinit(&second);
}

/* One member of SMALL replaced; it has to be refused with these words. */
static void expect_refused(const char *member, const char *other, const char *words) {
    Document document;
    Error error;
    TextBuffer json = {0};
    const char *at = strstr(SMALL, member);
    assert_non_null(at);
    text_append(&json, SMALL, (size_t)(at - SMALL));
    text_append_string(&json, other);
    text_append_string(&json, at + strlen(member));
    if (read_text(text_cstr(&json), &document, &error)) fail_msg("%s is taken", other);
    if (!strstr(error.message, words)) fail_msg("%s: %s", other, error.message);
    assert_null(document.history.name);
    text_deinit(&json);
}

static void test_refused(void **state) {
    (void)state;
    expect_refused("\"lastref\": 1", "\"lastref\": 2", "newer Lastref");
    expect_refused("\"lastref\": 1", "\"lastref\": 0", "format that there never was");
    expect_refused("\"lastref\": 1", "\"lastref\": \"1\"", "no document");
    expect_refused("\"lastref\": 1, ", "", "no document");
    expect_refused("\"lastref\": 1", "\"lastref\": 99999999999999999999", "damaged");
    expect_refused("\"lastref\": 1", "\"lastref\": 1, \"lastref\": 1", "damaged");
    expect_refused("\"a.py\"", "\"\"", "\"name\" is not");
    expect_refused("\"a.py\"", "\"a\\u0000b\"", "damaged");
    expect_refused("\"a.py\"", "\"a\\nb\"", "\"name\" is not");
    expect_refused("\"a.py\"", "7", "\"name\" is not");
    expect_refused("\"stops\": 1", "\"stops\": 0", "\"stops\" is not");
    expect_refused("\"stops\": 1", "\"stops\": 1e3", "\"stops\" is not");
    expect_refused("[\"\"]", "\"a = 1\"", "\"source\" is not");
    expect_refused("[\"\"]", "[1]", "\"source\" is not");
    expect_refused("[\"\"]", "[\"a\\nb\"]", "line feed");
    expect_refused("\"at\": 1", "\"at\": -1", "statement 1: \"at\" is not");
    expect_refused("\"at\": 1", "\"at\": 4294967297", "statement 1: \"at\" is not");
    expect_refused("\"text\": \"a = [1]\"", "\"text\": null", "statement 1: \"text\" is not");
    expect_refused("{\"at\": 1, \"text\": \"a = [1]\", \"later_answers\": [null]}", "7",
                   "statement 1: it is not an object");
    expect_refused("\"done\": 1", "\"done\": 2", "\"done\" is not");
    expect_refused("\"shown\": 2,", "", "\"shown\" is missing");
    expect_refused("0123456789abcdef", "0123456789ABCDEF", "\"hash\" is not");
    expect_refused("300, 0, 150, 60, 1", "300, 0, 150", "\"nodes\" is not");
    expect_refused("300, 0, 150, 60, 1", "1e300, 0, 150, 60", "\"nodes\" is not");
    expect_refused("\"lane\": 200", "\"lane\": []", "\"lane\" is not");
    expect_refused("[20, 44]", "[20]", "\"pan\" is not");
    expect_refused("\"zoom\": 1", "\"zoom\": 0", "\"zoom\" is not");
    expect_refused("\"counts\"", "\"all\"", "\"level\" is not");
    expect_refused("[[1, 2]]", "[[1, -2]]", "\"pulled\" is not");
    expect_refused("[[3, 4]]", "[[3, 4], [5, 6]]", "\"only_from\" is not");
    expect_refused("\"0000000000000007\"", "7", "\"inline\" is not");
    expect_refused("[\"one\", \"two\"]", "{}", "\"editor\" is not");
    expect_refused("[\"yes\", null]", "[1]", "\"answers\" is not");
    expect_refused("\"values\": true", "\"values\": 1", "\"values\" is not");
}

/* Cut off anywhere, it is no document. */
static void test_cut_off(void **state) {
    (void)state;
    for (size_t length = 0; length < strlen(SMALL); length++) {
        Document document = {0};
        Error error;
        assert_false(document_read((Text){SMALL, length}, &document, &error));
    }
}

static void test_too_much(void **state) {
    (void)state;
    Document document = {0};
    Error error;
    TextBuffer deep = {0}, many = {0};
    for (int i = 0; i < 100000; i++) text_append_char(&deep, '[');
    assert_false(read_text(text_cstr(&deep), &document, &error));
    text_append_string(&many, "{\"lastref\": 1, \"script\": {\"name\": \"a\", \"stops\": 1, "
                              "\"source\": []}, \"statements\": [");
    for (int i = 0; i <= SAVED_STATEMENTS_MAX; i++) {
        text_append_string(&many, i ? ",{\"at\":1,\"text\":\"\"}" : "{\"at\":1,\"text\":\"\"}");
    }
    text_append_string(&many, "]}");
    assert_false(read_text(text_cstr(&many), &document, &error));
    assert_non_null(strstr(error.message, "more than"));
    text_clear(&many);
    while (many.length <= DOCUMENT_BYTES_MAX) text_append_string(&many, "          ");
    assert_false(read_text(text_cstr(&many), &document, &error));
    assert_non_null(strstr(error.message, "too large"));
    text_deinit(&deep);
    text_deinit(&many);
}

static void test_what_is_meant(void **state) {
    (void)state;
    Text none = {"", 0};
    assert_true(document_is_meant("a.lastref", none));
    assert_false(document_is_meant("a.py", text_of("{\"lastref\": 1}")));
    assert_true(document_is_meant("a", text_of(" {\n\"lastref\": 1}")));
    assert_false(document_is_meant("a", text_of("{\"last\": 1}")));
    assert_false(document_is_meant("a", none));
}

/* ---- opened by the app ---- */

static App *create_app(const TextMeasure *measure) {
    AppConfig config = {.measure = measure, .theme = theme_light(), .check = true};
    App *app = app_create(&config);
    app_open_script(app, "before.py", text_of("before = [1]\n"));
    return app;
}

static void show_frame(App *app) {
    DrawList list = {0};
    app_frame(app, NULL, 0, 16, (Point){1200, 800}, &list);
    draw_list_deinit(&list);
}

/* What is there now is whole, whatever it is. */
static void prove(App *app) {
    TextBuffer wrong = {0};
    show_frame(app);
    if (!app_check(app, &wrong)) fail_msg("%s", text_cstr(&wrong));
    text_deinit(&wrong);
}

static bool has_before(App *app) {
    TextBuffer heap = {0};
    app_show_step(app, 0);
    app_state(app, "heap", &heap);
    bool has = strstr(text_cstr(&heap), "before") != NULL;
    text_deinit(&heap);
    return has;
}

/* A refused file changes nothing. */
static void test_nothing_changes(void **state) {
    (void)state;
    static const char *const files[] = {
        "",
        "{",
        "null",
        "{\"lastref\": 3}",
        "{\"lastref\": 1, \"script\": {\"name\": \"a.py\", \"stops\": 1, \"source\": [\"\"]}, "
        "\"statements\": [{\"at\": 7, \"text\": \"a = 1\"}], \"done\": 1, \"shown\": 1, "
        "\"hash\": \"0000000000000000\"}",
        "{\"lastref\": 1, \"script\": {\"name\": \"a.py\", \"stops\": 1, \"source\": [\"\"]}, "
        "\"statements\": [{\"at\": 1, \"text\": \"while 1: pass\"}], \"done\": 1, \"shown\": 1, "
        "\"hash\": \"0000000000000000\"}"};
    TextMeasure measure = text_measure_fixed();
    App *app = create_app(&measure);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        Error error = {""};
        TextBuffer told = {0};
        app_open_bytes(app, "x.lastref", text_of(files[i]), &error);
        show_frame(app);
        app_state(app, "message", &told);
        assert_true(error.message[0] || told.length);
        assert_true(has_before(app));
        text_deinit(&told);
    }
    app_destroy(app);
}

static uint32_t least(size_t a, size_t b) {
    return (uint32_t)(a < b ? a : b);
}

/* Some bytes replaced, dropped or doubled, or a piece of one file put into another place. */
static void damage(TextBuffer *json, Chance *chance) {
    static const char *const pieces[] = {"0",  "-1",         "1e999", "null",     "true", "[]",
                                         "{}", "\"\"",       "99999", "[[[[",     "\\",   "\"",
                                         ",",  "4294967295", "1e-9",  "\"a = a\""};
    for (uint32_t n = 1 + chance_below(chance, 4); n-- > 0;) {
        size_t from = chance_below(chance, json->length);
        size_t length = least(chance_below(chance, 12), json->length - from);
        const char *piece = pieces[chance_below(chance, sizeof pieces / sizeof pieces[0])];
        TextBuffer made = {0};
        text_append(&made, json->bytes, from);
        if (chance_below(chance, 3)) text_append_string(&made, piece);
        if (!chance_below(chance, 4)) text_append(&made, json->bytes + from, length);
        text_append(&made, json->bytes + from + length, json->length - from - length);
        text_deinit(json);
        *json = made;
    }
}

static void read_scene(const char *name, TextBuffer *out) {
    char path[1024];
    Error error;
    snprintf(path, sizeof path, LASTREF_SOURCE_DIR "/assets/scenes/%s", name);
    if (!disk_read_file(NULL, path, out, &error)) fail_msg("%s", error.message);
}

/* LASTREF_DAMAGED says how many, from which seed on; some hundred otherwise. */
static void test_damaged(void **state) {
    (void)state;
    static const char *const scenes[] = {"02_cycle_of_two.lastref", "08_closure.lastref"};
    const char *wanted = getenv("LASTREF_DAMAGED");
    uint32_t count = wanted ? (uint32_t)strtoul(wanted, NULL, 10) : 300;
    TextMeasure measure = text_measure_fixed();
    App *app = create_app(&measure);
    for (uint32_t seed = 0; seed < count; seed++) {
        Chance chance = {seed};
        TextBuffer json = {0};
        Error error;
        if (chance_below(&chance, 2))
            text_append_string(&json, SMALL);
        else
            read_scene(scenes[chance_below(&chance, 2)], &json);
        damage(&json, &chance);
        app_open_bytes(app, "x.lastref", text_view(&json), &error);
        prove(app);
        text_deinit(&json);
    }
    app_destroy(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_and_write), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_cut_off),        cmocka_unit_test(test_too_much),
        cmocka_unit_test(test_what_is_meant),  cmocka_unit_test(test_nothing_changes),
        cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
