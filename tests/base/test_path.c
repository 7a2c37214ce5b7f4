#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"

static void the_base_is_behind_the_last_slash(void **state) {
    (void)state;
    assert_string_equal(path_base("a/b/c.py"), "c.py");
    assert_string_equal(path_base("/c.py"), "c.py");
    assert_string_equal(path_base("c.py"), "c.py");
    assert_string_equal(path_base("a/"), "");
    assert_string_equal(path_base(""), "");
}

static void the_stem_has_no_ending(void **state) {
    static const struct {
        const char *path, *stem;
    } cases[] = {{"a/b.py", "a/b"},  {"b.de.lesson", "b.de"},
                 {"a.d/b", "a.d/b"}, {"a.d/.hidden", "a.d/.hidden"},
                 {".py", ".py"},     {"b.", "b."},
                 {"b", "b"},         {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text stem = path_stem(text_of(cases[i].path));
        if (!text_is(stem, cases[i].stem)) {
            fail_msg("%s: %.*s", cases[i].path, (int)stem.length, stem.bytes);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_is_behind_the_last_slash),
        cmocka_unit_test(the_stem_has_no_ending),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
