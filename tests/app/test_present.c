/* Presenter mode: each lesson by clicker alone, the teacher's notes, and what is left of it after.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/hand.h"
#include "disk.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

static const Point WINDOW = {1280, 720}; /* pixels */

typedef struct Show {
    Hand hand;
    DrawList notes;
    const char *path; /* of the lesson */
    int written;      /* how often its progress was */
} Show;

static bool write_file(void *context, const char *path, Text bytes, Error *error) {
    Show *show = context;
    (void)bytes;
    (void)error;
    show->written += strcmp(path, "progress") == 0;
    return true;
}

static void press(Show *show, const char *combo) {
    hand_press(&show->hand, combo);
    hand_frame(&show->hand, NULL, 0);
}

static void state(Show *show, const char *name, char *out, size_t size) {
    TextBuffer value = {0};
    hand_state(&show->hand, name, &value);
    snprintf(out, size, "%s", text_cstr(&value));
    text_deinit(&value);
}

/* In the window, with nothing cut off. */
static void check_whole(Show *show, const char *name) {
    Rect rect;
    float scale = app_interface_scale(show->hand.app);
    if (!app_find_place(show->hand.app, name, &rect)) fail_msg("%s: no %s", show->path, name);
    bool inside = rect.x >= 0 && rect.y >= 0 && rect_right(rect) <= WINDOW.x / scale &&
                  rect_bottom(rect) <= WINDOW.y / scale;
    if (!inside) fail_msg("%s: %s is cut off", show->path, name);
}

static void open(Show *show, const char *path, const TextMeasure *measure) {
    TextBuffer text = {0};
    Error error;
    /* at this pace what moves has arrived */
    *show = (Show){.path = path, .hand = {.window = WINDOW, .pace = 400, .about = path}};
    show->hand.app = app_create(&(AppConfig){.measure = measure,
                                             .theme = theme_light(),
                                             .check = true,
                                             .guide = true,
                                             .read_file = disk_read_file,
                                             .write_file = write_file,
                                             .context = show,
                                             .progress_path = "progress",
                                             .notes_window = true});
    assert_true(disk_read_file(NULL, path, &text, &error));
    if (!app_open_bytes(show->hand.app, path, text_view(&text), &error)) {
        fail_msg("%s", error.message);
    }
    text_deinit(&text);
    hand_rest(&show->hand, 2);
}

static void close(Show *show) {
    hand_deinit(&show->hand);
    draw_list_deinit(&show->notes);
}

/* From the first card to the last by one key, and back to the first by the other. */
static void present_lesson(Show *show) {
    enum { PRESSES_MOST = 600 };
    char card[80], before[80], answer[200];
    int held_back = 0, told = 0, done = 0, begun = show->written;
    state(show, "guide", before, sizeof before);
    press(show, "f5");
    for (int i = 0; i < PRESSES_MOST; i++) {
        state(show, "guide", card, sizeof card);
        state(show, "answer", answer, sizeof answer);
        if (strcmp(card, "ended") == 0) break;
        check_whole(show, "present.on");
        check_whole(show, "code");
        held_back += strncmp(card, "asks", 4) == 0;
        done += strncmp(card, "done", 4) == 0;
        if (strncmp(card, "tells", 5) == 0) {
            told++;
            assert_non_null(strstr(answer, ", unsure"));
        } else {
            assert_string_equal(answer, "");
        }
        press(show, "pagedown");
    }
    assert_string_equal(card, "ended");
    assert_int_equal(held_back, told);
    press(show, "pagedown");
    for (int i = 0; i < PRESSES_MOST && hand_finds(&show->hand, "present.back"); i++) {
        press(show, "pageup");
    }
    assert_false(hand_finds(&show->hand, "present.back"));
    press(show, "escape");
    state(show, "presenting", answer, sizeof answer);
    assert_string_equal(answer, "no");
    state(show, "guide", card, sizeof card);
    assert_string_equal(card, before);
    assert_int_equal(show->written, begun);
    print_message("%s: %d answers held back, %d tasks played\n", strrchr(show->path, '/') + 1, told,
                  done);
    /* the same key records without it */
    press(show, "alt+down");
    press(show, "alt+right");
    assert_true(show->written > begun);
}

static void lessons_are_led_by_a_clicker(void **unused) {
    (void)unused;
    TextMeasure measure = text_measure_fixed();
    glob_t found = {0};
    glob(LASTREF_SOURCE_DIR "/assets/lessons/*.lesson", 0, NULL, &found);
    assert_true(found.gl_pathc > 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        Show show;
        open(&show, found.gl_pathv[i], &measure);
        present_lesson(&show);
        close(&show);
    }
    globfree(&found);
}

/* Whether the frame of the notes has a text that contains this one. */
static bool notes_say(Show *show, const char *text) {
    Point size = {480, 360};
    if (!app_notes_frame(show->hand.app, size, &show->notes)) return false;
    draw_list_check(&show->notes);
    for (size_t i = 0; i < show->notes.commands.count; i++) {
        const DrawCommand *command = &show->notes.commands.items[i];
        if (command->kind != DRAW_TEXT) continue;
        char line[400];
        snprintf(line, sizeof line, "%.*s", (int)command->text.text.length,
                 command->text.text.bytes);
        if (strstr(line, text)) return true;
    }
    return false;
}

static void notes_have_a_window_of_their_own(void **unused) {
    (void)unused;
    TextMeasure measure = text_measure_fixed();
    Show show;
    open(&show, LASTREF_SOURCE_DIR "/assets/lessons/02_garbage_collection.lesson", &measure);
    Point size = {480, 360};
    press(&show, "n"); /* the next change of the selected object: no notes */
    assert_false(app_notes_frame(show.hand.app, size, &show.notes));
    app_open_notes(show.hand.app);
    assert_false(app_notes_frame(show.hand.app, size, &show.notes));
    assert_int_equal(show.notes.commands.count, 0);
    assert_false(app_wants_fullscreen(show.hand.app));
    assert_float_equal(app_interface_scale(show.hand.app), 1, 0.001);
    press(&show, "f5");
    assert_true(app_wants_fullscreen(show.hand.app));
    assert_float_equal(app_interface_scale(show.hand.app), 1.5, 0.001);
    assert_false(app_notes_frame(show.hand.app, size, &show.notes));
    press(&show, "n");
    assert_true(notes_say(&show, "Alone"));
    assert_true(notes_say(&show, "Two that hold each other"));
    assert_true(notes_say(&show, "Yes, at once"));
    assert_false(hand_finds(&show.hand, "notes")); /* not in the class's window */
    app_notes_closed(show.hand.app, false);
    hand_frame(&show.hand, NULL, 0);
    assert_false(app_notes_frame(show.hand.app, size, &show.notes));
    press(&show, "n");
    assert_true(app_notes_frame(show.hand.app, size, &show.notes));
    /* it cannot be opened: they stand at the foot */
    app_notes_closed(show.hand.app, true);
    hand_frame(&show.hand, NULL, 0);
    assert_false(app_notes_frame(show.hand.app, size, &show.notes));
    assert_true(hand_finds(&show.hand, "notes"));
    press(&show, "n");
    assert_false(hand_finds(&show.hand, "notes"));
    press(&show, "f5");
    assert_false(app_wants_fullscreen(show.hand.app));
    close(&show);
}

/* The clock of the notes asks for a frame each second. */
static void notes_tell_the_time(void **unused) {
    (void)unused;
    TextMeasure measure = text_measure_fixed();
    Show show;
    open(&show, LASTREF_SOURCE_DIR "/assets/lessons/01_ref_counting.lesson", &measure);
    press(&show, "f5");
    press(&show, "n");
    float scale = app_interface_scale(show.hand.app);
    Point size = {WINDOW.x / scale, WINDOW.y / scale};
    show.hand.now += 3725000;
    hand_frame(&show.hand, NULL, 0);
    assert_true(notes_say(&show, "1:02:0"));
    int wait = app_frame(show.hand.app, NULL, 0, show.hand.now, size, &show.hand.list);
    assert_true(wait > 0 && wait <= 1000);
    close(&show);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lessons_are_led_by_a_clicker),
                                       cmocka_unit_test(notes_have_a_window_of_their_own),
                                       cmocka_unit_test(notes_tell_the_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
