/* Lessons played from the first card to the last: unsure and wrong, then right as far as numbers
 * and options go, small and large, light and dark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "lesson/lesson_file.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Player {
    App *app;
    DrawList list;
    Point size;
    uint64_t now;
    const char *path; /* of the lesson */
    int cards, wrong, right, unsure, tasks;
} Player;

static bool read_file(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    char part[4096];
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(error, "%s is missing", path);
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;) text_append(out, part, got);
    fclose(file);
    return true;
}

static void frame(Player *player, const InputEvent *events, size_t count) {
    player->now += 400; /* what moves has arrived */
    app_frame(player->app, events, count, player->now, player->size, &player->list);
    TextBuffer wrong = {0};
    if (!app_check(player->app, &wrong)) fail_msg("%s: %s", player->path, text_cstr(&wrong));
    text_deinit(&wrong);
}

static void press(Player *player, const char *combo) {
    InputEvent event = {.kind = INPUT_KEY_DOWN};
    event.key = input_combo_read(text_of(combo), &event.modifiers);
    frame(player, &event, 1);
    frame(player, NULL, 0);
}

static void click(Player *player, const char *name) {
    Rect rect;
    if (!app_find_place(player->app, name, &rect)) fail_msg("%s: no %s", player->path, name);
    InputEvent event = {.kind = INPUT_MOUSE_MOVE, .at = rect_center(rect), .clicks = 1};
    frame(player, &event, 1);
    event.kind = INPUT_MOUSE_DOWN;
    event.button = BUTTON_LEFT;
    frame(player, &event, 1);
    event.kind = INPUT_MOUSE_UP;
    frame(player, &event, 1);
    frame(player, NULL, 0);
}

static void type(Player *player, const char *text) {
    InputEvent event = {.kind = INPUT_TEXT, .text = text_of(text)};
    frame(player, &event, 1);
}

static void state(Player *player, const char *name, char *out, size_t size) {
    TextBuffer value = {0};
    assert_true(app_state(player->app, name, &value));
    snprintf(out, size, "%s", text_cstr(&value));
    text_deinit(&value);
}

/* The card stands whole in the left pane: its buttons are there, in the window. */
static void check_card(Player *player, const char *button) {
    Rect rect, window = {0, 0, player->size.x, player->size.y};
    if (!app_find_place(player->app, button, &rect)) fail_msg("%s: no %s", player->path, button);
    bool inside = rect.x >= 0 && rect.y >= 0 && rect_right(rect) <= window.w &&
                  rect_bottom(rect) <= window.h - 40;
    if (!inside) fail_msg("%s: %s is cut off", player->path, button);
}

static void submit(Player *player, char *told, size_t size) {
    press(player, "alt+right");
    state(player, "answer", told, size);
    if (!told[0]) {
        char card[80], message[300];
        state(player, "guide", card, sizeof card);
        state(player, "message", message, sizeof message);
        fail_msg("%s: no answer is told: %s, %s", player->path, card, message);
    }
    player->right += strstr(told, ", right") != NULL;
    player->wrong += strstr(told, ", wrong") != NULL;
    player->unsure += strstr(told, ", unsure") != NULL;
}

/* `known`: the right answer as it was told before, or null. */
static void answer(Player *player, const LessonBeat *beat, const char *known, char *told,
                   size_t size) {
    char name[32];
    check_card(player, "lesson.next");
    if (beat->predict->kind == PREDICT_NUMBER) {
        type(player, known ? known : "-7");
        submit(player, told, size);
    } else if (beat->predict->kind == PREDICT_CHOICE) {
        uint32_t option = 0;
        for (uint32_t i = 0; known && i < beat->predict->option_count; i++) {
            Text text = beat->predict->options[i].text;
            if (text.length == strlen(known) && !memcmp(text.bytes, known, text.length)) option = i;
        }
        snprintf(name, sizeof name, "%u", option + 1);
        press(player, name);
        submit(player, told, size);
    } else {
        press(player, "alt+down");
        state(player, "answer", told, size);
        assert_non_null(strstr(told, ", unsure"));
        player->unsure++;
    }
    check_card(player, "lesson.next");
}

/* The solution, typed at the prompt of the task, a statement a line. */
static void solve(Player *player, const LessonBeat *beat) {
    char part[80];
    player->tasks++;
    check_card(player, "lesson.hint");
    press(player, "alt+up");
    check_card(player, "lesson.hint");
    click(player, "prompt");
    TextBuffer text = {0};
    text_append(&text, beat->task->solution.bytes, beat->task->solution.length);
    while (text.length && text.bytes[text.length - 1] == '\n') text.length--;
    type(player, text_cstr(&text));
    for (int i = 0; i < 3; i++) {
        press(player, "enter"); /* a block ends with an empty line */
        state(player, "guide", part, sizeof part);
        if (strncmp(part, "done", 4) == 0) break;
    }
    if (strncmp(part, "done", 4) != 0) {
        char refusal[300], statements[600];
        state(player, "refusal", refusal, sizeof refusal);
        state(player, "statements", statements, sizeof statements);
        fail_msg("%s: %s is not done by its solution: %s\n%s", player->path, beat->name, refusal,
                 statements);
    }
    text_deinit(&text);
    press(player, "alt+right");
}

enum { BEATS_MOST = 200, TOLD_BYTES = 200 };

/* From the first card to the last. `known` is filled with the right answers, or has them. */
static void play(const char *path, Point size, const Theme *theme, char known[][TOLD_BYTES],
                 bool knows, Player *player) {
    TextMeasure measure = text_measure_fixed();
    TextBuffer text = {0}, source = {0}, script = {0};
    Error error;
    LessonFile file;
    LessonMistakes mistakes = {0};
    *player = (Player){.size = size, .path = path};
    player->app = app_create(&(AppConfig){
        .measure = &measure, .theme = theme, .check = true, .guide = true, .read_file = read_file});
    assert_true(read_file(NULL, path, &text, &error));
    assert_true(lesson_file_read(&file, (Text){text_cstr(&text), text.length}, &mistakes));
    lesson_file_script_path(&file, path, &script);
    assert_true(read_file(NULL, text_cstr(&script), &source, &error));
    app_open_script(player->app, text_cstr(&script), (Text){text_cstr(&source), source.length});
    frame(player, NULL, 0);
    frame(player, NULL, 0);
    char card[80], told[TOLD_BYTES];
    for (int i = 0; i < 3 * BEATS_MOST; i++) {
        state(player, "guide", card, sizeof card);
        if (strcmp(card, "ended") == 0) break;
        const char *name = strchr(card, ' ');
        if (!name) fail_msg("%s: the lesson is not opened", path);
        const LessonBeat *beat = lesson_file_find(&file, name + 1);
        uint32_t number = (uint32_t)(beat - file.beats);
        player->cards++;
        if (strncmp(card, "asks", 4) == 0) {
            answer(player, beat, knows ? known[number] : NULL, told, sizeof told);
            char *comma = strrchr(told, ',');
            *comma = '\0';
            if (!knows) memcpy(known[number], told, sizeof told);
        } else if (strncmp(card, "task", 4) == 0) {
            solve(player, beat);
        } else {
            check_card(player, "lesson.next");
            press(player, "alt+right");
        }
    }
    assert_string_equal(card, "ended");
    check_card(player, "lesson.list");
    app_destroy(player->app);
    draw_list_deinit(&player->list);
    lesson_file_deinit(&file);
    lesson_mistakes_deinit(&mistakes);
    text_deinit(&text);
    text_deinit(&source);
    text_deinit(&script);
}

static void test_lessons(void **unused) {
    (void)unused;
    glob_t found = {0};
    static char known[BEATS_MOST][TOLD_BYTES];
    glob(LASTREF_SOURCE_DIR "/assets/lessons/*.lesson", 0, NULL, &found);
    assert_true(found.gl_pathc > 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        Player first, second;
        memset(known, 0, sizeof known);
        play(found.gl_pathv[i], (Point){960, 600}, theme_dark(), known, false, &first);
        play(found.gl_pathv[i], (Point){1440, 900}, theme_light(), known, true, &second);
        print_message("%s: %d cards, %d tasks; %d and %d answers right, %d unsure\n",
                      strrchr(found.gl_pathv[i], '/') + 1, second.cards, second.tasks, first.right,
                      second.right, second.unsure);
        assert_int_equal(second.wrong, 0);
    }
    globfree(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lessons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
