#include "platform/text_order.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* "0-3 4<7 Hebr": characters 0 to 3 from left to right, then 4 to 7 from right to left. */
static void assert_order(const char *text, const char *expected) {
    uint32_t characters[64];
    size_t count = 0;
    const char *at = text, *end = text + strlen(text);
    while (at < end) characters[count++] = (uint32_t)utf8_next(&at, end);
    TextParts parts = {0};
    TextBuffer told = {0};
    text_order(characters, count, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        const TextPart *part = &parts.items[i];
        text_appendf(&told, "%s%zu%c%zu%s%s", i ? " " : "", part->first,
                     part->right_to_left ? '<' : '-', part->first + part->count - 1,
                     part->script[0] ? " " : "", part->script);
    }
    assert_string_equal(text_cstr(&told), expected);
    text_deinit(&told);
    array_deinit(&parts);
}

static void plain_text_is_one_part(void **state) {
    (void)state;
    assert_order("", "");
    assert_order("x = [1, 2]", "0-9");
    assert_order("caf\u00E9 \u4E2D\u6587", "0-6");
}

static void words_stand_where_they_are_read(void **state) {
    (void)state;
    assert_order("\u05D0\u05D1", "0<1 Hebr");
    assert_order("'\u05D0\u05D1'", "0-0 1<2 Hebr 3-3");
    assert_order("a \u05D0\u05D1 b", "0-1 2<3 Hebr 4-5");
}

/* Digits run from left to right within what runs from right to left, and stand left of it. */
static void numbers_keep_their_order(void **state) {
    (void)state;
    assert_order("\u05D0\u05D1 123", "3-5 0<2 Hebr");
    assert_order("\u0627 (2) \u0628", "4<6 Arab 3-3 0<2 Arab");
}

static void scripts_are_parts_of_their_own(void **state) {
    (void)state;
    assert_order("\u05D0\u0627", "1<1 Arab 0<0 Hebr");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_one_part),
        cmocka_unit_test(words_stand_where_they_are_read),
        cmocka_unit_test(numbers_keep_their_order),
        cmocka_unit_test(scripts_are_parts_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
