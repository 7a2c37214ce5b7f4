/* The command line as data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/options.h"

#include <stdio.h>
#include <string.h>

/* Splits at spaces; argv[0] is the program. */
static bool parse(const char *line, Options *options, Error *error) {
    static char copy[400];
    char *words[32];
    int count = 0;
    snprintf(copy, sizeof copy, "lastref %s", line);
    for (char *at = strtok(copy, " "); at && count < 31; at = strtok(NULL, " ")) {
        words[count++] = at;
    }
    words[count] = NULL;
    return options_parse(count, words, options, error);
}

static void test_commands(void **state) {
    (void)state;
    Options options;
    Error error;
    assert_true(parse("", &options, &error));
    assert_int_equal(options.command, COMMAND_WINDOW);
    assert_null(options.file);
    assert_true(parse("a.py --theme dark", &options, &error));
    assert_int_equal(options.command, COMMAND_WINDOW);
    assert_string_equal(options.file, "a.py");
    assert_string_equal(options.theme, "dark");
    assert_null(options.data_dir);
    assert_true(parse("--data-dir kept a.py", &options, &error));
    assert_string_equal(options.data_dir, "kept");
    assert_false(parse("--data-dir", &options, &error));
    assert_false(parse("run a.py --data-dir kept", &options, &error));
    assert_true(parse("lesson check a.lesson", &options, &error));
    assert_int_equal(options.command, COMMAND_LESSON);
    assert_string_equal(options.file, "a.lesson");
    assert_false(parse("lesson", &options, &error));
    assert_false(parse("lesson a.lesson", &options, &error));
    assert_false(parse("lesson check", &options, &error));
    assert_false(parse("lesson check a.lesson b.lesson", &options, &error));
    assert_true(parse("run a.py --limit 5", &options, &error));
    assert_int_equal(options.command, COMMAND_RUN);
    assert_int_equal(options.limit, 5000000);
    assert_true(parse("dump --step 7 a.py", &options, &error));
    assert_int_equal(options.stops, STOP_NUMBER);
    assert_int_equal(options.step, 7);
    assert_true(parse("dump a.py --all", &options, &error));
    assert_int_equal(options.stops, STOP_ALL);
    assert_true(parse("export a.py -o b.png --size 800x600 --scale 1.5", &options, &error));
    assert_int_equal(options.width, 800);
    assert_int_equal(options.height, 600);
    assert_true(options.scale == 1.5f);
    assert_true(parse("export a.py -o b.png --level basic --phase reach", &options, &error));
    assert_string_equal(options.level, "basic");
    assert_string_equal(options.phase, "reach");
    assert_false(parse("export a.py -o b.png --phase copied", &options, &error));
    assert_false(parse("export a.py -o b.png --level inter", &options, &error));
    assert_true(parse("export a.lastref --format py -o b.py", &options, &error));
    assert_true(options.format == EXPORT_PYTHON && !options.no_checks && !options.stop_chosen);
    assert_true(parse("export a.lastref --format lesson -o b.lesson --yes", &options, &error));
    assert_true(options.format == EXPORT_LESSON && options.yes);
    assert_true(parse("lesson check a.lesson --yes", &options, &error));
    assert_true(options.command == COMMAND_LESSON && options.yes);
    assert_true(parse("export a.lastref --format py -o b.py --no-checks", &options, &error));
    assert_true(options.no_checks);
    assert_true(parse("export a.lastref -o b.png --last", &options, &error));
    assert_true(options.stop_chosen && options.format == EXPORT_PNG);
    assert_true(parse("export a.py -o b.svg", &options, &error));
    assert_true(options.format == EXPORT_SVG && !options.picture.content);
    assert_true(parse("export a.py -o b.PDF --format pdf", &options, &error));
    assert_true(options.format == EXPORT_PDF);
    assert_true(parse("export a.py -o b", &options, &error));
    assert_true(options.format == EXPORT_PNG);
    assert_true(parse("export a.py -o b.png --caption", &options, &error));
    assert_true(options.picture.content && options.picture.caption);
    assert_true(parse("export a.py -o b.png --caption --crop window", &options, &error));
    assert_true(!options.picture.content && options.picture.caption);
    assert_true(parse("export a.py -o b.png --crop content --size 800x600", &options, &error));
    assert_true(options.picture.fit == FIGURE_BOX && options.picture.fit_size.x == 800);
    assert_true(parse("export a.py -o b.pdf --steps 3-", &options, &error));
    assert_true(options.picture.range && options.picture.first == 3 && !options.picture.last);
    assert_true(parse("export a.py -o b.pdf --strip 3,4,9", &options, &error));
    assert_true(options.picture.strip_count == 3 && options.picture.strip[2] == 9);
    assert_true(parse("export --all out", &options, &error));
    assert_true(options.picture.all && !options.file);
    assert_string_equal(options.output, "out");
    assert_true(parse("export a.py -o b.png --hide LEFT,timeline", &options, &error));
    assert_true(options.picture.hide_left && options.picture.hide_timeline &&
                !options.picture.hide_top);
    assert_true(parse("--help", &options, &error));
    assert_int_equal(options.command, COMMAND_HELP);
    assert_int_equal(options.help_of, COMMAND_WINDOW);
    assert_true(parse("export --step x --help", &options, &error));
    assert_int_equal(options.command, COMMAND_HELP);
    assert_int_equal(options.help_of, COMMAND_EXPORT);
    assert_true(parse("lesson check -h", &options, &error));
    assert_int_equal(options.help_of, COMMAND_LESSON);
    assert_true(parse("a.py --help", &options, &error));
    assert_int_equal(options.help_of, COMMAND_WINDOW);
    assert_true(parse("run -- --help", &options, &error));
    assert_string_equal(options.file, "--help");
    assert_true(parse("run -- -odd.py", &options, &error));
    assert_string_equal(options.file, "-odd.py");
}

static void test_wrong_usage(void **state) {
    (void)state;
    static const char *const lines[] = {"run",
                                        "dump",
                                        "--nope",
                                        "run a.py b.py",
                                        "run a.py --step 1",
                                        "run a.py --limit 0",
                                        "dump a.py --step",
                                        "dump a.py --step one",
                                        "dump a.py --step -1",
                                        "dump a.py --step 99999999999999999999",
                                        "dump a.py --last --all",
                                        "dump a.py --step 1 --step 2",
                                        "export a.py",
                                        "export a.lastref --format bmp -o b",
                                        "export a.lastref --format py -o b.py --step 1",
                                        "export a.lastref --format lesson -o b.lesson --last",
                                        "export a.lastref --format py -o b.py --yes",
                                        "export a.py -o b.gif --transparent",
                                        "export a.py -o b.html --caption",
                                        "export a.py -o b.html --theme dark",
                                        "export a.py -o b.dot --legend",
                                        "export a.py -o b.dot --level internals",
                                        "export a.py -o b.gif --no-scene",
                                        "export a.py -o b.pdf --no-scene",
                                        "export a.py -o b.svg --scale 2",
                                        "export a.py -o b.gif --describe",
                                        "export a.py -o a.py",
                                        "export a.py -o b.jpg",
                                        "export a.py -o b.svg --format pdf",
                                        "export a.py -o b.html --format py",
                                        "export a.py -o b.png --worksheet badges --level basic",
                                        "export a.py -o b.json --scale 2",
                                        "export a.py -o b.png --no-checks",
                                        "dump a.lastref --format py",
                                        "export a.py -o",
                                        "export a.py -o b.png --size 0x0",
                                        "export a.py -o b.png --size 10",
                                        "export a.py -o b.png --size x",
                                        "export a.py -o b.png --size 16384x16384 --scale 8",
                                        "export a.py -o b.png --scale nan",
                                        "export a.py -o b.png --scale 1e9",
                                        "export a.py -o b.png --theme blue",
                                        "export a.py -o b.png --strip 3",
                                        "export a.py -o b.png --strip 3,",
                                        "export a.py -o b.png --strip 1,2,3,4,5,6,7",
                                        "export a.py -o b.png --steps 4-3",
                                        "export a.py -o b.png --steps 4",
                                        "export a.py -o b.png --steps 1-2 --strip 1,2",
                                        "export a.py -o b.png --phase reach --steps 1-2",
                                        "export a.py -o b.png --hide nothing",
                                        "export a.py -o b.png --hide left --crop content",
                                        "export a.py -o b.png --preset slide --size 800x600",
                                        "export a.py -o b.png --only a --select b",
                                        "export a.lastref --format py -o b.py --caption",
                                        "export --all out --step 3",
                                        "export --all",
                                        "dump a.py --caption",
                                        "a.py --size 800x600"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        Options options;
        Error error = {""};
        if (parse(lines[i], &options, &error)) fail_msg("accepted: %s", lines[i]);
        assert_true(error.message[0]);
    }
}

/* What is written is said by --format, or by how the file's name ends. */
static void test_formats(void **state) {
    (void)state;
    static const struct {
        const char *line;
        ExportFormat format;
    } rows[] = {{"export a.py -o b", EXPORT_PNG},
                {"export a.py -o b.svg", EXPORT_SVG},
                {"export a.py -o b.gif --steps 3-9 --caption", EXPORT_GIF},
                {"export a.py -o b.html --steps 3- --legend", EXPORT_HTML},
                {"export a.py -o b.dot --step 3", EXPORT_DOT},
                {"export a.py -o b.gv", EXPORT_DOT},
                {"export a.py -o b.json --steps 1-2", EXPORT_JSON},
                {"export a.py -o b.txt --format html", EXPORT_HTML},
                {"export a.py -o b.HTM --format html", EXPORT_HTML},
                {"export a.lastref -o b.txt --format py", EXPORT_PYTHON}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Options options;
        Error error = {""};
        if (!parse(rows[i].line, &options, &error)) fail_msg("%s: %s", rows[i].line, error.message);
        assert_int_equal(options.format, rows[i].format);
    }
}

/* Each command tells of itself; the overview has a line of each. */
static void test_help(void **state) {
    (void)state;
    static const char *const commands[] = {
        [COMMAND_RUN] = "lastref run ",         [COMMAND_DUMP] = "lastref dump ",
        [COMMAND_EXPORT] = "lastref export ",   [COMMAND_VERIFY] = "lastref verify ",
        [COMMAND_SESSION] = "lastref session ", [COMMAND_LESSON] = "lastref lesson check "};
    TextBuffer all = {0};
    options_help(COMMAND_WINDOW, &all);
    assert_non_null(strstr(text_cstr(&all), "\n  lastref [FILE]"));
    for (int command = COMMAND_RUN; command < COMMAND_HELP; command++) {
        TextBuffer one = {0};
        options_help((Command)command, &one);
        assert_non_null(strstr(text_cstr(&all), commands[command]));
        assert_non_null(strstr(text_cstr(&one), commands[command]));
        assert_non_null(strstr(text_cstr(&one), "exit status:"));
        for (int other = COMMAND_RUN; other < COMMAND_HELP; other++) {
            if (other != command) assert_null(strstr(text_cstr(&one), commands[other]));
        }
        text_deinit(&one);
    }
    text_deinit(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_commands),
                                       cmocka_unit_test(test_wrong_usage),
                                       cmocka_unit_test(test_formats), cmocka_unit_test(test_help)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
