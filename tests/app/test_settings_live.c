/* Fonts, language and the desktop's theme in a window that is open: they hold at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Desk {
    TextMeasure fixed, measure; /* `measure` is that, times `wider` */
    float wider;
    AppConfig config;
    Hand hand;
    char font[64], code_font[64], language[64];
    int fonts_set, languages_set;
    bool answers;
    const char *asks_for; /* of the desktop */
    TextBuffer copied;
} Desk;

static float wide(void *context, FontFace face, float size, Text text) {
    const Desk *desk = context;
    return text_width(&desk->fixed, face, size, text) * desk->wider;
}

static FontMetrics metrics(void *context, FontFace face, float size) {
    return text_metrics(&((Desk *)context)->fixed, face, size);
}

static TextBitmap render(void *context, FontFace face, float size, Text text) {
    const Desk *desk = context;
    return desk->fixed.render(desk->fixed.context, face, size, text);
}

static void set_fonts(void *context, const char *font, const char *code_font) {
    Desk *desk = context;
    snprintf(desk->font, sizeof desk->font, "%s", font);
    snprintf(desk->code_font, sizeof desk->code_font, "%s", code_font);
    desk->fonts_set++;
    desk->wider = code_font[0] ? 1.5f : 1;
}

static const char *set_language(void *context, const char *code) {
    Desk *desk = context;
    snprintf(desk->language, sizeof desk->language, "%s", code);
    desk->languages_set++;
    return desk->language;
}

static bool system_theme(void *context, const char **name) {
    const Desk *desk = context;
    if (desk->answers) *name = desk->asks_for;
    return desk->answers;
}

static void copy(void *context, const char *text) {
    Desk *desk = context;
    text_clear(&desk->copied);
    text_append_string(&desk->copied, text);
}

static void describe(void *context, TextBuffer *out) {
    (void)context;
    text_append_string(out, "Fonts: some, others\nSettings: /a/very/long/path: with a colon\n");
}

static void start(Desk *desk) {
    app_destroy(desk->hand.app);
    desk->hand.app = app_create(&desk->config);
    app_open_script(desk->hand.app, "a.py",
                    text_of("names = ['one', 'two']\nother = names\nthird = [other]\n"));
    app_show_step(desk->hand.app, 0);
    hand_rest(&desk->hand, 4);
}

static int set_up(void **state) {
    static const char *const languages[] = {"de"};
    Desk *desk = memory_alloc(sizeof *desk);
    *desk = (Desk){.hand = {.window = {1440, 900}, .pace = 400}, .wider = 1};
    desk->fixed = text_measure_fixed();
    desk->measure = (TextMeasure){desk, wide, metrics, render, NULL};
    desk->config = (AppConfig){.measure = &desk->measure,
                               .theme = theme_light(),
                               .context = desk,
                               .settings_path = "settings",
                               .languages = languages,
                               .language_count = 1,
                               .set_fonts = set_fonts,
                               .set_language = set_language,
                               .system_theme = system_theme,
                               .describe = describe};
    desk->config.clipboard = (UiClipboard){.context = desk, .set = copy};
    *state = desk;
    return 0;
}

static int tear_down(void **state) {
    Desk *desk = *state;
    hand_deinit(&desk->hand);
    text_deinit(&desk->copied);
    memory_free(desk);
    return 0;
}

/* The page finds its size in its first frames. */
static void open_settings(Desk *desk) {
    hand_press(&desk->hand, "ctrl+comma");
    hand_rest(&desk->hand, 2);
}

static void type(Desk *desk, const char *place, const char *text) {
    hand_click(&desk->hand, place);
    InputEvent event = {.kind = INPUT_TEXT, .text = text_of(text)};
    hand_frame(&desk->hand, &event, 1);
    hand_press(&desk->hand, "enter");
}

/* Cards are measured anew, and stay where they are on the screen; so does what is selected. */
static void fonts_at_once(void **state) {
    Desk *desk = *state;
    start(desk);
    hand_click(&desk->hand, "node:names");
    hand_rest(&desk->hand, 4);
    Rect before = hand_place(&desk->hand, "node:names");
    open_settings(desk);
    type(desk, "settings.code_font", "Wide");
    hand_press(&desk->hand, "escape");
    hand_rest(&desk->hand, 4);
    assert_int_equal(desk->fonts_set, 1);
    assert_string_equal(desk->code_font, "Wide");
    Rect after = hand_place(&desk->hand, "node:names");
    assert_true(after.w > before.w + 1);
    assert_float_equal(after.x, before.x, 1);
    assert_float_equal(after.y, before.y, 1);
    hand_expect(&desk->hand, "selected", "names");
    hand_expect(&desk->hand, "step", "4");
    open_settings(desk);
    hand_click(&desk->hand, "settings.reset");
    hand_press(&desk->hand, "escape");
    hand_rest(&desk->hand, 4);
    assert_int_equal(desk->fonts_set, 2);
    assert_float_equal(hand_place(&desk->hand, "node:names").w, before.w, 0.01);
}

/* What was done by hand is still there, and can be undone. */
static void language_at_once(void **state) {
    Desk *desk = *state;
    start(desk);
    hand_click(&desk->hand, "view.sandbox");
    type(desk, "prompt", "names.append('three')");
    hand_expect(&desk->hand, "statement", "names.append('three')");
    open_settings(desk);
    hand_click(&desk->hand, "settings.language.de");
    hand_rest(&desk->hand, 1);
    assert_int_equal(desk->languages_set, 1);
    assert_string_equal(desk->language, "de");
    hand_expect(&desk->hand, "settings", "language de");
    hand_rest(&desk->hand, 4);
    assert_int_equal(desk->languages_set, 1);
    hand_click(&desk->hand, "settings.language.system");
    assert_int_equal(desk->languages_set, 2);
    assert_string_equal(desk->language, "");
    hand_press(&desk->hand, "escape");
    hand_expect(&desk->hand, "statement", "names.append('three')");
    hand_press(&desk->hand, "ctrl+z");
    hand_expect(&desk->hand, "statements", "");
}

/* It comes when it comes; until then, and where the desktop does not say, the light one is shown.
 */
static void the_desktops_theme(void **state) {
    Desk *desk = *state;
    start(desk);
    hand_press(&desk->hand, "t");
    open_settings(desk);
    hand_click(&desk->hand, "settings.theme.system");
    hand_expect(&desk->hand, "theme", "dark");
    hand_expect(&desk->hand, "settings", "theme system");
    int wait = hand_frame(&desk->hand, NULL, 0);
    assert_true(wait > 0 && wait <= 100); /* it looks again */
    desk->answers = true;
    hand_rest(&desk->hand, 1);
    hand_expect(&desk->hand, "theme", "light");
    desk->asks_for = "contrast";
    hand_rest(&desk->hand, 1);
    hand_expect(&desk->hand, "theme", "contrast");
    /* another one by hand ends that */
    hand_click(&desk->hand, "settings.theme.dark");
    hand_rest(&desk->hand, 2);
    hand_expect(&desk->hand, "theme", "dark");
    hand_expect(&desk->hand, "settings", "theme dark");
    hand_click(&desk->hand, "settings.theme.system");
    hand_press(&desk->hand, "escape");
    hand_expect(&desk->hand, "theme", "contrast");
    hand_press(&desk->hand, "t");
    hand_rest(&desk->hand, 2);
    hand_expect(&desk->hand, "theme", "light");
    hand_expect(&desk->hand, "settings", "");
    assert_int_equal(hand_frame(&desk->hand, NULL, 0), -1);
}

static void about_can_be_copied(void **state) {
    Desk *desk = *state;
    start(desk);
    hand_press(&desk->hand, "f1");
    hand_click(&desk->hand, "help.about");
    hand_press(&desk->hand, "enter"); /* what it is opened for has the keyboard */
    assert_non_null(strstr(text_cstr(&desk->copied), "Lastref: " LASTREF_VERSION "\n"));
    assert_non_null(strstr(text_cstr(&desk->copied), "\nFonts: some, others\n"));
    assert_non_null(strstr(text_cstr(&desk->copied), "path: with a colon\n"));
    hand_expect(&desk->hand, "about", text_cstr(&desk->copied));
    hand_press(&desk->hand, "escape");
    hand_expect(&desk->hand, "about", "");
    assert_false(hand_finds(&desk->hand, "help.copy"));
    hand_press(&desk->hand, "shift+f1");
    assert_true(hand_finds(&desk->hand, "help.copy"));
}

/* What does not fit is read by keys as well, and they mean nothing else meanwhile. */
static void sheets_scroll_by_keys(void **state) {
    static const char *const sheets[][2] = {{"f1", "help.rows"}, {"shift+f1", "about.rows"}};
    Desk *desk = *state;
    desk->hand.window = (Point){960, 210};
    start(desk);
    for (size_t i = 0; i < 2; i++) {
        const char *rows = sheets[i][1];
        hand_press(&desk->hand, sheets[i][0]);
        float top = hand_place(&desk->hand, rows).y;
        hand_press(&desk->hand, "down");
        float line = hand_place(&desk->hand, rows).y;
        assert_true(line < top);
        hand_press(&desk->hand, "up");
        assert_float_equal(hand_place(&desk->hand, rows).y, top, 0.01);
        hand_press(&desk->hand, "pagedown");
        assert_true(hand_place(&desk->hand, rows).y < line);
        hand_press(&desk->hand, "home");
        assert_float_equal(hand_place(&desk->hand, rows).y, top, 0.01);
        hand_press(&desk->hand, "end");
        float end = hand_place(&desk->hand, rows).y;
        assert_true(end < line);
        hand_press(&desk->hand, "pagedown");
        assert_float_equal(hand_place(&desk->hand, rows).y, end, 0.01);
        hand_press(&desk->hand, "pageup");
        assert_true(hand_place(&desk->hand, rows).y > end);
        hand_expect(&desk->hand, "step", "4");
        hand_press(&desk->hand, "escape");
    }
    hand_press(&desk->hand, "pageup");
    hand_expect(&desk->hand, "step", "3");
}

#define live_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        live_test(fonts_at_once), live_test(language_at_once), live_test(the_desktops_theme),
        live_test(about_can_be_copied), live_test(sheets_scroll_by_keys)};
    return cmocka_run_group_tests_name("settings that hold at once", tests, NULL, NULL);
}
