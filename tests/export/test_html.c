/* Exported pages: their text. tests/cli opens them in a browser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/html.h"
#include "export/html_paint.h"
#include "export/html_parts.h"

#include <string.h>

/* ---- colours of two themes ---- */

static void check_merged(const char *light, const char *dark, const char *wanted,
                         const char *light_values, const char *dark_values) {
    PaintTable table = {0};
    TextBuffer out = {0};
    assert_true(paint_merge(&table, text_of(light), text_of(dark), &out));
    assert_string_equal(text_cstr(&out), wanted);
    text_clear(&out);
    paint_table_append(&table, false, &out);
    assert_string_equal(text_cstr(&out), light_values);
    text_clear(&out);
    paint_table_append(&table, true, &out);
    assert_string_equal(text_cstr(&out), dark_values);
    text_deinit(&out);
    paint_table_deinit(&table);
}

static void test_paint(void **state) {
    (void)state;
    check_merged("<a fill=\"#ffffff\"/><b stroke=\"#000000\" fill=\"none\"/>",
                 "<a fill=\"#ffffff\"/><b stroke=\"#000000\" fill=\"none\"/>",
                 "<a fill=\"#ffffff\"/><b stroke=\"#000000\" fill=\"none\"/>", "", "");
    check_merged("<a fill=\"#ffffff\"/><b fill=\"#ffffff\"/><c stroke=\"#ffffff\" x=\"1\"/>",
                 "<a fill=\"#101010\"/><b fill=\"#101010\"/><c stroke=\"#202020\" x=\"1\"/>",
                 "<a fill=\"var(--p0)\"/><b fill=\"var(--p0)\"/>"
                 "<c stroke=\"var(--p1)\" x=\"1\"/>",
                 "--p0:#ffffff;--p1:#ffffff;", "--p0:#101010;--p1:#202020;");
    /* in a text, as it is drawn */
    check_merged("<t> fill=\"</t><a fill=\"#ffffff\"/>", "<t> fill=\"</t><a fill=\"#000000\"/>",
                 "<t> fill=\"</t><a fill=\"var(--p0)\"/>", "--p0:#ffffff;", "--p0:#000000;");
    check_merged("<t> fill=\"#ffffff\"</t><a fill=\"#ffffff\"/>",
                 "<t> fill=\"#ffffff\"</t><a fill=\"#000000\"/>",
                 "<t> fill=\"#ffffff\"</t><a fill=\"var(--p0)\"/>", "--p0:#ffffff;",
                 "--p0:#000000;");
    check_merged("<a fill=\"#1c2430\" fill-opacity=\"0.5\"/>", "<a fill=\"#000000\"/>",
                 "<a fill=\"var(--p0)\"/>", "--p0:#1c243080;", "--p0:#000000;");
}

static void test_paint_refuses(void **state) {
    (void)state;
    static const char *const others[] = {
        "<a fill=\"#ffffff\" x=\"2\"/>",
        "<a stroke=\"#ffffff\" x=\"1\"/>",
        "<a fill=\"none\" x=\"1\"/>",
        "<a x=\"1\"/>",
        "<a fill=\"#ffffff\" x=\"1\"/> ",
        "<a fill=\"",
        "",
    };
    PaintTable table = {0};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        TextBuffer out = {0};
        text_append_string(&out, "before");
        assert_false(paint_merge(&table, text_of("<a fill=\"#000000\" x=\"1\"/>"),
                                 text_of(others[i]), &out));
        assert_string_equal(text_cstr(&out), "before");
        text_deinit(&out);
    }
    paint_table_deinit(&table);
}

/* ---- code ---- */

static void test_code(void **state) {
    (void)state;
    TextBuffer out = {0};
    html_append_code(&out, text_of("if a < 1:\r\n\n\tprint('<b>')  # \"&\n"));
    assert_string_equal(text_cstr(&out), "<li><code><span class=\"k\">if</span> a &lt; "
                                         "<span class=\"n\">1</span>:</code></li>\n"
                                         "<li><code></code></li>\n"
                                         "<li><code>\tprint(<span class=\"s\">'&lt;b&gt;'</span>)  "
                                         "<span class=\"c\"># \"&amp;</span></code></li>\n");
    text_deinit(&out);
}

static void check_line(const char *source, uint32_t number, const char *wanted) {
    Text line = html_line_of(text_of(source), number);
    assert_true(text_is(line, wanted));
}

static void test_line(void **state) {
    (void)state;
    check_line("a\n    b \r\nc", 1, "a");
    check_line("a\n    b \r\nc", 2, "b");
    check_line("a\n    b \r\nc", 3, "c");
    check_line("a\n    b \r\nc", 4, "");
    check_line("a\n", 0, "");
    check_line("", 1, "");
}

/* ---- whole pages ---- */

static uint32_t count_of(const TextBuffer *text, const char *what) {
    uint32_t count = 0;
    for (const char *at = text_cstr(text); (at = strstr(at, what)); at++) count++;
    return count;
}

/* Whatever the texts are, the page has the elements that it has with plain ones. */
static void test_hostile(void **state) {
    (void)state;
    static const char *const texts[] = {
        "plain",
        "</script><script>alert(1)</script>",
        "\"' onload=\"x\"><!-- ]]>",
        "\x01\x7F\xFF\xC3",
    };
    TextBuffer plain = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Error error = {""};
        TextBuffer out = {0};
        Text text = text_of(texts[i]);
        HtmlPage page = {.title = text,
                         .file = text,
                         .code = text,
                         .printed = text,
                         .language = text,
                         .steps = 3};
        Html *html = html_create(&page);
        for (uint32_t number = 2; number <= 3; number++) {
            HtmlStep step = {.number = number,
                             .line = 1,
                             .statement = number == 3 ? text : (Text){"", 0},
                             .title = text,
                             .narration = text,
                             .printed = text,
                             .description = text,
                             .picture = text_of("<svg></svg>")};
            assert_true(html_add(html, &step, &error));
        }
        assert_true(html_finish(html, &out, &error));
        assert_int_equal(utf8_invalid_at(out.bytes, out.length), out.length);
        for (const char *c = out.bytes; *c; c++) assert_true(*c >= ' ' || *c < 0 || *c == '\n');
        if (i == 0) {
            assert_int_equal(count_of(&out, "<script>"), 1);
            assert_int_equal(count_of(&out, "<article"), 2);
            plain = out;
            continue;
        }
        uint32_t colored = count_of(&out, "<span class=") - count_of(&plain, "<span class=");
        assert_int_equal(count_of(&out, "<"), count_of(&plain, "<") + 2 * colored);
        text_deinit(&out);
    }
    text_deinit(&plain);
}

static void test_nothing(void **state) {
    (void)state;
    Error error = {""};
    TextBuffer out = {0};
    text_append_string(&out, "before");
    assert_false(html_finish(html_create(&(HtmlPage){.steps = 1}), &out, &error));
    assert_string_equal(error.message, "There is no step to show.");
    assert_string_equal(text_cstr(&out), "before");
    text_deinit(&out);
}

static void test_too_large(void **state) {
    (void)state;
    Error error = {""};
    TextBuffer picture = {0}, out = {0};
    while (picture.length < HTML_BYTES_MAX / 8) text_append_string(&picture, "<svg></svg>\n");
    Html *html = html_create(&(HtmlPage){.steps = 9});
    uint32_t added = 0;
    bool ok = true;
    while (ok) {
        HtmlStep step = {.number = ++added, .picture = {picture.bytes, picture.length}};
        ok = html_add(html, &step, &error);
    }
    assert_int_equal(added, 8);
    assert_non_null(strstr(error.message, "64 MB"));
    assert_false(html_finish(html, &out, &error));
    assert_int_equal(out.length, 0);
    text_deinit(&picture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paint),     cmocka_unit_test(test_paint_refuses),
        cmocka_unit_test(test_code),      cmocka_unit_test(test_line),
        cmocka_unit_test(test_hostile),   cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
